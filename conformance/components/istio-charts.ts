import * as fs from 'node:fs';
import * as path from 'node:path';
import type { IstioChart } from '../../src/istio/helm/helm-release';
import { Unavailable } from './components';
import { execute, type Outcome } from './execute';

/** Helm, as a module of Go. */
const HELM = 'helm.sh/helm/v4/cmd/helm@v4.3.2';
/** The module of Istio, which has the charts in it. */
const ISTIO = 'istio.io/istio';
const BUILD_SECONDS = 3600;

/** Where the charts lie in it; they are published by other names. */
const FOLDERS: Readonly<Record<IstioChart, string>> = {
  base: 'base',
  cni: 'istio-cni',
  gateway: 'gateway',
  istiod: 'istio-control/istio-discovery',
};

/**
 * Builds Helm at this path, unless it is there.
 *
 * @throws Unavailable when it cannot be built
 */
export async function buildHelm(binary: string): Promise<void> {
  if (fs.existsSync(binary)) {
    return;
  }
  process.stderr.write('   building helm\n');
  const built = await go(['install', HELM], { GOBIN: path.dirname(binary), CGO_ENABLED: '0' });
  if (built.code !== 0) {
    throw new Unavailable(`Helm could not be built from ${HELM}: ${built.stderr}`);
  }
}

/**
 * The folder of a chart, of the very Istio that the module in this folder builds its istiod from.
 *
 * @throws Unavailable when the module of Istio is not in reach
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
  const found = await go(['-C', copy, 'mod', 'download', '-json', ISTIO], {});
  if (found.code !== 0) {
    throw new Unavailable(
      `The charts of ${ISTIO} are not in reach: ${found.stderr}${found.stdout}`,
    );
  }
  const { Dir } = JSON.parse(found.stdout) as { readonly Dir: string };
  return path.join(Dir, 'manifests', 'charts', FOLDERS[chart]);
}

function go(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  return execute('go', args, {
    env: { GOFLAGS: '-buildvcs=false', ...env },
    timeoutSeconds: BUILD_SECONDS,
  });
}
