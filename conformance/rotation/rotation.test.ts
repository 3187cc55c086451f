import * as fs from 'node:fs';
import { Ttl } from '../../src/index';
import { secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import type { Workload } from '../components/components';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { ISTIOD, MeshUnderTest, SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { type CaCerts, cacertsOf, istiodPods, servedByIstiod } from './cacerts';
import { gapLine, gapsOf } from './gap';
import { LeafWatch, lives, verifiedLeaves } from './leaf-watch';
import {
  BY_ISTIOD,
  BY_ISTIOD_AFTER,
  BY_SPIRE,
  FROM_OUTSIDE,
  INGRESS,
  PRODUCTPAGE,
  wrongNameOf,
} from './probers';
import { Probing } from './probing';
import { between, tlsCount, type Upstreams, upstreamsOf } from './proxy-state';
import { PROBED, rotatedEnvironment } from './rotated-environments';

const LAYER = '40-istiod-ca';
const OF_SPIRE: readonly Workload[] = [INGRESS, PRODUCTPAGE, BY_SPIRE.workload];
/** Who asks whom in which namespace. */
const ASKING: readonly (readonly [Workload, string])[] = [
  [INGRESS, 'bookinfo'],
  [PRODUCTPAGE, 'bookinfo'],
  [BY_SPIRE.workload, PROBED],
  [BY_ISTIOD.workload, PROBED],
];
/** Requests whose connection was made just before counting began, at most. */
const IN_FLIGHT = 4;
/** What Envoy counts when it does not take the certificate of the other side, or asks for none. */
const NEVER = ['fail_verify_error', 'fail_verify_san', 'fail_verify_no_cert', 'session_reused'];

const { components, folder } = componentsOfThisRun();
const mesh = meshWith(Ttl.hours(1440));
const changed = meshWith(Ttl.hours(720));
const probing = new Probing(mesh);
const watch = new LeafWatch(components, [...OF_SPIRE, BY_ISTIOD.workload]);
let old: CaCerts;
let renewed: CaCerts;
let countedBefore: readonly Upstreams[];

function meshWith(istiodCa: Ttl): MeshUnderTest {
  const environment = rotatedEnvironment(components, istiodCa);
  return new MeshUnderTest(components, environment, `${folder}/${istiodCa.toString()}`);
}

function counted(): Promise<readonly Upstreams[]> {
  return Promise.all(ASKING.map(([asking, asked]) => upstreamsOf(components, asking, asked)));
}

function say(line: string): void {
  process.stderr.write(`   ${line}\n`);
}

beforeAll(async () => {
  await components.up();
  await mesh.bringUp('95-workloads');
  say('the probers');
  await probing.prepare();
  await probing.start([FROM_OUTSIDE, BY_SPIRE, BY_ISTIOD]);
  old = await cacertsOf(components);
  countedBefore = await counted();
  watch.start();
}, 600_000);
afterAll(async () => {
  await watch.stop().finally(() => components.down(logsOf('rotation')));
});

test('one line of the output changes', () => {
  const [before = [], after = []] = [mesh, changed].map((each) =>
    fs.readFileSync(each.file(LAYER, 'manifests.k8s.yaml'), 'utf8').split('\n'),
  );
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, index) => line !== before[index])).toEqual(['  duration: 720h']);
});

test('cert-manager issues cacerts again, below the same root', async () => {
  expect(secondsOf(old.certificate)).toBe(Ttl.hours(1440).inSeconds);
  succeeded(LAYER, await changed.apply(LAYER));
  await eventually('cacerts has a new certificate', async () => {
    renewed = await cacertsOf(components);
    const { serialNumber } = renewed.certificate;
    return serialNumber !== old.certificate.serialNumber || serialNumber;
  });
  expect(secondsOf(renewed.certificate)).toBe(Ttl.hours(720).inSeconds);
  expect(renewed.certificate.subjectKeyId).not.toBe(old.certificate.subjectKeyId);
  expect(renewed.root).toBe(old.root);
});

test('istiod takes it without a restart', async () => {
  const pods = await istiodPods(components);
  const log = await components.log(ISTIOD, 'discovery');
  await components.refreshVolumes(ISTIOD);
  await eventually('istiod says that it has it', async () => {
    const said = (await components.log(ISTIOD, 'discovery')).slice(log.length);
    return said.includes('has detected the newly added intermediate CA') || said;
  });
  expect(await istiodPods(components)).toBe(pods);
  // A process that was started again would have begun its log again.
  expect((await components.log(ISTIOD, 'discovery')).startsWith(log)).toBe(true);
}, 300_000);

test('what istiod signs from then on hangs below it, and both kinds below one root', async () => {
  await probing.start([BY_ISTIOD_AFTER]);
  watch.add(BY_ISTIOD_AFTER.workload);
  await eventually('its leaf is seen', () =>
    Promise.resolve(watch.of(BY_ISTIOD_AFTER.workload).length > 0 || 'none'),
  );
  const issuers = [BY_ISTIOD, BY_ISTIOD_AFTER].map(({ workload }) =>
    watch.of(workload).map(({ authorityKeyId }) => authorityKeyId),
  );
  expect(issuers).toEqual([[old.certificate.subjectKeyId], [renewed.certificate.subjectKeyId]]);
  for (const { chain } of watch.seen.filter(lives)) {
    expect(await verifies(chain, old.root)).toBe(true);
  }
});

test('istiod answers proxies with a certificate of the new one, which ends no later', async () => {
  const served = await servedByIstiod(components);
  const ends = served.notAfter.toISOString();
  say(`istiod serves until ${ends}, its CA until ${renewed.certificate.notAfter.toISOString()}`);
  expect(served.authorityKeyId).toBe(renewed.certificate.subjectKeyId);
  expect(served.notAfter.getTime()).toBeLessThanOrEqual(renewed.certificate.notAfter.getTime());
});

test('SPIRE prepares a new CA under cert-manager and signs with it', async () => {
  say('waiting for SPIRE to sign with the CA that it prepares');
  const issuersOf = (workload: Workload): number =>
    new Set(watch.of(workload).map(({ authorityKeyId }) => authorityKeyId)).size;
  const twoEach = (): true | string => {
    const issuers = OF_SPIRE.map(issuersOf);
    return issuers.every((count) => count > 1) || `issuers: ${issuers.join(', ')}`;
  };
  await eventually('proxies have SVIDs of two CAs', () => Promise.resolve(twoEach()), 420);
  const log = await components.log(SPIRE_SERVER, 'spire-server');
  for (const said of [/X509 CA prepared/g, /X509 CA activated/g]) {
    expect(log.match(said)?.length).toBeGreaterThan(1);
  }
  const oldest = OF_SPIRE.map((workload) => watch.of(workload)[0]?.authorityKeyId);
  await eventually('no SVID of the CA before lives', () => {
    const left = watch.seen.filter(lives).map(({ leaf }) => leaf.authorityKeyId);
    return Promise.resolve(!oldest.some((id) => left.includes(id)) || left.join(', '));
  });
}, 600_000);

test('no verification failed meanwhile', async () => {
  await watch.stop();
  const countedAfter = await counted();
  const ofLeaves = gapsOf(watch.verifications);
  say(gapLine(`openssl, of ${watch.seen.length} leaves`, ofLeaves));
  expect(ofLeaves).toMatchObject({ failed: 0, largestGap: 0 });
  expect(new Set(watch.verifications.map(({ leaf }) => leaf.pem)).size).toBe(watch.seen.length);
  for (const prober of probing.probers) {
    const { gaps, notMade } = await probing.seenBy(prober);
    say(`${gapLine(prober.workload.name, gaps)}; ${notMade.length} requests not made`);
    expect(notMade).toEqual([]);
    expect(gaps).toMatchObject({ failed: 0, largestGap: 0 });
    expect(gaps.largestPause).toBeLessThan(10);
  }
  for (const [index, after] of countedAfter.entries()) {
    const { connections, requests, failures } = between(countedBefore[index] ?? after, after);
    const [asking, asked] = ASKING[index] ?? [];
    say(
      `${asking?.name} in ${asked}: ${requests} requests, ${connections} handshakes, ${failures} failed at first`,
    );
    expect(requests).toBeGreaterThan(0);
    expect(connections + IN_FLIGHT).toBeGreaterThanOrEqual(requests);
    expect(failures).toBe(0);
  }
});

test.each([BY_SPIRE, BY_ISTIOD, BY_ISTIOD_AFTER].map(({ workload }) => workload))(
  'every handshake of $name was a whole one, and refused nobody',
  async (workload) => {
    const counts = await Promise.all(NEVER.map((name) => tlsCount(components, workload, name)));
    expect(counts).toEqual(NEVER.map(() => 0));
    expect(await tlsCount(components, workload, 'handshake')).toBeGreaterThan(0);
  },
);

test('the probers see a certificate that is refused', async () => {
  const start = Date.now() / 1000;
  succeeded('a wrong name', await mesh.applied(wrongNameOf(BY_ISTIOD)));
  await eventually('by-spire refuses by-istiod', async () => {
    const requests = await probing.requests(BY_SPIRE, start);
    const refusals = requests.map(({ refusal }) => refusal);
    return refusals.filter((refusal) => refusal?.includes('CERTIFICATE_VERIFY_FAILED')).length > 2
      ? true
      : JSON.stringify(refusals.slice(-3));
  });
  const { gaps } = await probing.seenBy(BY_SPIRE, start);
  say(gapLine('by-spire, which wants somebody else', gaps));
  expect(gaps.largestGap).toBeGreaterThan(0.5);
});

test('openssl refuses the leaves below a root of somebody else', async () => {
  const said = await verifiedLeaves(watch.seen, { nobody: watch.seen[0]?.leaf.pem ?? '' });
  expect(gapsOf(said).failed).toBe(said.length);
});

test('a prober that made no verification says so', () => {
  expect(() => gapsOf([])).toThrow('a prober has made no verification');
});
