import { AzureDnsCredentials } from '../../../src/cert-manager/acme/acme-azure-dns-credentials';
import { Route53Credentials } from '../../../src/cert-manager/acme/acme-route53-credentials';
import { AcmeSolver } from '../../../src/cert-manager/acme/acme-solver';
import type { AcmeWebhookConfig } from '../../../src/cert-manager/acme/acme-webhook';
import { DnsName } from '../../../src/trust/dns-name';
import { SecretRef } from '../../../src/trust/secret-ref';
import { refusalOf } from '../../support/refusals';

const SHOP = DnsName.of('shop.example.com');
const WILDCARD = DnsName.of('*.example.com');
const ZONE = DnsName.of('example.com');
const GATEWAY = { name: 'public', namespace: 'istio-ingress' };
const UUID = '11111111-2222-3333-4444-555555555555';

describe('HTTP-01', () => {
  const podTemplate = {
    spec: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  };

  it("goes through Istio's IngressClass, by a Service that opens no port of a node", () => {
    const solver = AcmeSolver.http01Ingress();
    expect(solver).toMatchObject({ challenge: 'http01', ingressClass: 'istio', prerequisites: [] });
    expect(solver.spec).toEqual({
      http01: {
        ingress: { ingressClassName: 'istio', serviceType: 'ClusterIP', podTemplate },
      },
    });
  });

  it('goes through another IngressClass when told so', () => {
    expect(AcmeSolver.http01Ingress({ ingressClass: 'istio-public' })).toMatchObject({
      ingressClass: 'istio-public',
      spec: { http01: { ingress: { ingressClassName: 'istio-public' } } },
    });
  });

  it('goes through a listener of a Gateway, whose kind the webhook of cert-manager asks for', () => {
    const gateway = { ...GATEWAY, sectionName: 'http' };
    const solver = AcmeSolver.http01GatewayRoute({ gateway });
    expect(solver).toMatchObject({ challenge: 'http01', gateway });
    expect(solver.spec).toEqual({
      http01: {
        gatewayHttpRoute: {
          parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...gateway }],
          serviceType: 'ClusterIP',
          podTemplate,
        },
      },
    });
  });

  it('proves no wildcard, whatever its selector says', () => {
    const solvers = [
      AcmeSolver.http01Ingress(),
      AcmeSolver.http01Ingress({ dnsZones: [ZONE] }),
      AcmeSolver.http01GatewayRoute({ gateway: GATEWAY }),
    ];
    expect(solvers.map((solver) => solver.proves(WILDCARD))).toEqual([false, false, false]);
    expect(solvers.map((solver) => solver.proves(SHOP))).toEqual([true, true, true]);
  });

  it('WildcardNeedsDnsChallenge fires for a wildcard among its own names', () => {
    const findings = refusalOf(() => AcmeSolver.http01Ingress({ dnsNames: [SHOP, WILDCARD] }));
    expect(findings).toEqual([
      {
        code: 'WildcardNeedsDnsChallenge',
        path: 'AcmeSolver.http01Ingress',
        problem: "'dnsNames' must have no wildcard, which HTTP-01 cannot prove, got *.example.com",
        fix: "give it to a solver of DNS-01: AcmeSolver.dns01Route53({ dnsNames: [DnsName.of('*.example.com')] })",
      },
    ]);
  });
});

describe('a selector', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['dnsNames shop.example.com', 'shop.example.com', true],
    ['dnsNames shop.example.com', 'www.shop.example.com', false],
    ['dnsNames *.example.com', '*.example.com', true],
    ['dnsNames *.example.com', 'shop.example.com', false],
    ['dnsZones example.com', 'example.com', true],
    ['dnsZones example.com', 'a.b.example.com', true],
    ['dnsZones example.com', '*.example.com', true],
    ['dnsZones example.com', 'notexample.com', false],
    ['dnsZones shop.example.com', 'example.com', false],
  ];

  it.each(cases)('%s, asked for %s: %p', (criterion, name, expected) => {
    const [by = '', value = ''] = criterion.split(' ');
    const solver = AcmeSolver.dns01Route53({ [by]: [DnsName.of(value)] });
    expect(solver.criteria).toEqual([criterion]);
    expect(solver.proves(DnsName.of(name))).toBe(expected);
  });

  it('is written in one order, without what is there twice', () => {
    const dnsNames = [WILDCARD, SHOP, WILDCARD];
    expect(AcmeSolver.dns01Route53({ dnsNames }).spec.selector).toEqual({
      dnsNames: ['*.example.com', 'shop.example.com'],
    });
    expect(AcmeSolver.dns01Route53().spec.selector).toBeUndefined();
    expect(AcmeSolver.dns01Route53().criteria).toEqual(['no selector']);
  });

  it('fails with names and zones together, of which cert-manager takes what is in both', () => {
    const both = { dnsNames: [SHOP], dnsZones: [DnsName.of('example.org')] };
    expect(refusalOf(() => AcmeSolver.dns01Route53(both))).toMatchObject([
      {
        code: 'PropertyMalformed',
        path: 'AcmeSolver.dns01Route53',
        fix: 'write two solvers, one with dnsNames and one with dnsZones',
      },
    ]);
  });

  it('fails for a zone that is a wildcard', () => {
    expect(refusalOf(() => AcmeSolver.http01Ingress({ dnsZones: [WILDCARD] }))).toMatchObject([
      {
        code: 'PropertyMalformed',
        problem: "'dnsZones' must be zones without '*', got *.example.com",
        fix: "write DnsName.of('example.com'), which has its wildcard in it",
      },
    ]);
  });

  it('fails without a name in it, which would be every name', () => {
    expect(refusalOf(() => AcmeSolver.http01Ingress({ dnsNames: [] }))).toMatchObject([
      { code: 'PropertyOutOfRange' },
    ]);
  });
});

describe('DNS-01', () => {
  it('proves wildcards and single names', () => {
    const solver = AcmeSolver.dns01Route53();
    expect(solver.challenge).toBe('dns01');
    expect([WILDCARD, SHOP].map((name) => solver.proves(name))).toEqual([true, true]);
  });

  it('through Route 53 has what the Pod of cert-manager has, unless told otherwise', () => {
    const solver = AcmeSolver.dns01Route53();
    expect(solver.spec.dns01?.route53).toEqual({});
    expect(solver.prerequisites).toEqual([]);
  });

  const role = 'arn:aws:iam::123456789012:role/dns01';

  it('through Route 53 assumes a role, and writes to one zone of one region', () => {
    const credentials = Route53Credentials.ambient({ role });
    const options = { credentials, region: 'eu-west-1', hostedZoneId: 'Z1' };
    expect(AcmeSolver.dns01Route53(options).spec.dns01?.route53).toEqual({
      role,
      region: 'eu-west-1',
      hostedZoneId: 'Z1',
    });
  });

  it('through Route 53 asks a token of a ServiceAccount, and names it as a prerequisite', () => {
    const credentials = Route53Credentials.serviceAccount({ name: 'dns01-route53', role });
    const solver = AcmeSolver.dns01Route53({ credentials, region: 'us-east-1' });
    expect(solver.prerequisites).toEqual(['ServiceAccount/dns01-route53']);
    expect(solver.spec.dns01?.route53).toEqual({
      auth: { kubernetes: { serviceAccountRef: { name: 'dns01-route53' } } },
      role,
      region: 'us-east-1',
    });
  });

  it('through Route 53 has both halves of an access key in Secrets', () => {
    const credentials = Route53Credentials.accessKey({
      accessKeyId: SecretRef.of('route53', 'id'),
      secretAccessKey: SecretRef.of('route53', 'secret'),
    });
    const solver = AcmeSolver.dns01Route53({ credentials, region: 'us-east-1' });
    expect(new Set(solver.prerequisites)).toEqual(new Set(['Secret/route53']));
    expect(solver.spec.dns01?.route53).toEqual({
      accessKeyIdSecretRef: { name: 'route53', key: 'id' },
      secretAccessKeySecretRef: { name: 'route53', key: 'secret' },
      region: 'us-east-1',
    });
  });

  it('through Route 53 fails without a region where no Pod brings one', () => {
    const credentials = Route53Credentials.serviceAccount({ name: 'dns01-route53', role });
    expect(refusalOf(() => AcmeSolver.dns01Route53({ credentials }))).toEqual([
      {
        code: 'PropertyMissing',
        path: 'AcmeSolver.dns01Route53',
        problem: "'region' must be given with credentials that are not ambient, got nothing",
        fix: "write region: 'us-east-1'",
      },
    ]);
  });

  it('through Cloud DNS has workload identity, or the key of a service account', () => {
    expect(AcmeSolver.dns01CloudDns({ project: 'shop-dns' })).toMatchObject({
      prerequisites: [],
      spec: { dns01: { cloudDns: { project: 'shop-dns', serviceAccountSecretRef: undefined } } },
    });
    const serviceAccount = SecretRef.of('clouddns', 'key.json');
    expect(AcmeSolver.dns01CloudDns({ project: 'shop-dns', serviceAccount })).toMatchObject({
      prerequisites: ['Secret/clouddns'],
      spec: {
        dns01: { cloudDns: { serviceAccountSecretRef: { name: 'clouddns', key: 'key.json' } } },
      },
    });
  });

  const azure = { subscriptionId: UUID, resourceGroupName: 'dns' };

  it('through Azure DNS has a managed identity, without a Secret', () => {
    const credentials = AzureDnsCredentials.managedIdentity({ clientId: UUID });
    const solver = AcmeSolver.dns01AzureDns({ ...azure, credentials });
    expect(solver).toMatchObject({ prerequisites: [], gates: [] });
    expect(solver.spec.dns01?.azureDns).toMatchObject({
      ...azure,
      managedIdentity: { clientId: UUID },
    });
  });

  it('through Azure DNS has a service principal, all three parts of it', () => {
    const clientSecret = SecretRef.of('azuredns', 'password');
    const credentials = AzureDnsCredentials.servicePrincipal({
      clientId: UUID,
      tenantId: UUID,
      clientSecret,
    });
    const environment = 'AzureUSGovernmentCloud';
    const solver = AcmeSolver.dns01AzureDns({ ...azure, credentials, environment });
    expect(solver.prerequisites).toEqual(['Secret/azuredns']);
    expect(solver.spec.dns01?.azureDns).toEqual({
      ...azure,
      clientId: UUID,
      tenantId: UUID,
      clientSecretSecretRef: { name: 'azuredns', key: 'password' },
      environment,
    });
  });

  it('through Cloudflare has an API token, and follows a CNAME when told so', () => {
    const apiToken = SecretRef.of('cloudflare', 'api-token');
    const solver = AcmeSolver.dns01Cloudflare({ apiToken, cnameStrategy: 'Follow' });
    expect(solver.prerequisites).toEqual(['Secret/cloudflare']);
    expect(solver.spec.dns01).toEqual({
      cloudflare: { apiTokenSecretRef: { name: 'cloudflare', key: 'api-token' } },
      cnameStrategy: 'Follow',
    });
  });

  it('through dynamic updates signs by a key that is not of MD5', () => {
    const tsigSecret = SecretRef.of('tsig', 'key');
    const solver = AcmeSolver.dns01Rfc2136({
      nameserver: '[2001:db8::53]:5353',
      tsigKeyName: 'acme.',
      tsigSecret,
    });
    expect(solver.prerequisites).toEqual(['Secret/tsig']);
    expect(solver.spec.dns01?.rfc2136).toEqual({
      nameserver: '[2001:db8::53]:5353',
      tsigKeyName: 'acme.',
      tsigAlgorithm: 'HMACSHA256',
      tsigSecretSecretRef: { name: 'tsig', key: 'key' },
    });
  });

  it.each(['2001:db8::53', 'ns1.example.com:', ':53', 'udp://192.0.2.53'])(
    'through dynamic updates fails for a server written %s',
    (nameserver) => {
      const props = { nameserver, tsigKeyName: 'acme', tsigSecret: SecretRef.of('tsig', 'key') };
      expect(refusalOf(() => AcmeSolver.dns01Rfc2136(props))).toMatchObject([
        { code: 'PropertyMalformed', fix: "write '192.0.2.53:53'" },
      ]);
    },
  );
});

describe('a webhook', () => {
  function webhookWith(config?: AcmeWebhookConfig): AcmeSolver {
    const groupName = 'acme.example.com';
    return AcmeSolver.dns01Webhook({ groupName, solverName: 'gandi', config });
  }

  it('is named by its group and solver', () => {
    expect(webhookWith().spec.dns01?.webhook).toEqual({
      groupName: 'acme.example.com',
      solverName: 'gandi',
      config: undefined,
    });
  });

  it('takes JSON, in which a reference to a Secret is written as its name and key', () => {
    const solver = webhookWith({
      endpoint: 'https://dns.example.com',
      ttl: 300,
      isDryRun: false,
      auth: { users: [{ apiTokenSecretRef: SecretRef.of('gandi', 'token') }] },
      tokens: [SecretRef.of('gandi-2', 'token')],
    });
    expect(solver.prerequisites).toEqual(['Secret/gandi', 'Secret/gandi-2']);
    expect(solver.spec.dns01?.webhook?.config).toEqual({
      endpoint: 'https://dns.example.com',
      ttl: 300,
      isDryRun: false,
      auth: { users: [{ apiTokenSecretRef: { name: 'gandi', key: 'token' } }] },
      tokens: [{ name: 'gandi-2', key: 'token' }],
    });
  });

  it.each(['apiToken', 'PASSWORD', 'clientSecret', 'api_key', 'api-key', 'passphrase'])(
    'fails for a text in %s, and does not repeat it',
    (field) => {
      const findings = refusalOf(() => webhookWith({ auth: { [field]: ['hunter2'] } }));
      expect(findings).toMatchObject([
        { code: 'PropertyWrongType', fix: "write SecretRef.of('dns-credentials', 'token')" },
      ]);
      expect(findings[0]?.problem).toContain(field);
      expect(JSON.stringify(findings)).not.toContain('hunter2');
    },
  );

  it.each([
    ['nothing', null],
    ['a function', () => undefined],
    ['a date', new Date(0)],
    ['not a number', Number.NaN],
  ])('fails for %s deep in it', (_, value) => {
    const config = { auth: { users: [{ of: value }] } } as unknown as AcmeWebhookConfig;
    expect(refusalOf(() => webhookWith(config))).toMatchObject([{ code: 'PropertyWrongType' }]);
  });
});
