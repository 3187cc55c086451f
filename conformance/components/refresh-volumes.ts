import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Components, Workload } from './components';
import { got, selectorOf } from './kubectl';

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly uid: string };
    readonly spec: {
      readonly volumes: readonly {
        readonly name: string;
        readonly secret?: { readonly secretName: string };
        readonly configMap?: { readonly name: string };
      }[];
    };
  }[];
}

/** What a kubelet does within a minute and a half, for Pods that have none: their volumes are in this folder. */
export async function refreshVolumes(
  components: Components,
  volumes: string,
  workload: Workload,
): Promise<void> {
  const { namespace } = workload;
  const selector = await selectorOf(components, workload);
  const { items } = await got<Pods>(components, '-n', namespace, 'pod', '-l', selector);
  for (const pod of items) {
    for (const { name: volume, secret, configMap } of pod.spec.volumes) {
      const source = secret?.secretName ?? configMap?.name;
      if (source !== undefined) {
        const kindOfSource = secret === undefined ? 'configmap' : 'secret';
        const found = await components.run('kubectl', [
          ...['-n', namespace, 'get', kindOfSource, source, '-o', 'json', '--ignore-not-found'],
        ]);
        const folder = path.join(volumes, pod.metadata.uid, volume);
        writeFiles(folder, found.stdout, secret === undefined ? 'utf8' : 'base64');
      }
    }
  }
}

function writeFiles(folder: string, source: string, encoding: 'base64' | 'utf8'): void {
  if (source === '') {
    return;
  }
  const { data = {} } = JSON.parse(source) as { readonly data?: Readonly<Record<string, string>> };
  for (const [key, value] of Object.entries(data)) {
    const content = Buffer.from(value, encoding);
    const file = path.join(folder, key);
    if (fs.existsSync(file) && !fs.readFileSync(file).equals(content)) {
      fs.writeFileSync(file, content);
    }
  }
}
