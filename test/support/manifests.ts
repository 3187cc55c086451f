import { App, Chart, Testing } from 'cdk8s';

/** A manifest as a test reads it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly [field: string]: unknown;
}

/** An empty chart to build in; Testing.app() would leave a folder behind at every call. */
export function emptyChart(id = 'test'): Chart {
  return new Chart(new App({ outdir: 'unwritten' }), id);
}

/** What the chart synthesizes. */
export function manifestsOf(chart: Chart): Manifest[] {
  return Testing.synth(chart) as Manifest[];
}

/** The one manifest of this kind and name. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter(
    (manifest) => manifest.kind === kind && manifest.metadata.name === name,
  );
  const [only] = found;
  if (found.length !== 1 || only === undefined) {
    const all = manifests
      .map((manifest) => `${manifest.kind}/${manifest.metadata.name}`)
      .join(', ');
    throw new Error(`${found.length} of ${kind}/${name} among ${all}`);
  }
  return only;
}
