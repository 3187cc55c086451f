import * as fs from 'node:fs';
import * as path from 'node:path';
import { Cluster } from './cluster';
import { type Components, Unavailable } from './components';
import { Referee } from './referee';

const DEFAULT_REFEREE = '../shared/referee';

/**
 * What the environment variables ask for: MESH_TRUST_REFEREE, a folder with the scripts that run the
 * components as processes; else KUBECONFIG; else the folder beside the checkout.
 *
 * @throws Unavailable when there is none of them
 */
export function chooseComponents(
  env: Readonly<Record<string, string | undefined>>,
  runFolder: string,
): Components {
  const named = env['MESH_TRUST_REFEREE'];
  if (named !== undefined) {
    if (!isReferee(named)) {
      throw new Unavailable(
        `MESH_TRUST_REFEREE is ${named}, which has no up.sh: name the folder with the scripts of the referee.`,
      );
    }
    return new Referee(path.resolve(named), runFolder);
  }
  const kubeconfig = env['KUBECONFIG'];
  if (kubeconfig !== undefined) {
    return new Cluster(kubeconfig, runFolder);
  }
  if (isReferee(DEFAULT_REFEREE)) {
    return new Referee(path.resolve(DEFAULT_REFEREE), runFolder);
  }
  throw new Unavailable(
    `There is nothing to judge with: set KUBECONFIG to an empty cluster (kind will do) and install kubectl, istioctl, spire-server and spire-agent, or set MESH_TRUST_REFEREE to a folder that runs the components as processes.`,
  );
}

function isReferee(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'up.sh'));
}
