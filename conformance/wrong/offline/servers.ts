import * as fs from 'node:fs';
import * as path from 'node:path';
import { certificateIn, secondsOf } from '../../certificates/certificate';
import { type Outcome, succeeded } from '../../components/execute';
import { environmentWith, importing } from '../written';
import type { Seen, WrongCase } from '../wrong-case';
import { inFolder } from './folder';
import { type Changed, complaints, type RunningServer, serverConfig, whileServing } from './spire';
import { endsTheServer, plainly } from './spire-cases';

const judgedBy = 'SPIRE server 1.10.4';
const PORT = 28_082;
const HOURS = 3600;
const ID = 'spiffe://mesh.example.com/ns/shop/sa/cart';

const LONG_LIVED: Changed = { server: { ca_ttl: '2h', default_x509_svid_ttl: '12h' } };

/** What a SPIRE server does when it runs. */
export const SERVER_CASES: readonly WrongCase[] = [
  {
    id: 'svid-outlives-the-ca-of-spire',
    topic: 'Lifetimes',
    mistake: 'SVIDs live longer than the CA of SPIRE that signs them.',
    written: environmentWith({ spire: '{ caTtl: Ttl.hours(2), x509SvidTtl: Ttl.hours(12) }' }),
    plain: plainly(LONG_LIVED),
    judgedBy,
    watch: (mesh) =>
      inFolder(async (folder): Promise<Seen> => {
        const run = await whileServing(mesh, folder, serverConfig(folder, PORT, LONG_LIVED), mint);
        const seconds = secondsOf(
          certificateIn(fs.readFileSync(path.join(folder, 'svid.pem'), 'utf8')),
        );
        const [warning = 'no warning'] = complaints(run, folder);
        const [first = ''] = warning.split(' Please');
        return {
          verdict: 'silently wrong',
          said: `it starts and warns: ${first} An SVID that it mints lives ${Math.round(seconds / HOURS)}h, not 12h`,
        };
      }),
  },
  endsTheServer({
    id: 'socket-path-too-long',
    topic: 'Sockets and injection',
    mistake: 'The path of a socket is longer than Linux binds.',
    written: environmentWith({
      spire: `{ socket: WorkloadSocket.failClosed({ folder: '/tmp/${'s'.repeat(110)}' }) }`,
      imports: ['WorkloadSocket'],
    }),
    changed: { server: { socket_path: `/tmp/${'s'.repeat(110)}/spire-agent.sock` } },
  }),
  refusedEntry(
    {
      id: 'entry-of-another-trust-domain',
      mistake: 'A workload is registered in another trust domain than that of its server.',
      written: `${importing(['SpiffeId'])}\n\nexport const id = SpiffeId.forServiceAccount('other.example.com', 'shop', 'cart');`,
    },
    'spiffe://other.example.com/ns/shop/sa/cart',
  ),
  refusedEntry(
    {
      id: 'spiffe-id-with-final-slash',
      mistake: 'A SPIFFE ID ends with a slash.',
      written: `${importing(['SpiffeId'])}\n\nexport const id = SpiffeId.parse('spiffe://mesh.example.com/ns/shop/');`,
    },
    'spiffe://mesh.example.com/ns/shop/',
  ),
];

function entry(id: string): readonly string[] {
  const parent = 'spiffe://mesh.example.com/spire/agent/k8s_psat/eu-1/node';
  return ['entry', 'create', '-spiffeID', id, '-parentID', parent, '-selector', 'k8s:ns:shop'];
}

async function mint({ ask, folder }: RunningServer): Promise<void> {
  succeeded('x509 mint', await ask('x509', 'mint', '-spiffeID', ID, '-write', folder));
}

function refusedEntry(
  mistake: Pick<WrongCase, 'id' | 'mistake' | 'written'>,
  id: string,
): WrongCase {
  return {
    ...mistake,
    topic: 'Identity and attestation',
    plain: `spire-server entry create \\\n  -spiffeID ${id} \\\n  -selector k8s:ns:shop …`,
    judgedBy,
    watch: (mesh) =>
      inFolder(async (folder): Promise<Seen> => {
        let answer: Outcome = { code: 0, stdout: '', stderr: '' };
        await whileServing(mesh, folder, serverConfig(folder, PORT, {}), async ({ ask }) => {
          answer = await ask(...entry(id));
        });
        if (answer.code === 0) {
          throw new Error(`it is registered: ${answer.stdout}`);
        }
        const said = answer.stdout + answer.stderr;
        const [, words = said] = /msg: (".+")\)/.exec(said) ?? [];
        const plainWords = words.startsWith('"') ? (JSON.parse(words) as string) : words;
        return { verdict: 'refused', said: plainWords.replace(/^Error: /, '').trim() };
      }),
  };
}
