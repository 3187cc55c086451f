import * as path from 'node:path';
import { ExternalIssuer } from '../../src/cert-manager/issuer/external-issuer';
import { ExternalIssuerKind } from '../../src/cert-manager/issuer/external-issuer-kind';
import { TrustRoot } from '../../src/cert-manager/root/trust-root';
import type { Environment } from '../../src/stack/environment';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { Lifetime } from '../../src/trust/lifetime';
import { Ttl } from '../../src/trust/ttl';
import type { Components } from '../components/components';
import { goModule } from '../components/go-module';
import { goProgram } from '../components/go-program';
import { kubectl } from '../components/kubectl';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { type AwsApi, REGION } from './aws-api';
import { AWS_PCA_ISSUER } from './programs';

const ISSUER = ExternalIssuer.cluster(ExternalIssuerKind.AWS_PCA, 'private-ca').thatSignsCas();
const CREDENTIALS = { namespace: 'cert-manager', name: 'aws-access-key' };

/** How long the root lives, in days. */
export const ROOT_DAYS = 3650;

/** istiod and SPIRE, both below an issuer of which its owner says that it signs CAs. */
export function meshBelowAws(components: Components): Environment {
  return triedEnvironment(components, {
    samples: [],
    root: TrustRoot.existing({
      issuer: ISSUER,
      lifetime: Lifetime.of(Ttl.days(ROOT_DAYS)),
      keyAtRenewal: 'kept',
    }),
  });
}

/** Installs the controller, as its owner does: its CRDs, and a program that asks this API. */
export async function runController(components: Components, { url }: AwsApi): Promise<void> {
  const { module, version } = AWS_PCA_ISSUER;
  const folder = await goModule(`${module}@${version}`);
  const crds = path.join(folder, 'config', 'crd', 'bases');
  await kubectl(components, 'apply', '--server-side', '-f', crds);
  await kubectl(components, 'wait', '--for=condition=Established', 'crd', '--all');
  const quiet = ['--metrics-bind-address=0', '--health-probe-bind-address=0'];
  await components.beside('aws-privateca-issuer', await goProgram(AWS_PCA_ISSUER), quiet, {
    AWS_ENDPOINT_URL: url,
  });
}

/** The issuer for a CA of AWS Private CA, with the access key, which nobody verifies here. */
export function issuerFor(arn: string, name: string = ISSUER.name): readonly KubernetesObject[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: CREDENTIALS,
      stringData: { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nobody' },
    },
    {
      apiVersion: `${ISSUER.group}/v1beta1`,
      kind: ISSUER.kind,
      metadata: { name },
      spec: { arn, region: REGION, secretRef: CREDENTIALS },
    },
  ];
}
