import * as path from 'node:path';
import { certificateIn, secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import type { Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { ISTIOD, MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { chainOf, idOf } from '../mesh-under-test/proxy';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { type Authorities, authoritiesIn } from './authorities';
import { LOOKED_AT, type Mode, MODES } from './modes';

const { components, folder } = componentsOfThisRun();
const RATINGS: Workload = { namespace: LOOKED_AT, kind: 'deployment', name: 'ratings-v1' };
const ROOT_CONFIG_MAP = 'istio-ca-root-cert';
/** istiod dates what it signs back by this much. */
const CLOCK_SKEW_SECONDS = 120;
const LONGEST_BRINGING_UP = 600_000;
let authorities: Authorities;

beforeAll(async () => {
  authorities = await authoritiesIn(path.join(folder, 'authorities'));
  await components.up();
}, LONGEST_BRINGING_UP);
afterAll(() => components.down(logsOf('ca')));

describe.each(MODES)('$title', (mode) => {
  const mesh = new MeshUnderTest(
    components,
    mode.environment,
    path.join(folder, `${MODES.indexOf(mode)}`),
  );
  let root: string;
  let chain: string;

  beforeAll(async () => {
    await forgetEarlier();
    succeeded('00-namespaces', await mesh.apply('00-namespaces'));
    await bringSecret(mode);
    await mesh.installIstio();
    root = await rootOf(mode);
    await eventually('istiod hands out its root', async () => {
      const handedOut = await rootIn(LOOKED_AT);
      return handedOut === root || handedOut;
    });
    succeeded('95-workloads', await mesh.apply('95-workloads'));
    succeeded('ratings', await components.start(RATINGS));
    await eventually('the proxy has a certificate', async () => {
      try {
        chain = await chainOf(components, RATINGS);
        return true;
      } catch (error) {
        return String(error);
      }
    });
  }, LONGEST_BRINGING_UP);

  test('istiod says where it found what it signs with', async () => {
    expect(await components.log(ISTIOD, 'discovery')).toContain(mode.said);
  });

  test('the root in every namespace is the one that was brought, or made', () => {
    expect(certificateIn(root).subject).toBe(mode.rootSubject);
  });

  test('a proxy has a certificate below it, with its identity and the lifetime of the chain', async () => {
    const leaf = certificateIn(chain);
    expect(await verifies(chain, root)).toBe(true);
    expect(leaf.uris).toEqual([await idOf(mesh, RATINGS)]);
    expect(secondsOf(leaf) - CLOCK_SKEW_SECONDS).toBe(lifetimeOf(mode, 'istiod-workloads'));
  });

  if (mode.ownRoot !== undefined) {
    test('the root lives as long as the chain says', () => {
      expect(secondsOf(certificateIn(root))).toBe(lifetimeOf(mode, 'istiod'));
    });
  }
});

/** istiod looks for what an earlier one has made. */
async function forgetEarlier(): Promise<void> {
  const secrets = ['delete', 'secret', '--ignore-not-found', 'cacerts', 'istio-ca-secret'];
  await components.run('kubectl', ['-n', ISTIOD.namespace, ...secrets]);
  const pods = ['-n', LOOKED_AT, 'delete', 'deployment', '--all', '--wait=false'];
  await components.run('kubectl', pods);
}

async function bringSecret({ files }: Mode): Promise<void> {
  const stringData = files(authorities);
  if (stringData !== undefined) {
    const metadata = { name: 'cacerts', namespace: ISTIOD.namespace };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
    const input = JSON.stringify(secret);
    succeeded('cacerts', await components.run('kubectl', ['apply', '-f', '-'], { input }));
  }
}

async function rootOf({ ownRoot }: Mode): Promise<string> {
  if (ownRoot === undefined) {
    return authorities.root;
  }
  const [secret, key] = ownRoot;
  const text = await secretTexts(components, ISTIOD.namespace, secret);
  return text(key);
}

async function rootIn(namespace: string): Promise<string> {
  const asked = ['-n', namespace, 'get', 'configmap', ROOT_CONFIG_MAP, '-o', 'json'];
  const { code, stdout, stderr } = await components.run('kubectl', asked);
  if (code !== 0) {
    return stderr;
  }
  const { data } = JSON.parse(stdout) as { readonly data: Readonly<Record<string, string>> };
  return data['root-cert.pem'] ?? '';
}

function lifetimeOf({ environment }: Mode, id: string): number | undefined {
  return environment.chain.nodes.find((node) => node.id === id)?.duration.inSeconds;
}
