import * as fs from 'node:fs';
import * as path from 'node:path';
import type { IstioChart } from '../../src/istio/helm/helm-release';
import { goModule } from './go-module';

/** The module of Istio, which has the charts in it. */
const ISTIO = 'istio.io/istio';

/** Where the charts lie in it; they are published by other names. */
const FOLDERS: Readonly<Record<IstioChart, string>> = {
  base: 'base',
  cni: 'istio-cni',
  gateway: 'gateway',
  istiod: 'istio-control/istio-discovery',
};

/**
 * The folder of a chart, of the very Istio that the module in this folder builds its istiod from.
 */
export async function istioChart(
  chart: IstioChart,
  module: string,
  runFolder: string,
): Promise<string> {
  // Go may complete what it reads: not in the original.
  const copy = path.join(runFolder, 'istio-module');
  fs.mkdirSync(copy, { recursive: true });
  for (const file of ['go.mod', 'go.sum']) {
    fs.copyFileSync(path.join(module, file), path.join(copy, file));
  }
  const folder = await goModule(ISTIO, copy);
  return path.join(folder, 'manifests', 'charts', FOLDERS[chart]);
}
