import * as path from 'node:path';
import type { Program } from '../../components/components';
import { execute } from '../../components/execute';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';
import { agentConfig, type Changed, complaints, configFile, serverConfig } from './spire';

const PORT = 28_081;

/** A mistake in the configuration of SPIRE. */
type Configured = Omit<WrongCase, 'judgedBy' | 'plain' | 'watch'> & {
  /** The sections that are wrong. */
  readonly changed: Changed;
};

/** What the server's own `validate` refuses. */
export const refusedByServer = (mistake: Configured): WrongCase =>
  refusedBy('spire-server', mistake);

/** What the agent's own `validate` refuses. */
export const refusedByAgent = (mistake: Configured): WrongCase => refusedBy('spire-agent', mistake);

/** What the server's own `validate` takes, and what ends the server when it starts. */
export function endsTheServer({ changed, ...mistake }: Configured): WrongCase {
  return {
    ...mistake,
    plain: plainly(changed),
    judgedBy: 'SPIRE server 1.10.4',
    watch: (mesh): Promise<Seen> =>
      inFolder(async (folder) => {
        const file = configFile(folder, serverConfig(folder, PORT, changed));
        const valid = await mesh.components.run('spire-server', ['validate', '-config', file]);
        const run = await mesh.components.run('spire-server', ['run', '-config', file], {
          timeoutSeconds: 20,
        });
        if (valid.code !== 0 || run.code === 0) {
          throw new Error(`${mistake.id} is seen otherwise: ${complaints(run, folder).join('\n')}`);
        }
        const last = complaints(run, folder).at(-1) ?? '';
        return { verdict: 'fails later', said: `\`validate\` takes it; the server ends: ${last}` };
      }),
  };
}

/** The wrong sections as JSON: a configuration that SPIRE reads. */
export function plainly(changed: Changed): string {
  return JSON.stringify(changed, null, 2);
}

function refusedBy(
  program: Program & ('spire-agent' | 'spire-server'),
  { changed, ...mistake }: Configured,
): WrongCase {
  return {
    ...mistake,
    plain: plainly(changed),
    judgedBy: `SPIRE ${program.replace('spire-', '')} 1.10.4`,
    watch: (mesh): Promise<Seen> =>
      inFolder(async (folder) => {
        const config =
          program === 'spire-agent'
            ? agentConfig(folder, changed)
            : serverConfig(folder, PORT, changed);
        await writeBundle(folder);
        const args = ['validate', '-config', configFile(folder, config)];
        const outcome = await mesh.components.run(program, args);
        if (outcome.code === 0) {
          throw new Error(`${mistake.id} was taken: look for what comes of it`);
        }
        const [first = ''] = complaints(outcome, folder);
        return {
          verdict: 'refused',
          said: first.replace(/^SPIRE \w+ configuration file is invalid: /, ''),
        };
      }),
  };
}

/** A root that the agent is told of: it does not validate without the file. */
async function writeBundle(folder: string): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const out = ['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'bundle.pem')];
  await execute('openssl', ['req', '-x509', '-subj', '/CN=root', '-days', '2', ...key, ...out]);
}
