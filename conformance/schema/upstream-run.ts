import * as fs from 'node:fs';
import * as path from 'node:path';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { variablesOf } from './spire-configuration';

/** Enough for a plugin to find that its upstream is not there; one that waits for it is ended. */
const LONGEST_RUN_SECONDS = 5;

/** Where nobody is: what goes out goes there, once. */
const NOWHERE: Readonly<Record<string, string>> = {
  VAULT_ADDR: 'https://127.0.0.1:1',
  AWS_ENDPOINT_URL: 'https://127.0.0.1:1',
  AWS_MAX_ATTEMPTS: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
};

interface Configuration {
  readonly server: Readonly<Record<string, unknown>>;
  readonly plugins: Readonly<Record<string, unknown>>;
}

/**
 * What the server says when it runs with its upstream, and without everything else that a cluster has: the line with
 * these words, or all that it said.
 */
export async function wordsOfServer(
  mesh: MeshUnderTest,
  configuration: string,
  words: RegExp,
): Promise<string> {
  // Short, since paths of sockets end at 107 characters.
  const own = fs.mkdtempSync('/tmp/mtu');
  try {
    const file = path.join(own, 'server.conf');
    fs.writeFileSync(file, alone(configuration, own));
    const { stdout, stderr } = await mesh.components.run('spire-server', ['run', '-config', file], {
      timeoutSeconds: LONGEST_RUN_SECONDS,
      env: { ...variablesOf(mesh, 'spire-server'), ...NOWHERE },
    });
    const lines = `${stdout}${stderr}`.split('\n');
    return lines.find((line) => words.test(line)) ?? lines.join('\n');
  } finally {
    fs.rmSync(own, { recursive: true });
  }
}

/** The configuration with its upstream as it is, and its own files in this folder. */
function alone(configuration: string, folder: string): string {
  const { server, plugins } = JSON.parse(configuration) as Configuration;
  const data = { database_type: 'sqlite3', connection_string: path.join(folder, 'datastore') };
  return JSON.stringify({
    server: {
      ...server,
      bind_address: '127.0.0.1',
      socket_path: path.join(folder, 'api.sock'),
      data_dir: folder,
    },
    plugins: {
      DataStore: { sql: { plugin_data: data } },
      KeyManager: { memory: { plugin_data: {} } },
      NodeAttestor: { join_token: { plugin_data: {} } },
      UpstreamAuthority: plugins['UpstreamAuthority'],
    },
  });
}
