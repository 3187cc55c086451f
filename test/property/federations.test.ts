import fc from 'fast-check';
import { BundleEndpoint } from '../../src/spire/federation/bundle-endpoint';
import { EndpointCertificate } from '../../src/spire/federation/endpoint-certificate';
import { Federation } from '../../src/spire/federation/federation';
import { FederationMember } from '../../src/spire/federation/federation-member';
import { SpiffeBundle } from '../../src/spire/federation/spiffe-bundle';
import { Environment } from '../../src/stack/environment';
import type { KubernetesObject, RenderedEnvironment } from '../../src/stack/rendered-environment';
import { DnsName } from '../../src/trust/dns-name';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import { MINIMAL_ENVIRONMENT } from '../stack/subjects';
import { federationSideFindings } from '../../src/trust/rules/federation-sides';
import { certificateOf } from '../support/certificates';
import { bundleText, ROOTS } from '../support/federations';
import { allObjects, jsonIn, objectOf } from '../support/rendered';

const labels = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);

/** Two or three members, as facts; each has the root at its place in the list. */
const facts = fc.uniqueArray(
  fc.record({
    name: labels,
    port: fc.constantFrom(undefined, 443, 8443, 9443),
    minutes: fc.integer({ min: 1, max: 1440 }),
    isWeb: fc.boolean(),
    serviceType: fc.constantFrom('LoadBalancer' as const, 'ClusterIP' as const),
  }),
  { minLength: 2, maxLength: ROOTS.length, selector: ({ name }) => name },
);
type Facts = typeof facts extends fc.Arbitrary<(infer F)[]> ? F : never;

function memberOf({ name, port, minutes, isWeb, serviceType }: Facts, root = ''): FederationMember {
  const props = {
    host: DnsName.of(`spire.${name}.example.com`),
    port,
    refreshHint: Ttl.minutes(minutes),
    serviceType,
  };
  return FederationMember.of({
    trustDomain: TrustDomain.of(`${name}.example.com`),
    endpoint: isWeb
      ? BundleEndpoint.httpsWeb({ ...props, certificate: EndpointCertificate.existing('web') })
      : BundleEndpoint.httpsSpiffe(props),
    bundle: SpiffeBundle.parse(bundleText(root)),
  });
}

/** Every member of a federation, rendered as the environment that it is. */
function renderedIn(federation: Federation): ReadonlyMap<string, RenderedEnvironment> {
  return new Map(
    federation.members.map(({ trustDomain }) => [
      `${trustDomain}`,
      new Environment('tried', { ...MINIMAL_ENVIRONMENT, trustDomain, federation }).render(),
    ]),
  );
}

/** The law that holds for each member and each other one, as their manifests say it. */
function always(
  law: (own: RenderedEnvironment, other: RenderedEnvironment, names: readonly string[]) => void,
): void {
  fc.assert(
    fc.property(facts, (list) => {
      const [one, another, ...others] = list.map((each, index) => memberOf(each, ROOTS[index]));
      if (one === undefined || another === undefined) {
        throw new Error('a federation has two members');
      }
      const rendered = renderedIn(Federation.between(one, another, ...others));
      for (const [name, own] of rendered) {
        for (const [otherName, other] of rendered) {
          if (name !== otherName) {
            law(own, other, [name, otherName]);
          }
        }
      }
    }),
    { numRuns: 15 },
  );
}

interface ServerConfig {
  readonly server: {
    readonly trust_domain: string;
    readonly federation: {
      readonly bundle_endpoint: {
        readonly port: number;
        readonly profile: Readonly<Record<string, object>>;
      };
    };
  };
}

const serverOf = (rendered: RenderedEnvironment): ServerConfig['server'] =>
  (jsonIn(objectOf(rendered, 'ConfigMap', 'spire-server'), 'server.conf') as ServerConfig).server;
const specOf = ({ spec }: KubernetesObject): Readonly<Record<string, unknown>> =>
  spec as Readonly<Record<string, unknown>>;
const toldOf = (rendered: RenderedEnvironment, name: string): Readonly<Record<string, unknown>> =>
  specOf(objectOf(rendered, 'ClusterFederatedTrustDomain', name));

/** Any members, with an index that one of them has. */
const drawn = fc.record({
  list: facts,
  at: fc.nat(),
  changed: fc.constantFrom('endpoint', 'knownBy', 'refreshHint', 'bundle', 'left out'),
});

/** The federation of these members, in which one may be said to be another than it is. */
function federationOf(list: readonly FederationMember[]): Federation | undefined {
  const [one, another, ...others] = list;
  return one === undefined || another === undefined
    ? undefined
    : Federation.between(one, another, ...others);
}

/** The same member, as somebody who is mistaken in one thing describes it. */
function mistaken(
  member: FederationMember,
  changed: string,
  otherBundle: SpiffeBundle,
): FederationMember {
  const { trustDomain, endpoint, bundle } = member;
  const { host, port, refreshHint, profile } = endpoint;
  const isWeb = (profile === 'https_web') !== (changed === 'knownBy');
  const hint = changed === 'refreshHint' ? otherHint(refreshHint) : refreshHint;
  const props = { host, port: changed === 'endpoint' ? port + 1 : port, refreshHint: hint };
  return FederationMember.of({
    trustDomain,
    endpoint: isWeb
      ? BundleEndpoint.httpsWeb({ ...props, certificate: EndpointCertificate.existing('web') })
      : BundleEndpoint.httpsSpiffe(props),
    bundle: changed === 'bundle' ? otherBundle : bundle,
  });
}

function otherHint(hint: Ttl): Ttl {
  return hint.equals(Ttl.hours(2)) ? Ttl.hours(3) : Ttl.hours(2);
}

describe('environments of one run', () => {
  let otherBundle: SpiffeBundle;

  beforeAll(async () => {
    otherBundle = SpiffeBundle.parse(bundleText(await certificateOf({ isCa: true })));
  });

  it('are written with one federation, and with one that says the same', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const members = list.map((each, index) => memberOf(each, ROOTS[index]));
        const again = list.map((each, index) => memberOf(each, ROOTS[index])).reverse();
        expect(codesOf(members, [federationOf(members), federationOf(again)])).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it('are refused where one of them is mistaken about a member, whichever it is', () => {
    fc.assert(
      fc.property(drawn, ({ list, at, changed }) => {
        const members = list.map((each, index) => memberOf(each, ROOTS[index]));
        const chosen = members[at % members.length];
        const others = members.filter((member) => member !== chosen);
        const told =
          chosen === undefined || changed === 'left out'
            ? others
            : [...others, mistaken(chosen, changed, otherBundle)];
        const federations = members.map((member) =>
          federationOf(member === others[0] ? told : members),
        );
        expect(new Set(codesOf(members, federations))).toEqual(
          new Set([changed === 'left out' ? 'FederationOneSided' : 'FederationSidesDiffer']),
        );
      }),
      { numRuns: 15 },
    );
  });

  /** The codes of what is found when each member is an environment, with the federation at its place. */
  function codesOf(
    members: readonly FederationMember[],
    federations: readonly (Federation | undefined)[],
  ): readonly string[] {
    const sides = members.flatMap(({ trustDomain }, index) => {
      const federation = federations[index % federations.length];
      const props = { ...MINIMAL_ENVIRONMENT, trustDomain, federation };
      return new Environment(`tried-${index}`, props).render().federation ?? [];
    });
    return federationSideFindings(sides).map(({ code }) => code);
  }
});

describe('both sides of every federation', () => {
  it('have one trust domain for each member', () => {
    always((own, other, [, otherName = '']) => {
      expect(toldOf(own, otherName)['trustDomain']).toBe(serverOf(other).trust_domain);
    });
  });

  it('have the profile that the one serves and the other asks for, and its identity with it', () => {
    always((own, other, [, otherName = '']) => {
      const [served] = Object.keys(serverOf(other).federation.bundle_endpoint.profile);
      expect(toldOf(own, otherName)['bundleEndpointProfile']).toEqual(
        served === 'https_web'
          ? { type: 'https_web' }
          : {
              type: 'https_spiffe',
              endpointSPIFFEID: `spiffe://${serverOf(other).trust_domain}/spire/server`,
            },
      );
    });
  });

  it('have an address that leads to the port of the Service, and that to the server', () => {
    always((own, other, [, otherName = '']) => {
      const { ports } = specOf(objectOf(other, 'Service', 'spire-bundle-endpoint')) as {
        readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
      };
      const { port } = new URL(String(toldOf(own, otherName)['bundleEndpointURL']));
      expect(ports).toMatchObject([
        {
          port: Number(port || 443),
          targetPort: serverOf(other).federation.bundle_endpoint.port,
        },
      ]);
    });
  });

  it('let the servers through where they ask and are asked', () => {
    always((own, other, [, otherName = '']) => {
      const { port } = new URL(String(toldOf(own, otherName)['bundleEndpointURL']));
      const policy = specOf(objectOf(own, 'NetworkPolicy', 'spire-server'));
      expect(JSON.stringify(policy['egress'])).toContain(`"port":${port || 443}`);
      const { port: served } = serverOf(other).federation.bundle_endpoint;
      const theirs = specOf(objectOf(other, 'NetworkPolicy', 'spire-server'));
      expect(JSON.stringify(theirs['ingress'])).toContain(`"port":${served}`);
    });
  });

  it('begin with the bundle of the other, register with it, and tell Istio of it', () => {
    always((own, _, [, otherName = '']) => {
      const bundle = JSON.parse(String(toldOf(own, otherName)['trustDomainBundle'])) as object;
      expect(bundle).toMatchObject({ keys: [{ use: 'x509-svid' }] });
      for (const registration of allObjects(own).filter(({ kind }) => kind === 'ClusterSPIFFEID')) {
        expect(specOf(registration)['federatesWith']).toContain(otherName);
      }
      const { meshConfig } = specOf(objectOf(own, 'IstioOperator', 'istio')) as {
        readonly meshConfig: {
          readonly caCertificates: readonly { readonly trustDomains: readonly string[] }[];
        };
      };
      const trustDomains = meshConfig.caCertificates.flatMap((each) => each.trustDomains);
      expect(trustDomains).toContain(otherName);
    });
  });

  it('never count the other as the own', () => {
    always((own, _, [name = '', otherName = '']) => {
      const { meshConfig } = specOf(objectOf(own, 'IstioOperator', 'istio')) as {
        readonly meshConfig: {
          readonly trustDomain: string;
          readonly trustDomainAliases?: readonly string[];
        };
      };
      expect(meshConfig.trustDomain).toBe(name);
      expect(meshConfig.trustDomainAliases ?? []).not.toContain(otherName);
    });
  });
});
