import { idOf } from '../mesh-under-test/proxy';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { MUTUAL, SIMPLE } from './environment';
import { expectRefused, letIn } from './curl';
import { STRANGER, STRANGER_TLS } from './outside';

const FOLDER = '/etc/curl/tls';
const ROOT = ['--cacert', `${FOLDER}/ca.crt`];
const CERTIFICATE = ['--cert', `${FOLDER}/tls.crt`, '--key', `${FOLDER}/tls.key`];
/** A certificate of another CA. */
const FOREIGN = ['--cert', `${STRANGER_TLS}/tls.crt`, '--key', `${STRANGER_TLS}/tls.key`];
/** For callers who are to be refused by the server, whatever they think of it. */
const TRUSTING = '--insecure';
const PLAINTEXT_REFUSED = /Connection reset by peer|Empty reply from server/;

/** Each version of TLS, and in which words Envoy refuses. */
const VERSIONS = [
  { version: '1.2', missing: /alert handshake failure/, foreign: /alert unknown ca/ },
  { version: '1.3', missing: /alert certificate required/, foreign: /alert unknown ca/ },
];

/** The sidecars of httpbin end the TLS of callers outside the mesh, and take mesh mTLS beside. */
export function tlsThatEndsAtASidecar(mesh: MeshUnderTest): void {
  const { components } = mesh;
  const outside = { components, workload: MUTUAL.outside };
  const outsideSimple = { components, workload: SIMPLE.outside };
  const stranger = { components, workload: STRANGER };

  describe.each(VERSIONS)('in TLS $version', ({ version, missing, foreign }) => {
    const tls = ['--http1.1', `--tlsv${version}`, '--tls-max', version];
    const mutual = addressOf(MUTUAL);

    test('SIMPLE lets in who trusts the root', async () => {
      const answer = await letIn(outsideSimple, ...tls, ...ROOT, addressOf(SIMPLE));

      // What a caller shows nobody asks for, so that httpbin learns of no caller.
      expect(JSON.parse(answer)).toMatchObject({ path: '/status/200', callers: null });
    });

    test('MUTUAL lets in who shows a certificate, and says whose it is', async () => {
      const answer = await letIn(outside, ...tls, ...ROOT, ...CERTIFICATE, mutual);

      expect(callersOf(answer)).toContain('DNS=curl.httpbin-clients.svc');
    });

    test('MUTUAL refuses who shows no certificate', async () => {
      await expectRefused(outside, missing, ...tls, ...ROOT, mutual);
    });

    test('MUTUAL refuses a certificate of another CA', async () => {
      await expectRefused(stranger, foreign, ...tls, TRUSTING, ...FOREIGN, mutual);
    });
  });

  describe.each([
    { mode: 'SIMPLE', httpbin: SIMPLE },
    { mode: 'MUTUAL', httpbin: MUTUAL },
  ])('beside $mode', ({ httpbin: { host, outside: workload } }) => {
    const caller = { components, workload };

    test.each([8443, 8080])('plaintext from outside is refused on port %s', async (port) => {
      await expectRefused(caller, PLAINTEXT_REFUSED, `http://${host}:${port}/status/200`);
    });

    test('the port of the mesh refuses a certificate of its own root without SPIFFE ID', async () => {
      const asked = ['--tls-max', '1.2', TRUSTING, ...CERTIFICATE, `https://${host}:8080/`];

      await expectRefused(caller, /alert certificate unknown/, ...asked);
    });
  });

  test('the port of the mesh takes a caller of the mesh, whose SPIFFE ID httpbin sees', async () => {
    const inside = { components, workload: MUTUAL.inside };
    const answer = await letIn(inside, 'http://httpbin:8080/status/200');

    expect(callersOf(answer)).toContain(`By=${await idOf(mesh, MUTUAL.server)}`);
    expect(callersOf(answer)).toContain(`URI=${await idOf(mesh, MUTUAL.inside)}`);
  });
}

function addressOf({ host }: { readonly host: string }): string {
  return `https://${host}:8443/status/200`;
}

/** The parts of x-forwarded-client-cert in the answer of a stand-in: a single caller, as the sidecar names it. */
export function callersOf(answer: string): readonly string[] {
  return (JSON.parse(answer) as { readonly callers: string | null }).callers?.split(';') ?? [];
}
