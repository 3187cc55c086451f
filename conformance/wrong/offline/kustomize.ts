import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';

/** A layer that kustomize refuses to build. */
export function refusedByKustomize(mistake: Omit<WrongCase, 'judgedBy' | 'watch'>): WrongCase {
  return {
    ...mistake,
    judgedBy: 'kubectl kustomize 1.36',
    watch: (mesh): Promise<Seen> =>
      inFolder(async (folder) => {
        fs.writeFileSync(path.join(folder, 'kustomization.yaml'), 'resources: [manifests.yaml]\n');
        fs.writeFileSync(path.join(folder, 'manifests.yaml'), mistake.plain);
        const { code, stdout, stderr } = await mesh.components.run('kubectl', [
          'kustomize',
          folder,
        ]);
        if (code === 0) {
          throw new Error(`${mistake.id} was built:\n${stdout}`);
        }
        // The rest is about other ways to read the entry, with the place of the folder.
        const [, said] = /(may not add resource.+?)': must build/.exec(stderr) ?? [];
        if (said === undefined) {
          throw new Error(`it is refused otherwise: ${stderr}`);
        }
        return { verdict: 'refused', said };
      }),
  };
}
