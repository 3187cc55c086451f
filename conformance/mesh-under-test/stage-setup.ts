import * as fs from 'node:fs';
import * as path from 'node:path';
import { chooseComponents } from '../components/choose-components';
import type { Components } from '../components/components';

const RUN_FOLDER = process.env['MESH_TRUST_RUN'] ?? `/tmp/mt${process.pid}`;

/** The components of this run, and a new folder in which the stage writes. */
export function componentsOfThisRun(): {
  readonly components: Components;
  readonly folder: string;
} {
  fs.mkdirSync(RUN_FOLDER, { recursive: true });
  return {
    components: chooseComponents(process.env, RUN_FOLDER),
    folder: fs.mkdtempSync(path.join(RUN_FOLDER, 'files-')),
  };
}

/** Where the logs of a stage are kept. */
export function logsOf(stage: string): string {
  return path.join('conformance', 'logs', stage);
}
