import { succeeded } from '../components/execute';
import type { AcmeServer } from '../components/acme-server';
import { eventually } from '../mesh-under-test/eventually';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { askGateway, certificateOf, issued, rootFile } from './gateway';
import { type Domain, withoutSites, withSites } from './sites';

const BRING_UP_MS = 600_000;
const ISSUE_MS = 240_000;

const WWW: Domain = { name: 'www', host: 'www.edge.example.org', version: 'v1' };
const MOBILE: Domain = { name: 'mobile', host: 'mobile.edge.example.org', version: 'v2' };
const ADDED: Domain = { name: 'added', host: 'added.edge.example.org', version: 'v1' };
const FIRST = [WWW, MOBILE];

const { components, folder } = componentsOfThisRun();
const mesh = new MeshUnderTest(components, withoutSites(components), folder);
let acme: AcmeServer;
let root: string;

async function serve(domains: readonly Domain[], written: string): Promise<void> {
  const environment = withSites(components, acme, domains);
  const served = new MeshUnderTest(components, environment, `${folder}/${written}`);
  process.stderr.write(`   certificates of ${domains.map(({ host }) => host).join(', ')}\n`);
  succeeded('90-ingress', await served.apply('90-ingress'));
  await issued(components, domains);
}

/** Waits until the gateway serves a host over HTTPS with a certificate below the root of the ACME server. */
async function answers({ host, version }: Domain): Promise<void> {
  await eventually(`https://${host} answers`, async () => {
    const outcome = await askGateway({ components, host, scheme: 'https', root });
    const { code, stdout, stderr } = outcome;
    const right = stdout.includes(`helloworld-${version}`) && stdout.includes('\n200 ');
    return (code === 0 && right) || stdout + stderr;
  });
}

beforeAll(async () => {
  await components.up();
  await mesh.bringUp('95-workloads');
  // Without a way in there is no layer after which it starts.
  await mesh.startAll(mesh.gateways);
  acme = await components.acmeServer();
  root = rootFile(folder, acme.root);
  await serve(FIRST, 'two-sites');
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('edge')), BRING_UP_MS);

describe('certificates of an ACME server', () => {
  test.each(FIRST)('$host has one of its own', async (domain) => {
    const certificate = await certificateOf(components, domain);

    expect(certificate.dnsNames).toEqual([domain.host]);
    expect(certificate.issuer).toContain('Pebble');
  });
});

describe('HTTPS', () => {
  test.each(FIRST)('$host answers below the root of the ACME server', async (domain) => {
    await answers(domain);
  });

  test.each(FIRST)('$host is refused by who does not trust that root', async ({ host }) => {
    const { code, stderr } = await askGateway({ components, host, scheme: 'https' });

    expect(stderr).toContain('certificate');
    expect(code).toBe(60);
  });
});

describe('HTTP', () => {
  test.each(FIRST)('$host leads to HTTPS', async ({ host }) => {
    const said = succeeded('curl', await askGateway({ components, host, scheme: 'http' }));

    expect(said).toContain(`\n301 https://${host}/hello`);
  });

  test.each(FIRST)('$host does not redirect what proves it', async ({ host }) => {
    const path = '/.well-known/acme-challenge/none';
    const said = succeeded('curl', await askGateway({ components, host, scheme: 'http', path }));

    expect(said).toContain('\n404 ');
  });
});

describe('a domain that is added later', () => {
  const serials = async (): Promise<readonly string[]> => {
    const certificates = await Promise.all(FIRST.map((each) => certificateOf(components, each)));
    return certificates.map(({ serialNumber }) => serialNumber);
  };

  test(
    'gets a certificate, and no other is issued anew',
    async () => {
      const before = await serials();
      await serve([...FIRST, ADDED], 'three-sites');

      expect((await certificateOf(components, ADDED)).dnsNames).toEqual([ADDED.host]);
      expect(await serials()).toEqual(before);
    },
    ISSUE_MS,
  );

  test.each([...FIRST, ADDED])('$host answers', async (domain) => {
    await answers(domain);
  });
});
