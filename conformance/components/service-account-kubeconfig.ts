import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Components, Workload } from './components';
import { kubectl } from './kubectl';

/** A file in this folder with which somebody is the ServiceAccount that is called as this workload. */
export async function serviceAccountKubeconfig(
  components: Components,
  folder: string,
  { namespace, name }: Workload,
): Promise<string> {
  const asked = ['-n', namespace, 'create', 'token', name, '--duration=8h'];
  const token = (await kubectl(components, ...asked)).trim();
  const admin = await kubectl(components, 'config', 'view', '--raw', '-o', 'json');
  const { users, ...others } = JSON.parse(admin) as { users: { readonly name: string }[] };
  const file = path.join(folder, `${name}.kubeconfig`);
  const owned = users.map((user) => ({ name: user.name, user: { token } }));
  fs.writeFileSync(file, JSON.stringify({ ...others, users: owned }), { mode: 0o600 });
  return file;
}
