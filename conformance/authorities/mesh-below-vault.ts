import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import { ServerCa } from '../../src/cert-manager/issuer/server-ca';
import { VaultCa } from '../../src/cert-manager/issuer/vault-ca';
import { VaultIssuerAuth } from '../../src/cert-manager/issuer/vault-issuer-auth';
import type { Environment } from '../../src/stack/environment';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import type { Components } from '../components/components';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { ISSUERS_NAMESPACE } from './edge-below-vault';
import type { Client } from './vault-owner';
import type { VaultServer } from './vault-server';

const NAME = 'vault-root';
const PATH = 'pki/root/sign-intermediate';

/** cert-manager, which may have CAs signed and nothing else. */
export const CERT_MANAGER_OF_CAS: Client = {
  name: 'mesh',
  serviceAccount: NAME,
  namespace: ISSUERS_NAMESPACE,
  audience: `vault://${NAME}`,
  policy: { [PATH]: ['update'] },
};

/** istiod and SPIRE, both below a root whose key is in Vault. */
export function meshBelowVault(
  components: Components,
  vault: VaultServer,
  caOfVault: string,
): Environment {
  return triedEnvironment(components, {
    samples: [],
    root: TrustRoot.vault({
      ca: VaultCa.of({
        name: NAME,
        server: vault.url,
        path: PATH,
        auth: VaultIssuerAuth.kubernetes({ role: 'mesh', serviceAccountName: NAME }),
        serverCa: ServerCa.inline(caOfVault),
      }),
      lifetime: Lifetime.of(Ttl.days(3650)),
      keyAtRenewal: 'kept',
      signsAtMost: Ttl.days(3650),
    }),
  });
}
