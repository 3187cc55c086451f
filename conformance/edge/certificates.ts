import type { AcmeServer } from '../components/acme-server';
import { type Certificate, haveOneKey } from '../certificates/certificate';
import { succeeded } from '../components/execute';
import { eventually } from '../mesh-under-test/eventually';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { askGateway, rootFile, servedFor } from './gateway';
import { certificateOf, issued, renewed, serialsOf } from './issuance';
import { type Domain, withSites } from './sites';

const BRING_UP_MS = 300_000;
const ISSUE_MS = 240_000;

const WWW = domain('www', 'v1', 'Ingress');
const MOBILE = domain('mobile', 'v2', 'Ingress');
const ROUTED = domain('routed', 'v2', 'HTTPRoute');
const FIRST = [WWW, MOBILE, ROUTED];
const ADDED = [domain('added', 'v1', 'Ingress'), domain('routed-later', 'v1', 'HTTPRoute')];
const ALL = [...FIRST, ...ADDED];
const RENEWED = [WWW, ROUTED];
const KEPT = ALL.filter((each) => !RENEWED.includes(each));

function domain(name: string, version: Domain['version'], provedBy: Domain['provedBy']): Domain {
  return { name, host: `${name}.edge.example.org`, version, provedBy };
}

/** HTTPS with certificates that cert-manager gets by HTTP-01 through the running gateway, in both APIs. */
export function certificatesOfTheGateway(mesh: MeshUnderTest, folder: string): void {
  const { components } = mesh;
  let acme: AcmeServer;
  let root: string;

  beforeAll(async () => {
    acme = await components.acmeServer();
    root = rootFile(folder, acme.root);
    const served = serving(FIRST, 'first-sites');
    process.stderr.write('   the CRDs of the Gateway API, and cert-manager told of them\n');
    succeeded('10-crds', await served.apply('10-crds'));
    await components.enableGatewayApi();
    await mesh.certManagerReady();
    await certified(served, FIRST);
  }, BRING_UP_MS);

  test.each(FIRST)('$host has one of its own, proved by $provedBy', async (domain) => {
    const certificate = await certificateOf(components, domain);

    expect(certificate.dnsNames).toEqual([domain.host]);
    expect(certificate.issuer).toContain('Pebble');
  });

  test.each(FIRST)('$host answers below the root of the ACME server', async (domain) => {
    await answers(domain);
  });

  test.each(FIRST)('$host is refused by who does not trust that root', async ({ host }) => {
    const { code, stderr } = await askGateway({ components, host, scheme: 'https' });

    expect(stderr).toContain('certificate');
    expect(code).toBe(60);
  });

  test.each(FIRST)('plain HTTP of $host leads to HTTPS', async ({ host }) => {
    const said = succeeded('curl', await askGateway({ components, host, scheme: 'http' }));

    expect(said).toContain(`\n301 https://${host}/hello`);
  });

  // An HTTPRoute redirects this, too, while nothing is to be proved: the route of a challenge ranks before it.
  test.each([WWW, MOBILE])(
    'plain HTTP of $host leads nobody away who proves it',
    async (domain) => {
      const { host } = domain;
      const path = '/.well-known/acme-challenge/none';
      const said = succeeded('curl', await askGateway({ components, host, scheme: 'http', path }));

      expect(said).toContain('\n404 ');
    },
  );

  test(
    'domains that are added later get their own, and no other is issued anew',
    async () => {
      const before = await serialsOf(components, FIRST);
      await certified(serving(ALL, 'all-sites'), ALL);

      const added = await Promise.all(ADDED.map((each) => certificateOf(components, each)));
      expect(added.map(({ dnsNames }) => dnsNames)).toEqual(ADDED.map(({ host }) => [host]));
      expect(await serialsOf(components, FIRST)).toEqual(before);
      await Promise.all(ALL.map(answers));
    },
    ISSUE_MS,
  );

  test(
    'a renewed one is shown by the gateway, with another key, and no other is issued anew',
    async () => {
      const before = await serialsOf(components, KEPT);
      const renewals = await Promise.all(RENEWED.map(renewal));

      for (const { old, shown } of renewals) {
        expect(shown.dnsNames).toEqual(old.dnsNames);
        expect(shown.serialNumber).not.toBe(old.serialNumber);
        expect(haveOneKey(shown, old)).toBe(false);
      }
      expect(await serialsOf(components, KEPT)).toEqual(before);
      await Promise.all(ALL.map(answers));
    },
    ISSUE_MS,
  );

  /** The same mesh, with these domains. */
  function serving(domains: readonly Domain[], written: string): MeshUnderTest {
    const environment = withSites(components, acme, domains);
    return new MeshUnderTest(components, environment, `${folder}/${written}`);
  }

  async function certified(served: MeshUnderTest, domains: readonly Domain[]): Promise<void> {
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

  /** What the gateway shows before a renewal, and what it shows once it has taken notice of it. */
  async function renewal(domain: Domain): Promise<{ old: Certificate; shown: Certificate }> {
    const old = await servedFor(components, domain.host);
    await renewed(components, domain);
    const { serialNumber } = await certificateOf(components, domain);
    let shown = old;
    await eventually(`${domain.host} shows its new certificate`, async () => {
      shown = await servedFor(components, domain.host);
      return shown.serialNumber === serialNumber || shown.serialNumber;
    });
    return { old, shown };
  }
}
