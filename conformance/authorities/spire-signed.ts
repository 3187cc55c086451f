import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { type Certificate, certificatesIn } from '../certificates/certificate';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';
import { type MeshUnderTest, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';

const SERVER = SPIRE_SERVER.name;
const DATA = '/run/spire/data';

/** What a server gives a workload: its chain, leaf first and without the root, and whom it trusts. */
export interface Minted {
  readonly chain: string;
  readonly roots: readonly Certificate[];
}

/** Starts the server of an environment as one that has no CA yet, and waits until it has one. */
export async function startAnew(
  mesh: MeshUnderTest,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  await begin(mesh, variables);
  await mesh.startSpireServer();
}

/** Starts such a server, which gets no CA, and gives the line of its log with these words. */
export async function refusalOf(
  mesh: MeshUnderTest,
  words: RegExp,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { components } = mesh;
  await begin(mesh, variables);
  await mesh.withoutAbsentWebhook();
  succeeded('the SPIRE server', await components.start(SPIRE_SERVER));
  let found = '';
  await eventually('the server says why it has no CA', async () => {
    const log = await components.log(SPIRE_SERVER, SERVER);
    found = log.split('\n').find((line) => words.test(line)) ?? '';
    return found !== '' || log.slice(-3000);
  });
  return found;
}

/** Has the server sign an X509-SVID. */
export async function minted({ components, environment }: MeshUnderTest): Promise<Minted> {
  const id = `spiffe://${environment.props.trustDomain}/tried`;
  const said = succeeded(
    'x509 mint',
    await components.spireServer(SPIRE_SERVER, ['x509', 'mint', '-spiffeID', id]),
  );
  const [svid = '', , roots = ''] = said.split(/^Private key:|^Root CAs:/m);
  return { chain: svid.slice(svid.indexOf('-----')), roots: certificatesIn(roots) };
}

async function begin(
  mesh: MeshUnderTest,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  await removed(mesh.components);
  const objects = objectsIn(await mesh.built('50-spire-server'));
  const changed = objects.map((object) =>
    object.kind === 'StatefulSet' ? withVariables(object, variables) : object,
  );
  succeeded('50-spire-server', await mesh.applied(yamlOf(changed)));
}

/** Ends a server that is there, and forgets what it has kept. */
async function removed(components: Components): Promise<void> {
  const place = ['-n', SPIRE_SERVER.namespace];
  const pods = ['get', 'pods', '-l', 'app.kubernetes.io/name=spire-server', '-o', 'name'];
  if ((await kubectl(components, ...place, ...pods)).trim() === '') {
    return;
  }
  await components.exec(SPIRE_SERVER, SERVER, ['sh', '-c', `rm -rf ${DATA}/*`]);
  await kubectl(components, ...place, 'delete', 'statefulset', SERVER, '--wait');
  await eventually('the server is gone', async () => {
    const left = await kubectl(components, ...place, ...pods);
    return left.trim() === '' || left;
  });
}

interface PodTemplate {
  readonly template: {
    readonly spec: {
      readonly containers: readonly {
        readonly name: string;
        readonly env?: readonly object[];
      }[];
    };
  };
}

/** What whoever runs the server adds to it: variables of its container. */
function withVariables(
  object: KubernetesObject,
  variables: Readonly<Record<string, string>>,
): KubernetesObject {
  const spec = object['spec'] as PodTemplate;
  const added = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const containers = spec.template.spec.containers.map((container) =>
    container.name === SERVER
      ? { ...container, env: [...(container.env ?? []), ...added] }
      : container,
  );
  const template = { ...spec.template, spec: { ...spec.template.spec, containers } };
  return { ...object, spec: { ...spec, template } };
}
