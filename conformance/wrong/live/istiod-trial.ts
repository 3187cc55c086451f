import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parse, stringify } from 'yaml';
import { succeeded } from '../../components/execute';
import { eventually } from '../../mesh-under-test/eventually';
import { ISTIOD, type MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { normalised } from './trial';

/** A change of the generated IstioOperator: the mistake. */
export type OperatorChange = (spec: OperatorSpec) => void;

/** istiod, as it runs with a mistake. */
export interface IstiodTrial {
  /** The part of its log that this finds. */
  readonly logs: (wanted: RegExp) => Promise<string>;
  /** Waits until it answers; with some mistakes it never does. */
  readonly answers: () => Promise<void>;
}

interface OperatorSpec {
  meshConfig: Record<string, unknown>;
  components: { pilot: { k8s: Record<string, unknown> & { env?: readonly object[] } } };
}

/** istiod takes its CA from this Secret. */
export function cacertsFrom(secretName: string): OperatorChange {
  return ({ components: { pilot } }) => {
    const path = 'spec.template.spec.volumes.[name:cacerts].secret.secretName';
    pilot.k8s['overlays'] = [
      { kind: 'Deployment', name: 'istiod', patches: [{ path, value: secretName }] },
    ];
  };
}

/** istiod reads the TLS of a Sidecar. */
export const endsTlsAtSidecars: OperatorChange = ({ components: { pilot } }) => {
  const { env = [] } = pilot.k8s;
  pilot.k8s.env = [...env, { name: 'ENABLE_TLS_ON_SIDECAR_INGRESS', value: 'true' }];
};

/** Istio has this trust domain. */
export function told(trustDomain: string): OperatorChange {
  return ({ meshConfig }) => {
    meshConfig['trustDomain'] = trustDomain;
  };
}

/** Installs Istio with a mistake, and after that as it is generated. */
export async function withIstiod<T>(
  mesh: MeshUnderTest,
  change: OperatorChange,
  watch: (istiod: IstiodTrial) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-wrong-'));
  const operator = parse(fs.readFileSync(mesh.istioOperator, 'utf8')) as { spec: OperatorSpec };
  change(operator.spec);
  const file = path.join(folder, 'istio-operator.yaml');
  fs.writeFileSync(file, stringify(operator));
  const read = (): Promise<string> => mesh.components.log(ISTIOD, 'discovery');
  const before = await read();
  // Not waited for: some of these never answer.
  const installed = mesh.components.installIstio(file);
  try {
    return await watch({
      logs: (wanted) => found(read, before, wanted),
      answers: async () => {
        succeeded('the installation of Istio', await installed);
      },
    });
  } finally {
    process.stderr.write('   Istio is installed again, as it is generated\n');
    await mesh.installIstio();
    await installed;
    fs.rmSync(folder, { recursive: true });
  }
}

async function found(read: () => Promise<string>, before: string, wanted: RegExp): Promise<string> {
  let log = '';
  await eventually(`istiod logs ${String(wanted)}`, async () => {
    log = await read();
    return (log !== before && wanted.test(log)) || log.split('\n').slice(-5).join('\n');
  });
  return normalised(wanted.exec(log)?.[0] ?? '');
}
