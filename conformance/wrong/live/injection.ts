import * as fs from 'node:fs';
import * as path from 'node:path';
import * as os from 'node:os';
import { parse, stringify } from 'yaml';
import { succeeded } from '../../components/execute';
import { type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { podWith, withTemplate } from './injection-trial';
import { refusalOf } from './trial';
import { importing } from '../written';
import { objectsIn } from '../../mesh-under-test/manifests';

/** The template as Istio's documentation of 1.30 has it, without regard to native sidecars. */
const DOCUMENTED = `spec:
  containers:
  - name: istio-proxy
    volumeMounts:
    - name: workload-socket
      mountPath: /run/secrets/workload-spiffe-uds
      readOnly: true
  volumes:
  - name: workload-socket
    csi:
      driver: csi.spiffe.io
      readOnly: true
`;

/** What the injector of Istio makes of a Pod. */
export const INJECTION_CASES: readonly WrongCase[] = [
  {
    id: 'template-misspelt',
    topic: 'Sockets and injection',
    mistake: 'A Pod asks for an injection template that does not exist.',
    written: `${importing(['InjectionTemplate'])}

InjectionTemplate.spirre();`,
    plain: `annotations:
  inject.istio.io/templates: sidecar,spirre`,
    judgedBy: 'istiod 1.31',
    watch: misspelt,
  },
  {
    id: 'template-for-containers-with-native-sidecars',
    topic: 'Sockets and injection',
    mistake: 'The injection template changes a container where the proxy is a native sidecar.',
    written: `${importing(['InjectionTemplate'])}

InjectionTemplate.spire({ proxy: 'containers' });`,
    plain: DOCUMENTED,
    judgedBy: 'istiod 1.31 and Kubernetes 1.36',
    watch: (mesh) =>
      withTemplate(
        mesh,
        'documented',
        () => DOCUMENTED,
        async () => ({
          verdict: 'refused',
          said: await refusalOf(mesh, await podWith(mesh, 'sidecar,documented')),
        }),
      ),
  },
  {
    id: 'gateway-volume-of-two-kinds',
    topic: 'Sockets and injection',
    mistake: 'An overlay adds the CSI volume to what the gateway chart has under that name.',
    written: `${importing(['Gateway'])}

Gateway.ingress({ overlays: [{ path: 'spec.template.spec.volumes.[name:workload-socket].csi' }] });`,
    plain: `overlays:
  - kind: Deployment
    name: istio-ingressgateway
    patches:
      - path: spec.template.spec.volumes.[name:workload-socket].csi
        value: { driver: csi.spiffe.io, readOnly: true }`,
    judgedBy: 'istioctl 1.31 and Kubernetes 1.36',
    watch: volumeOfTwoKinds,
  },
];

async function misspelt(mesh: MeshUnderTest): Promise<Seen> {
  const said = await refusalOf(mesh, await podWith(mesh, 'sidecar,spirre'));
  // Those that there are follow, in no order.
  return { verdict: 'refused', said: said.replace(/; have .*/, '') };
}

async function volumeOfTwoKinds(mesh: MeshUnderTest): Promise<Seen> {
  const text = fs.readFileSync(mesh.istioOperator, 'utf8');
  const operator = parse(text) as Operator;
  const [gateway] = operator.spec.components.ingressGateways;
  for (const patch of gateway?.k8s.overlays.flatMap(({ patches }) => patches) ?? []) {
    if (patch.path.endsWith('volumes.[name:workload-socket]')) {
      patch.path += '.csi';
      patch.value = { driver: 'csi.spiffe.io', readOnly: true };
    }
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-wrong-'));
  try {
    const file = path.join(folder, 'istio-operator.yaml');
    fs.writeFileSync(file, stringify(operator));
    const generated = await mesh.components.run('istioctl', ['manifest', 'generate', '-f', file]);
    const all = objectsIn(succeeded('istioctl manifest generate', generated)).filter(Boolean);
    const rendered = all.find(
      (object) => object.kind === 'Deployment' && object.metadata.name === 'istio-ingressgateway',
    );
    if (rendered === undefined) throw new Error('no gateway is rendered');
    const beside = { ...rendered, metadata: { ...rendered.metadata, name: 'wrong-gateway' } };
    return { verdict: 'refused', said: await refusalOf(mesh, beside) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

interface Operator {
  readonly spec: {
    readonly components: {
      readonly ingressGateways: readonly {
        readonly k8s: {
          readonly overlays: readonly { readonly patches: { path: string; value: unknown }[] }[];
        };
      }[];
    };
  };
}
