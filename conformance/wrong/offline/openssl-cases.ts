import * as path from 'node:path';
import { certificateIn } from '../../certificates/certificate';
import { succeeded } from '../../components/execute';
import * as fs from 'node:fs';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import { importing } from '../written';
import type { Seen, WrongCase } from '../wrong-case';
import { caCertificate, certificate, ISSUER } from './ca-certificate';
import { inFolder } from './folder';
import { refusalsOf } from './judge';

const topic = 'Certificates and secrets';
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-batch'];

/** Makes a certificate: its key stays in the folder, which does not outlive the test. */
type Make = (
  name: string,
  subject: string,
  extensions: readonly string[],
  issuer?: string,
) => Promise<void>;

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
const LEAF = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'];

/** A CA that nothing can name as its issuer. */
export const CA_WITHOUT_SUBJECT: WrongCase = judgedByOpenssl(
  {
    id: 'ca-without-subject',
    topic,
    mistake: 'A CA has DNS names and an empty subject.',
    written: [
      importing(['IstioCa', 'Lifetime', 'Subject', 'Ttl']),
      '',
      'export const ca = IstioCa.certManager({',
      '  lifetime: Lifetime.of(Ttl.days(30)),',
      "  subject: Subject.of(''),",
      '});',
    ].join('\n'),
    plain: certificate('isCA: true', 'dnsNames: [istiod.istio-system.svc]', ISSUER),
  },
  async (make) => {
    await make('root', '/', [...CA, 'subjectAltName=DNS:istiod.istio-system.svc']);
    await make('leaf', '/CN=cart', LEAF, 'root');
  },
  ['-x509_strict'],
);

/** A certificate of a CA that is none. */
export const NOT_A_CA: WrongCase = judgedByOpenssl(
  {
    id: 'ca-without-is-ca',
    topic,
    mistake: 'The certificate of istiod asks for `cert sign`, and not to be a CA.',
    written: caCertificate('isCA: false'),
    plain: certificate('commonName: istiod.istio-system.svc', 'usages: [cert sign]', ISSUER),
  },
  async (make) => {
    await make('root', '/CN=mesh-root', CA);
    await make(
      'middle',
      '/CN=istiod',
      ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,keyCertSign'],
      'root',
    );
    await make('leaf', '/CN=cart', LEAF, 'middle');
  },
);

/** The webhook takes the Certificate; a chain with one like it is verified. */
function judgedByOpenssl(
  mistake: Omit<WrongCase, 'judgedBy' | 'watch'>,
  chain: (make: Make) => Promise<void>,
  options: readonly string[] = [],
): WrongCase {
  return {
    ...mistake,
    judgedBy: 'webhook of cert-manager 1.21, then OpenSSL 3',
    watch: async (mesh): Promise<Seen> => {
      const refusals = await refusalsOf(mesh, mistake.plain);
      if (refusals.length > 0) {
        throw new Error(`it is refused already: ${refusals.join('; ')}`);
      }
      return inFolder(async (folder) => {
        await chain((...certificate) => makeIn(mesh, folder, ...certificate));
        const said = await verdictOn(mesh, folder, options);
        const how = ['openssl verify', ...options].join(' ');
        return { verdict: 'fails later', said: `the webhook takes it; \`${how}\`: ${said}` };
      });
    },
  };
}

async function makeIn(
  { components }: MeshUnderTest,
  folder: string,
  ...[name, subject, extensions, issuer]: Parameters<Make>
): Promise<void> {
  const file = (of: string, ending: string): string => path.join(folder, `${of}.${ending}`);
  const signedBy =
    issuer === undefined ? [] : ['-CA', file(issuer, 'pem'), '-CAkey', file(issuer, 'key')];
  const args = [
    ...['req', '-x509', '-days', '2', '-subj', subject, ...NEW_KEY],
    ...['-keyout', file(name, 'key'), '-out', file(name, 'pem')],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...signedBy,
  ];
  succeeded(`openssl ${name}`, await components.run('openssl', args));
  certificateIn(fs.readFileSync(file(name, 'pem'), 'utf8'));
}

/** Its own words on the first thing that is wrong; fails if there is nothing. */
async function verdictOn(
  { components }: MeshUnderTest,
  folder: string,
  options: readonly string[],
): Promise<string> {
  const middle = path.join(folder, 'middle.pem');
  const between = fs.existsSync(middle) ? ['-untrusted', middle] : [];
  const trusted = ['-CAfile', path.join(folder, 'root.pem')];
  const args = ['verify', ...options, ...trusted, ...between, path.join(folder, 'leaf.pem')];
  const { code, stdout, stderr } = await components.run('openssl', args);
  const [, ...errors] = /error \d+ at \d+ depth lookup: (.+)/.exec(stdout + stderr) ?? [];
  if (code === 0 || errors[0] === undefined) {
    throw new Error(`it verifies: ${stdout}${stderr}`);
  }
  return errors[0].trim();
}
