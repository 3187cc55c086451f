import { emittedClusterIssuerFindings } from '../cert-manager/issuer/emitted-cluster-issuer';
import type { EmittedIssuer } from '../cert-manager/issuer/emitted-issuer';
import { LEAF_LIFETIME } from '../cert-manager/certificate/leaf-certificate';
import type { Finding } from '../trust/mesh-trust-error';
import { repeatedIn } from '../trust/repeated';
import {
  edgeCertificateIdOf,
  edgeCertificatesOf,
  emittedIssuerOf,
  type EdgeCertificate,
} from './edge-certificates';
import { signerIdOf } from './edge-chain';
import { PATHS } from './environment-chain';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';

/** Everything that is wrong with signers outside the cluster, and with what is asked of them. */
export function issuerFindings(
  environment: string,
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): Finding[] {
  const { issuers = [] } = props;
  const { certManager } = parts;
  const root = props.root?.vaultRoot?.ca;
  return [
    ...nameFindings(environment, props),
    ...accountFindings(environment, [...(root === undefined ? [] : [root]), ...issuers]),
    ...(root === undefined
      ? []
      : emittedClusterIssuerFindings(`${environment}/${PATHS.rootIssuer}`, {
          signer: root,
          certManager,
        })),
    ...issuers.flatMap((signer) =>
      emittedClusterIssuerFindings(`${environment}/30-roots/${signerIdOf(signer)}`, {
        signer,
        certManager,
      }),
    ),
    ...edgeCertificatesOf(props, parts).flatMap((certificate) =>
      lifetimeFindings(environment, props, certificate),
    ),
  ];
}

/** One ClusterIssuer would take the place of the other. */
function nameFindings(path: string, props: AnyEnvironmentProps): Finding[] {
  const { issuers = [], acme = [], root } = props;
  const names = issuers.map(({ name }) => name);
  const others = [
    ...acme.map(({ name }) => ({ name, whose: 'an ACME account' })),
    ...(root?.issuer.kind === 'ClusterIssuer'
      ? [{ name: root.issuer.name, whose: 'the root' }]
      : []),
  ];
  return [
    ...repeatedIn(names).map((name) => clash(path, `must be its own, got ${name} twice`)),
    ...others
      .filter(({ name }) => names.includes(name))
      .map(({ name, whose }) => clash(path, `must differ from that of ${whose}, got ${name}`)),
  ];
}

function clash(path: string, rule: string): Finding {
  return {
    code: 'NamesClash',
    path,
    problem: `'name' of an issuer ${rule}`,
    fix: "write another name: VaultPki.of({ name: 'vault', … })",
  };
}

/** What may ask for a token of one issuer may ask for that of no other. */
function accountFindings(path: string, issuers: readonly EmittedIssuer[]): Finding[] {
  const accounts = issuers.flatMap(({ serviceAccountName }) => serviceAccountName ?? []);
  return repeatedIn(accounts).map((name) => ({
    code: 'NamesClash',
    path,
    problem: `'serviceAccountName' must be its issuer's own, got ${name} twice`,
    fix: `name one of them otherwise: serviceAccountName: '${name}-2'`,
  }));
}

/** LifetimeNotGranted: nothing asks for more than the signer gives. */
function lifetimeFindings(
  environment: string,
  props: AnyEnvironmentProps,
  certificate: EdgeCertificate,
): Finding[] {
  const { name, issuer, lifetime = LEAF_LIFETIME } = certificate.leaf;
  const signer = emittedIssuerOf(props, issuer);
  const { duration } = lifetime;
  return signer?.maxTtl === undefined || !duration.outlives(signer.maxTtl)
    ? []
    : [
        {
          code: 'LifetimeNotGranted',
          path: `${environment}/${certificate.layer}/${edgeCertificateIdOf(certificate)}`,
          problem: `'lifetime' of ${name} must be at most what ${signer.name} gives (${signer.maxTtl}), got ${duration}`,
          fix: `write lifetime: Lifetime.of(${signer.maxTtl.toCode()}), or raise 'maxTtl' where it signs`,
        },
      ];
}
