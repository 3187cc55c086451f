import * as path from 'node:path';
import { secondsOf } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { kubectl } from '../components/kubectl';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { ACCEPTED_WHEN_APPLIED, stale, unlisted } from '../schema/accepted';
import { subjectsToApply } from '../schema/subjects';
import { expectedRequests, readiness, requested } from './acme-requests';
import { applied, linesFor, objectsOfStep, removeWebhook, settled, tried } from './applying';
import { expectedCertificates, relativeNames, writtenCertificates } from './expected-certificates';
import { issuedIn } from './issued';
import { ISTIO, stepsOf, TOO_EARLY, WEBHOOK_REMOVED } from './steps';

const STEP_SECONDS = 360;

const { components, folder } = componentsOfThisRun();
const warnings: string[] = [];

describe.each(subjectsToApply(components))('$title', ({ environment }) => {
  const steps = stepsOf(environment);
  const requests = expectedRequests(environment);
  let mesh: MeshUnderTest;

  beforeAll(async () => {
    await components.up();
    mesh = new MeshUnderTest(components, environment, path.join(folder, environment.name));
  }, 180_000);
  afterAll(() => components.down(path.join(logsOf('cluster'), environment.name)), 600_000);

  describe.each(steps)('%s', (step) => {
    const early = TOO_EARLY.filter(
      (row) => row.step === step && (row.tried === ISTIO || steps.includes(row.tried)),
    );
    if (early.length > 0) {
      test.each(early)('$kind of $tried is refused before it', async (row) => {
        const { code, stdout, stderr } = await tried(mesh, row);
        expect({ refused: code !== 0, stdout }).toEqual({ refused: true, stdout: '' });
        expect(stderr).toMatch(row.words);
      });
    }

    if (step === WEBHOOK_REMOVED) {
      test('the webhook that layer 50 wrote is there to be removed', async () => {
        expect(await removeWebhook(mesh)).toContain('spire-controller-manager-webhook');
      });
      return;
    }

    test(
      'every object is accepted the first time',
      async () => {
        const objects = await objectsOfStep(mesh, step);
        const { code, stdout, stderr } = await applied(mesh, objects);
        const said = stderr.split('\n').filter((line) => line !== '');
        warnings.push(...said);
        expect({ code, said: unlisted(said, ACCEPTED_WHEN_APPLIED) }).toEqual({
          code: 0,
          said: [],
        });
        expect(stdout.trim().split('\n').sort()).toEqual([...linesFor(objects)].sort());
        await settled(mesh, step);
      },
      STEP_SECONDS * 1000,
    );
  });

  describe('what cert-manager issued', () => {
    const expected = expectedCertificates(environment);

    test('every Certificate that it signs itself is Ready, and the chain has each of them', async () => {
      const template = '{range .items[*]}{.metadata.namespace}/{.spec.secretName} {end}';
      const asked = ['get', 'certificates', '-A', '-o', `jsonpath=${template}`];
      const said = succeeded(asked.join(' '), await components.run('kubectl', asked));
      const places = [...expected, ...requests].map(
        ({ secret: { namespace, name } }) => `${namespace}/${name}`,
      );
      expect(said.trim().split(' ').sort()).toEqual(places.sort());
      expect(writtenCertificates(environment)).toHaveLength(places.length);
      const signed = writtenCertificates(environment).filter(
        ({ metadata: { name, namespace } }) =>
          !requests.some((each) => each.name === name && each.secret.namespace === namespace),
      );
      for (const { metadata } of signed) {
        const certificate = ['-n', metadata.namespace ?? '', `certificate/${metadata.name}`];
        await kubectl(components, 'wait', '--for=condition=Ready', '--timeout=60s', ...certificate);
      }
    });

    describe.each(expected)('$id in $secret.namespace/$secret.name', (model) => {
      test('says what the model says', async () => {
        const { certificate, key } = await issuedIn(components, model.secret);
        const { isCa, pathLength, dnsNames, uris, keyUsages, extendedKeyUsages } = certificate;
        expect({
          ...{ isCa, pathLength, dnsNames, uris, keyUsages, extendedKeyUsages },
          subject: relativeNames(certificate.subject),
          issuer: relativeNames(certificate.issuer),
        }).toEqual(model.names);
        expect(key).toBe(model.key);
      });

      test('lives as long as the chain says, to the second', async () => {
        const { certificate } = await issuedIn(components, model.secret);
        expect(Math.abs(secondsOf(certificate) - model.seconds)).toBeLessThanOrEqual(1);
      });

      test('names the key of its issuer, and has its own', async () => {
        const own = await issuedIn(components, model.secret);
        const issuer = await issuedIn(components, model.issuerSecret);
        expect(own.hasItsKey).toBe(true);
        const { isCa, subjectKeyId, authorityKeyId } = own.certificate;
        // cert-manager gives one to authorities alone.
        if (isCa) {
          expect(subjectKeyId).toMatch(/^[0-9a-f]{40}$/i);
        }
        // A root may leave out whose key signed it: its own.
        const named = authorityKeyId ?? (model.isRoot ? subjectKeyId : 'nobody');
        expect(named).toBe(issuer.certificate.subjectKeyId);
      });

      test('verifies against the root, which is in ca.crt', async () => {
        const own = await issuedIn(components, model.secret);
        const { chain } = await issuedIn(components, model.rootSecret);
        expect(own.ca).toBe(chain);
        expect(await verifies(own.chain, chain)).toBe(true);
      });
    });
  });

  if (requests.length > 0) {
    describe.each(requests)(
      'what $issuer.name is asked for $secret.namespace/$secret.name',
      (model) => {
        test('is what the model says', async () => {
          const { issuer, dnsNames } = model;
          expect(await requested(components, model)).toEqual({ issuer, dnsNames });
        });

        test('is signed by nobody else while that has no account', async () => {
          const { name, kind } = model.issuer;
          const issuer = await readiness(components, kind, name);
          process.stderr.write(`   ${kind} ${name}: ${issuer.reason}: ${issuer.message}\n`);
          const [missing] = model.prerequisites;
          expect(issuer).toMatchObject(
            missing === undefined
              ? { status: 'False', reason: 'ErrRegisterACMEAccount' }
              : { status: 'False', message: expect.stringContaining(notFound(missing)) as string },
          );
          const certificate = ['-n', model.secret.namespace, 'certificate', model.name];
          expect((await readiness(components, ...certificate)).status).toBe('False');
        });
      },
    );
  }
});

/** What cert-manager says of a Secret that is not there. */
function notFound(secret: string): string {
  return `secrets "${secret.replace('Secret/', '')}" not found`;
}

test('every accepted warning is still there', () => {
  expect(stale(warnings, ACCEPTED_WHEN_APPLIED)).toEqual([]);
});
