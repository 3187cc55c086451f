import * as fs from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import { filesOf } from '../../src/delivery/files';
import { environments } from '../../src/environments/all';
import { Environment } from '../../src/stack/environment';
import { MeshTrustError } from '../../src/trust/mesh-trust-error';
import { certificatesTable } from './certificates';
import { evaluate, evaluateChanged } from './evaluate';
import { installers } from './installers';
import { issuers } from './issuers';
import { permissions } from './permissions';
import { fenced, lastFence, type RegionWriter } from './regions';
import { prerequisitesOfEnvironment, secretManifest } from './secrets';
import { versions } from './versions';
import { whyTyped } from './why-typed';

const CONTEXT_LINES = 4;

/** What is shown of an environment, whoever signs for its workloads. */
type Rendering = Pick<Environment, 'render' | 'chain'>;

/** Everything that a page can ask for, by the first word of the directive. */
export const WRITERS: Readonly<Record<string, RegionWriter>> = {
  tree: (name) => fenced('text', rendered(name).chain.tree),
  mermaid: (name) => fenced('mermaid', rendered(name).chain.mermaid),
  diagram: (_, above) => fenced('mermaid', environmentAbove(above).render().chain.mermaid),
  certificates: (_, above) => certificatesTable(environmentAbove(above).chain),
  source: (file) => fenced('ts', fs.readFileSync(file, 'utf8')),
  output: (file) => fenced('yaml', fileOf(file)),
  object: (object, above) => fenced('yaml', objectOf(environmentAbove(above), object)),
  chain: (_, above) => fenced('text', environmentAbove(above).render().chain.tree),
  upstream: (_, above) => fenced('json', upstreamOf(environmentAbove(above))),
  file: (file, above) => fenced('yaml', contentOf(environmentAbove(above), file)),
  refusal: (_, above) => fenced('text', refusalOf(lastFence('ts', above))),
  diff: (argument) => fenced('diff', diffOf(argument)),
  prerequisites: prerequisitesOfEnvironment,
  secret: secretManifest,
  grants: permissions,
  issuers,
  mistakes: whyTyped,
  installers,
  versions,
};

function rendered(name: string): ReturnType<Environment['render']> {
  const environment = environments.find((each) => each.name === name);
  if (environment === undefined) {
    throw new Error(`there is no environment ${name}`);
  }
  return environment.render();
}

function contents(environment: Rendering): Map<string, string> {
  return new Map(filesOf(environment.render()).map((file) => [file.path, file.content]));
}

function fileOf(file: string): string {
  return fs.readFileSync(`dist/${file}`, 'utf8');
}

function environmentAbove(above: string): Rendering {
  return environmentIn(evaluate(lastFence('ts', above), `${process.cwd()}/docs.ts`));
}

function environmentIn(exported: Readonly<Record<string, unknown>>): Rendering {
  const found = Object.values(exported).find(
    (value): value is Rendering => value instanceof Environment,
  );
  if (found === undefined) {
    throw new Error('the block above exports no Environment');
  }
  return found;
}

/** The documents `Kind/name Kind/name …` as they are written. */
function objectOf(environment: Rendering, objects: string): string {
  const documents = [...contents(environment).values()].flatMap((text) => text.split(/^---\n/m));
  return objects
    .split(' ')
    .map((object) => {
      const [kind = '', name = ''] = object.split('/');
      const found = documents.find(
        (text) => text.includes(`\nkind: ${kind}\n`) && text.includes(`\n  name: ${name}\n`),
      );
      if (found === undefined) {
        throw new Error(`there is no ${object}`);
      }
      return found.replace(/^#.*\n/gm, '').trim();
    })
    .join('\n---\n');
}

/** What server.conf says of who signs the CA of SPIRE. */
function upstreamOf(environment: Rendering): string {
  const { layers } = environment.render();
  const texts = layers.flatMap(({ objects }) =>
    objects.map(
      ({ data }) => (data as Readonly<Record<string, string>> | undefined)?.['server.conf'],
    ),
  );
  const { plugins } = JSON.parse(texts.find((text) => text !== undefined) ?? '') as {
    readonly plugins: Readonly<Record<string, unknown>>;
  };
  return JSON.stringify({ UpstreamAuthority: plugins['UpstreamAuthority'] }, undefined, 2);
}

/** A file of the environment above, without its head. */
function contentOf(environment: Rendering, file: string): string {
  const content = contents(environment).get(file);
  if (content === undefined) {
    throw new Error(`there is no ${file}`);
  }
  return content.replace(/^#.*\n/gm, '');
}

/** What is said when the block is refused. */
function refusalOf(source: string): string {
  try {
    environmentIn(evaluate(source, `${process.cwd()}/docs.ts`)).render();
  } catch (error) {
    if (error instanceof MeshTrustError) {
      return error.message;
    }
    throw error;
  }
  throw new Error('the block above is not refused');
}

/** `dev: <text> => <other text>`: what the change of one text in its file changes in the output. */
function diffOf(argument: string): string {
  const [, name = '', from = '', to = ''] = /^(\S+): (.+) => (.+)$/.exec(argument) ?? [];
  const before = contents(
    environmentIn(evaluateChanged(`src/environments/${name}.ts`, from, from)),
  );
  const after = contents(environmentIn(evaluateChanged(`src/environments/${name}.ts`, from, to)));
  const patches = [...new Set([...before.keys(), ...after.keys()])]
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) =>
      createTwoFilesPatch(
        `dist/${file}`,
        `dist/${file}`,
        before.get(file) ?? '',
        after.get(file) ?? '',
        '',
        '',
        {
          context: CONTEXT_LINES,
        },
      ).replace(/^Index: .*\n=+\n/, ''),
    );
  return patches.join('').replace(/\t$/gm, '');
}
