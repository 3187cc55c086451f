import { chainOf } from '../../mesh-under-test/proxy';
import { signerOf, signersOf } from '../../mesh-under-test/signers';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { APPLICATION, applicationWith, asking, withTemplate } from './injection-trial';
import { during, logged, silentlyWrong } from './trial';
import { environmentWith, importing } from '../written';

const PROXY = 'pilot-agent 1.31';
const FILE = 'value: "spire-agent.sock"';

/** Proxies that do not find the socket of the SPIRE agent. */
export const SOCKET_CASES: readonly WrongCase[] = [
  {
    id: 'socket-of-another-name',
    topic: 'Sockets and injection',
    mistake: 'The proxy is told another name for the socket than the agent gives it.',
    written: environmentWith({
      imports: ['WorkloadSocket'],
      istio:
        "{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }), socket: WorkloadSocket.failClosed({ file: 'agent.sock' }) }",
    }),
    plain: `env:
  - name: WORKLOAD_IDENTITY_SOCKET_FILE
    value: agent.sock    # the agent makes spire-agent.sock`,
    judgedBy: PROXY,
    watch: (mesh) =>
      refusesToStart(mesh, 'name', (spire) => spire.replace(FILE, 'value: agent.sock')),
  },
  {
    id: 'socket-told-as-a-path',
    topic: 'Sockets and injection',
    mistake: 'The proxy is told the path of the socket, and not its name.',
    written: `${importing(['WorkloadSocket'])}

WorkloadSocket.failClosed({ file: '/run/spire/agent-sockets/spire-agent.sock' });`,
    plain: `env:
  - name: WORKLOAD_IDENTITY_SOCKET_FILE
    value: /run/spire/agent-sockets/spire-agent.sock`,
    judgedBy: PROXY,
    watch: (mesh) =>
      refusesToStart(mesh, 'path', (spire) =>
        spire.replace(FILE, 'value: /run/spire/agent-sockets/spire-agent.sock'),
      ),
  },
  {
    id: 'socket-in-another-folder',
    topic: 'Sockets and injection',
    mistake:
      'Pods see another folder of the node than the one in which the agent makes its socket.',
    written: environmentWith({ spire: "{ csiDriver: { socketFolder: '/run/spire/sockets' } }" }),
    plain: `volumes:
  - name: workload-socket
    hostPath:
      path: /run/spire/sockets`,
    judgedBy: PROXY,
    watch: (mesh) =>
      refusesToStart(mesh, 'folder', (spire) =>
        withOtherVolume(spire, 'hostPath: {path: /run/spire/sockets, type: DirectoryOrCreate}'),
      ),
  },
  {
    id: 'socket-under-the-default-name',
    topic: 'Sockets and injection',
    mistake: 'The proxy is told no name for the socket, and the agent has one of its own.',
    written: `${importing(['WorkloadSocket'])}

WorkloadSocket.failClosed({ file: 'socket' });`,
    plain: `spec:                    # the template sets no WORKLOAD_IDENTITY_SOCKET_FILE
  initContainers:
    - name: istio-proxy`,
    judgedBy: PROXY,
    watch: (mesh) =>
      withTemplate(mesh, 'untold', untold, () =>
        logs(
          mesh,
          asking('untold'),
          /SDS grpc server for workload proxies failed.*unix socket "[^"]*"/,
        ),
      ),
  },
  {
    id: 'template-not-asked-for',
    topic: 'Sockets and injection',
    mistake: "A Pod has Istio's own template alone, not the one that gives its proxy the socket.",
    written: `import { Chart } from 'cdk8s';
${importing(['Bookinfo'])}

export const bookinfo = (chart: Chart) => new Bookinfo(chart, 'Bookinfo', { namespace: 'shop' });`,
    plain: `metadata:                # of the Pod
  annotations:
    inject.istio.io/templates: sidecar    # what istiod does by default, too`,
    judgedBy: 'pilot-agent and istiod 1.31, then openssl verify',
    watch: fallsBack,
  },
];

function refusesToStart(
  mesh: MeshUnderTest,
  template: string,
  change: (spire: string) => string,
): Promise<Seen> {
  return withTemplate(mesh, template, change, () =>
    logs(mesh, asking(template), /(?<=Error: ).*socket.*/),
  );
}

/** What the proxy of an application with these annotations logs. */
async function logs(
  mesh: MeshUnderTest,
  annotations: Readonly<Record<string, string>>,
  wanted: RegExp,
): Promise<Seen> {
  return during(mesh, [await applicationWith(mesh, annotations)], async () => ({
    verdict: 'fails later',
    said: await logged(mesh, APPLICATION, 'istio-proxy', wanted),
  }));
}

function untold(spire: string): string {
  return spire.replace(/ +env:\n +- name: WORKLOAD_IDENTITY_SOCKET_FILE\n +value: .*\n/, '');
}

async function fallsBack(mesh: MeshUnderTest): Promise<Seen> {
  const application = await applicationWith(mesh, { 'inject.istio.io/templates': 'sidecar' });
  return during(mesh, [application], async () => {
    await mesh.startAll([APPLICATION]);
    const signer = await signerOf(
      await chainOf(mesh.components, APPLICATION),
      await signersOf(mesh),
    );
    return silentlyWrong(
      signer === 'istiod',
      `The proxy is ready. The CA that has signed its certificate: that of ${signer}, not that of SPIRE`,
    );
  });
}

function withOtherVolume(spire: string, source: string): string {
  return spire.replace(/csi:\n +driver: .*\n +readOnly: .*\n/, `${source}\n`);
}
