import { environmentWith, importing } from '../written';
import type { WrongCase } from '../wrong-case';
import { refusedByIstioctl } from './istioctl';
import { endsTheServer, refusedByAgent, refusedByServer } from './spire-cases';

const topic = 'Identity and attestation';

function trustDomain(name: string): string {
  return `${importing(['TrustDomain'])}\n\nexport const trustDomain = TrustDomain.of('${name}');`;
}

function spire(line: string, ...names: readonly string[]): string {
  return `${importing(['SpireOptions', ...names])}\n\nexport const spire: SpireOptions = { ${line} };`;
}

/** Trust domains, attestation and the plugins of SPIRE. */
export const IDENTITY_CASES: readonly WrongCase[] = [
  refusedByServer({
    id: 'trust-domain-in-capitals',
    topic,
    mistake: 'The trust domain has capitals.',
    written: trustDomain('Mesh.Example.com'),
    changed: { server: { trust_domain: 'Mesh.Example.com' } },
  }),
  refusedByServer({
    id: 'trust-domain-with-port',
    topic,
    mistake: 'The trust domain has a port.',
    written: trustDomain('mesh.example.com:443'),
    changed: { server: { trust_domain: 'mesh.example.com:443' } },
  }),
  refusedByIstioctl({
    id: 'trust-domain-with-scheme',
    topic,
    mistake: 'The trust domain is written as a SPIFFE ID, which SPIRE takes.',
    written: trustDomain('spiffe://mesh.example.com'),
    plain: 'spec:\n  meshConfig:\n    trustDomain: spiffe://mesh.example.com',
  }),
  refusedByIstioctl({
    id: 'trust-domain-with-underscore',
    topic,
    mistake: 'The trust domain has an underscore, which SPIRE takes.',
    written: environmentWith({ trustDomain: "TrustDomain.of('mesh_example')" }),
    plain: 'spec:\n  meshConfig:\n    trustDomain: mesh_example',
  }),
  refusedByServer({
    id: 'ca-key-type-unknown',
    topic,
    mistake: 'The CA of SPIRE has a kind of key that SPIRE does not make.',
    written: spire("caKeyType: 'ec-p521'"),
    changed: { server: { ca_key_type: 'ec-p521' } },
  }),
  endsTheServer({
    id: 'allow-list-misspelt',
    topic,
    mistake: 'The list of ServiceAccounts that may attest is misspelt.',
    written: spire("serviceAccountAllowlist: ['spire-system:spire-agent']"),
    changed: {
      plugins: {
        NodeAttestor: {
          k8s_psat: {
            plugin_data: {
              clusters: {
                'eu-1': { service_account_allowlist: ['spire-system:spire-agent'] },
              },
            },
          },
        },
      },
    },
  }),
  endsTheServer({
    id: 'issuer-name-misspelt',
    topic,
    mistake: 'The issuer above SPIRE is given by a key that the plugin does not have.',
    written: [
      importing(['UpstreamAuthority']),
      '',
      "export const upstream = UpstreamAuthority.certManager({ issuerName: 'mesh-root' });",
    ].join('\n'),
    changed: {
      plugins: {
        UpstreamAuthority: {
          'cert-manager': { plugin_data: { namespace: 'spire-server', issuer: 'mesh-root' } },
        },
      },
    },
  }),
  endsTheServer({
    id: 'datastore-misspelt',
    topic,
    mistake: 'The datastore is of a kind that SPIRE does not know by that name.',
    written: [
      importing(['Datastore', 'SecretRef']),
      '',
      "export const datastore = Datastore.postgresql(SecretRef.of('spire-datastore', 'connection-string'));",
    ].join('\n'),
    changed: {
      plugins: {
        DataStore: {
          sql: {
            plugin_data: { database_type: 'postgresql', connection_string: 'dbname=spire' },
          },
        },
      },
    },
  }),
  refusedByAgent({
    id: 'bootstrap-said-twice',
    topic,
    mistake: 'The agent has a trust bundle, and is to trust any server besides.',
    written: spire('agent: { insecureBootstrap: true }'),
    changed: { agent: { insecure_bootstrap: true } },
  }),
  refusedByAgent({
    id: 'availability-under-a-day',
    topic,
    mistake: 'SVIDs are to outlive an outage of an hour, less than SPIRE plans for.',
    written: environmentWith({ spire: '{ agent: { availabilityTarget: Ttl.hours(1) } }' }),
    changed: { agent: { availability_target: '1h' } },
  }),
];
