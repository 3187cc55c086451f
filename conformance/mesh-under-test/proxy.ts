import type { AnyEnvironmentProps } from '../../src/stack/environment-props';
import type { Components, Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import type { MeshUnderTest } from './mesh-under-test';

interface Secrets {
  readonly configs?: readonly {
    readonly name: string;
    readonly secret: {
      readonly tls_certificate?: {
        readonly certificate_chain: { readonly inline_bytes: string };
      };
    };
  }[];
}

/** What the admin interface of a proxy answers, if it does. */
export async function proxyAnswer(
  components: Components,
  workload: Workload,
  asked: string,
): Promise<string> {
  return succeeded(
    `${asked} of the proxy of ${workload.name}`,
    await components.proxyAdmin(workload, asked),
  );
}

/** The chain that the Envoy of a workload presents to others, as it holds it at this moment: PEM, leaf first. */
export async function chainOf(components: Components, workload: Workload): Promise<string> {
  const asked = '/config_dump?resource=dynamic_active_secrets';
  const said = await proxyAnswer(components, workload, asked);
  const { configs = [] } = JSON.parse(said) as Secrets;
  const own = configs.find(({ name }) => name === 'default')?.secret.tls_certificate;
  if (own === undefined) {
    throw new Error(`the proxy of ${workload.name} has no certificate: ${said}`);
  }
  return Buffer.from(own.certificate_chain.inline_bytes, 'base64').toString('utf8');
}

/** The SPIFFE ID that the ServiceAccount of a workload stands for. */
export async function idOf(
  { components, environment }: MeshUnderTest<AnyEnvironmentProps>,
  { namespace, kind, name }: Workload,
): Promise<string> {
  const path = 'jsonpath={.spec.template.spec.serviceAccountName}';
  const serviceAccount = await kubectl(components, '-n', namespace, 'get', kind, name, '-o', path);
  return `spiffe://${environment.props.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
