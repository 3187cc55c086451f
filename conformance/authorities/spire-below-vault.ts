import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import { VaultUpstreamAuth } from '../../src/spire/server/upstream/vault-upstream-auth';
import type { Environment } from '../../src/stack/environment';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import type { Components } from '../components/components';
import { SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import type { Client, Credentials } from './vault-owner';
import type { VaultServer } from './vault-server';

/** The SPIRE server, which may have its CA signed and nothing else. */
export const SPIRE: Client = {
  name: 'spire',
  serviceAccount: SPIRE_SERVER.name,
  namespace: SPIRE_SERVER.namespace,
  audience: 'vault',
  policy: { 'pki/root/sign-intermediate': ['update'] },
};

const SECRET = 'spire-vault';
const key = (name: string): SecretRef => SecretRef.of(SECRET, name);

/** Every way in which the server logs in. */
export const SPIRE_LOGINS: Readonly<Record<string, VaultUpstreamAuth>> = {
  'its ServiceAccount': VaultUpstreamAuth.kubernetes({ role: 'spire' }),
  'an AppRole': VaultUpstreamAuth.appRole({
    roleId: key('role-id'),
    secretId: key('secret-id'),
  }),
  'a client certificate': VaultUpstreamAuth.clientCertificate({
    certificate: key('tls.crt'),
    privateKey: key('tls.key'),
    role: 'spire',
  }),
  'a token': VaultUpstreamAuth.token(key('token')),
};

/** The Secret with all of it, and with the CA of Vault. */
export function secretOfSpire(credentials: Credentials, ca: string): object {
  const { token, roleId, secretId, certificate, key: privateKey } = credentials;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: SECRET, namespace: SPIRE_SERVER.namespace },
    stringData: {
      token,
      'role-id': roleId,
      'secret-id': secretId,
      'tls.crt': certificate,
      'tls.key': privateKey,
      'ca.crt': ca,
    },
  };
}

/** SPIRE below an engine of Vault. */
export function spireBelowVault(
  components: Components,
  vault: VaultServer,
  auth: VaultUpstreamAuth,
  pkiMountPoint = 'pki',
): Environment {
  const { spire } = triedEnvironment(components).props;
  return triedEnvironment(components, {
    spire: {
      ...spire,
      upstream: UpstreamAuthority.vault({
        address: vault.url,
        auth,
        pkiMountPoint,
        caCertificate: key('ca.crt'),
        ca: UpstreamCa.belowRootOfItsOwn({
          subject: Subject.of(`${pkiMountPoint} root`),
          lifetime: Lifetime.of(Ttl.days(3650)),
          keyAtRenewal: 'kept',
        }),
      }),
      separateRootBecause: 'Vault is tried by itself',
    },
  });
}
