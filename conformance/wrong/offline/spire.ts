import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Outcome } from '../../components/execute';
import { eventually } from '../../mesh-under-test/eventually';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';

/** The sections of a configuration that a mistake changes. */
export type Changed = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A server that runs for a moment, and what it is asked meanwhile. */
export interface RunningServer {
  /** Its socket, data and configuration are here. */
  readonly folder: string;
  readonly ask: (...args: readonly string[]) => Promise<Outcome>;
}

const TRUST_DOMAIN = 'mesh.example.com';
const RUN_SECONDS = 15;
/** Said of every server that runs outside a container. */
const OF_EVERY_SERVER = /umask|legacy downstream/;

/** A configuration with which a server runs alone: SQLite, keys in memory, no attestor. */
export function serverConfig(folder: string, port: number, changed: Changed): string {
  const { server, plugins, ...others } = changed;
  return JSON.stringify({
    server: {
      trust_domain: TRUST_DOMAIN,
      bind_address: '127.0.0.1',
      bind_port: port,
      socket_path: `${folder}/api.sock`,
      data_dir: folder,
      ca_ttl: '24h',
      ...server,
    },
    plugins: {
      DataStore: {
        sql: {
          plugin_data: {
            database_type: 'sqlite3',
            connection_string: `${folder}/datastore.sqlite3`,
          },
        },
      },
      KeyManager: { memory: { plugin_data: {} } },
      ...plugins,
    },
    ...others,
  });
}

/** A configuration that an agent validates: its trust bundle is in the folder. */
export function agentConfig(folder: string, changed: Changed): string {
  return JSON.stringify({
    agent: {
      trust_domain: TRUST_DOMAIN,
      server_address: 'spire-server',
      server_port: 443,
      socket_path: `${folder}/agent.sock`,
      data_dir: folder,
      trust_bundle_path: `${folder}/bundle.pem`,
      ...changed['agent'],
    },
    plugins: {
      NodeAttestor: { k8s_psat: { plugin_data: { cluster: 'eu-1' } } },
      KeyManager: { memory: { plugin_data: {} } },
      WorkloadAttestor: { k8s: { plugin_data: {} } },
    },
  });
}

/** Writes a configuration, and says where. */
export function configFile(folder: string, content: string): string {
  const file = path.join(folder, 'spire.conf');
  fs.writeFileSync(file, content);
  return file;
}

/** Runs a server, asks it when it is healthy, and gives everything that it logged. */
export async function whileServing(
  mesh: MeshUnderTest,
  folder: string,
  config: string,
  ask: (server: RunningServer) => Promise<void>,
): Promise<Outcome> {
  const args = ['run', '-config', configFile(folder, config)];
  const run = mesh.components.run('spire-server', args, { timeoutSeconds: RUN_SECONDS });
  const socket = ['-socketPath', path.join(folder, 'api.sock')];
  const server: RunningServer = {
    folder,
    ask: (...asked) => mesh.components.run('spire-server', [...asked, ...socket]),
  };
  try {
    await eventually(
      'the server is healthy',
      async () => {
        const { code, stdout, stderr } = await server.ask('healthcheck');
        return code === 0 || stdout + stderr;
      },
      RUN_SECONDS,
    );
    await ask(server);
  } catch (error) {
    const { stdout, stderr } = await run;
    throw new Error(`${String(error)}\n${stdout}${stderr}`, { cause: error });
  }
  return run;
}

/** Warnings and errors of a log, or of a program that ended before it had one. */
export function complaints({ stdout, stderr }: Outcome, folder: string): readonly string[] {
  return (stdout + stderr)
    .split('\n')
    .filter((line) => line !== '' && !line.includes('level=info') && !OF_EVERY_SERVER.test(line))
    .map((line) => said(line).replaceAll(folder, '/run/spire'));
}

/** The error of a line of a log, else its message, else the line. */
function said(line: string): string {
  const [quoted] =
    /(?<= error=)"(?:[^"\\]|\\.)*"/.exec(line) ?? /(?<= msg=)"(?:[^"\\]|\\.)*"/.exec(line) ?? [];
  const keys = /(?<= keys=)\S+/.exec(line)?.[0];
  const words = quoted === undefined ? line : (JSON.parse(quoted) as string);
  return keys === undefined ? words : `${words}: ${keys}`;
}
