import * as fs from 'node:fs';
import * as path from 'node:path';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';

const KUBERNETES = 'kube-apiserver 1.36';

/** A mistake that the API server or a webhook is asked about, as a user applies it. */
export type Applied = Omit<WrongCase, 'judgedBy' | 'watch'> & {
  /** @default - the API server alone */
  readonly judgedBy?: string;
};

/** The verdict on the lines that the reader sees. */
export function applied(mistake: Applied): WrongCase {
  return {
    judgedBy: KUBERNETES,
    ...mistake,
    watch: async (mesh): Promise<Seen> => {
      const refusals = await refusalsOf(mesh, mistake.plain);
      if (refusals.length === 0) {
        throw new Error(`${mistake.id} was taken: look for what comes of it`);
      }
      return { verdict: 'refused', said: refusals.join('; ') };
    },
  };
}

/** What the API server and the webhooks say against these documents; nothing when they take them. */
export function refusalsOf(mesh: MeshUnderTest, manifests: string): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'manifests.yaml');
    fs.writeFileSync(file, manifests);
    const { code, stdout, stderr } = await mesh.components.run('judge', [file]);
    const verdicts = stdout.split(/^(?=(?:ok {2}|FAIL|warn) )/m);
    const refusals = verdicts
      .filter((verdict) => verdict.startsWith('FAIL '))
      .map((verdict) => wordsOf(verdict.replaceAll(file, 'manifests.yaml')));
    // Where nothing could judge: that is no consent.
    if ((code === 0) !== (refusals.length === 0) || stdout.includes('decoded strictly only')) {
      throw new Error(`exit code ${code}\n${stdout}${stderr}`);
    }
    return refusals;
  });
}

/** Without the name of the object, and without who passed it on. */
function wordsOf(verdict: string): string {
  return (
    verdict
      .replace(/^FAIL \S+ \S*\/\S*: /, '')
      .replace(/^FAIL /, '')
      .replace(/^Error from server[^:]*: error when creating "[^"]*": /, '')
      .replace(/^admission webhook "[^"]*" denied the request: /, '')
      .replace(/\s+/g, ' ')
      // The expression says again what stands before it, and reads as a link in Markdown.
      .replace(/ \(e\.g\. .*, regex used for validation is '.*?'\)/g, '')
      .trim()
  );
}
