import type { Finding } from '../../trust/mesh-trust-error';
import { DNS_LABEL } from '../../trust/names';
import { checkProps } from '../../trust/props';
import { controlPlaneModels } from './control-plane-model';
import { installationFindings } from '../installation/installation-findings';
import { IstioCa } from '../ca/istio-ca';
import { AMBIENT_PROFILES, ISTIO_CONTROL_PLANE_PROPERTIES } from './istio-control-plane-properties';
import type { IstioControlPlaneProps } from './istio-control-plane-props';
import { ISTIO_GATES } from '../../trust/gates/istio-gates';
import { IstioVersion } from '../istio-version';
import { NativeSidecars } from './native-sidecars';
import { upgradeFindings } from './upgrade-findings';

/** Everything that is wrong with what the control plane is told. */
export function istioFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  const findings = checkProps(path, props, ISTIO_CONTROL_PLANE_PROPERTIES);
  return findings.length > 0
    ? findings
    : [
        ...profileFindings(path, props),
        ...workloadCaFindings(path, props),
        ...mountedFilesFindings(path, props),
        ...trustBundleFindings(path, props),
        ...versionFindings(path, props),
        ...gatewayNameFindings(path, props),
        ...trustDomainFindings(path, props),
        ...aliasFindings(path, props),
        ...federatedFindings(path, props),
        ...replicaFindings(path, props),
        ...upgradeFindings(path, props),
        ...installationFindings(path, props),
      ];
}

function profileFindings(path: string, { profile = 'default' }: IstioControlPlaneProps): Finding[] {
  return AMBIENT_PROFILES.includes(profile)
    ? [
        {
          code: 'AmbientWithSpire',
          path,
          problem: `'profile' must be one with sidecars, since ztunnel takes no certificates from SPIRE, got ${profile}`,
          fix: `write profile: 'default', or 'openshift' there`,
        },
      ]
    : [];
}

/** Two who sign for workloads would give them two identities of the same name, below different keys. */
function workloadCaFindings(
  path: string,
  { workloadCa = 'spire', socket, ca }: IstioControlPlaneProps,
): Finding[] {
  if (workloadCa === 'istio') {
    return socket === undefined
      ? []
      : [
          {
            code: 'TwoWorkloadCas',
            path,
            problem: `'socket' must be left out where whoever signs for Istio signs for workloads, got ${socket.toString()}`,
            fix: "leave it out, or write workloadCa: 'spire'",
          },
        ];
  }
  return ca.signer === 'istiod'
    ? []
    : [
        {
          code: 'TwoWorkloadCas',
          path,
          problem: `'ca' must be a key of istiod's own where SPIRE signs for workloads, got ${SIGNERS[ca.signer]}`,
          fix: "write Environment.withoutSpire('production', { … }), or IstioCa.certManager({ lifetime })",
        },
      ];
}

/** The charts of gateways mount one Secret, whatever the gateway is called. */
function mountedFilesFindings(
  path: string,
  { ca, gateways = [] }: IstioControlPlaneProps,
): Finding[] {
  return gateways
    .filter(({ hasDefaultName }) => ca.signer === 'files' && !hasDefaultName)
    .map(({ name, kind }) => ({
      code: 'PropertyMalformed',
      path,
      problem: `'gateways' must have Istio's own names where certificates are mounted from Secrets, since the chart mounts that of istio-${kind}gateway for each, got ${name}`,
      fix: `leave 'name' out: Gateway.${kind}()`,
    }));
}

/** istiod writes it into every namespace, over whatever has its name there; before 1.27 under one name alone. */
function trustBundleFindings(
  path: string,
  { trustBundleName, ca, version = IstioVersion.V1_30 }: IstioControlPlaneProps,
): Finding[] {
  if (trustBundleName === undefined) {
    return [];
  }
  return [
    ...(version.has(ISTIO_GATES.trustBundleName)
      ? []
      : [
          {
            code: 'FeatureNeedsVersion' as const,
            path,
            problem: `'trustBundleName' must be left out before Istio 1.27, got ${trustBundleName} with ${version}`,
            fix: 'leave it out, or write version: IstioVersion.V1_27 or newer',
          },
        ]),
    ...(ca.signer === 'istio-csr' && trustBundleName !== IstioCa.ROOT_CONFIG_MAP
      ? [
          {
            code: 'PropertyMalformed' as const,
            path,
            problem: `'trustBundleName' must be ${IstioCa.ROOT_CONFIG_MAP} with istio-csr, which writes it under no other name, got ${trustBundleName}`,
            fix: 'leave it out',
          },
        ]
      : []),
    ...(OTHERS_CONFIG_MAPS.includes(trustBundleName)
      ? [
          {
            code: 'NamesClash' as const,
            path,
            problem: `'trustBundleName' must be the name of no other ConfigMap, since istiod overwrites it in every namespace, got ${trustBundleName}`,
            fix: "leave it out, or write 'istio-ca-root-cert'",
          },
        ]
      : []),
  ];
}

/** That of Kubernetes, in every namespace, and that of SPIRE. */
const OTHERS_CONFIG_MAPS: readonly string[] = ['kube-root-ca.crt', 'spire-bundle'];

const SIGNERS = {
  istiod: 'istiod',
  'istio-csr': 'istio-csr, which signs for them, too',
  kubernetes: 'a signer of the Kubernetes CSR API, which signs for them, too',
  files: 'files, which are their certificates',
} as const;

function versionFindings(
  path: string,
  { version = IstioVersion.V1_30, nativeSidecars }: IstioControlPlaneProps,
): Finding[] {
  return nativeSidecars === NativeSidecars.AUTO &&
    !version.has(ISTIO_GATES.nativeSidecarsByThemselves)
    ? [
        {
          code: 'FeatureNeedsVersion',
          path,
          problem: `'nativeSidecars' must be ALWAYS or NEVER before Istio 1.27, which is the first that finds out, got AUTO with ${version}`,
          fix: 'write nativeSidecars: NativeSidecars.NEVER, or version: IstioVersion.V1_27 or newer',
        },
      ]
    : [];
}

function gatewayNameFindings(path: string, props: IstioControlPlaneProps): Finding[] {
  const { gateways = [] } = props;
  const names = [
    ...istiodNames(props).map((name) => `${IstioCa.NAMESPACE}/${name}`),
    ...gateways.map((gateway) => `${gateway.namespace}/${gateway.name}`),
  ];
  return names
    .filter((name, index) => names.indexOf(name) < index)
    .map((name) => ({
      code: 'NamesClash' as const,
      path,
      problem: `'gateways' must have names that nothing else in their namespace has, got ${name} twice`,
      fix: `name one of them: Gateway.ingress({ name: 'partner-ingress' })`,
    }));
}

/** Names of the Services of istiod: that of each control plane, and those of tags. */
function istiodNames(props: IstioControlPlaneProps): readonly string[] {
  const names = controlPlaneModels(props).flatMap(({ revision, tags }) => [
    revision === undefined ? 'istiod' : `istiod-${revision}`,
    ...tags.map((tag) => `istiod-revision-tag-${tag}`),
  ]);
  return [...new Set(['istiod', ...names])];
}

/** SPIFFE allows more than Istio: underscores, empty labels, dashes at their ends. */
function trustDomainFindings(
  path: string,
  { trustDomain, trustDomainAliases = [], federatedTrustDomains = [] }: IstioControlPlaneProps,
): Finding[] {
  return Object.entries({ trustDomain: [trustDomain], trustDomainAliases, federatedTrustDomains })
    .flatMap(([property, domains]) => domains.map((domain) => ({ property, domain })))
    .filter(({ domain }) => !`${domain}`.split('.').every((label) => DNS_LABEL.test(label)))
    .map(({ property, domain }) => ({
      code: 'PropertyMalformed' as const,
      path,
      problem: `'${property}' must be DNS labels with dots between them, since Istio takes no other trust domain, got ${domain}`,
      fix: `write TrustDomain.of('mesh.example.com')`,
    }));
}

function aliasFindings(
  path: string,
  { trustDomain, trustDomainAliases = [] }: IstioControlPlaneProps,
): Finding[] {
  const names = [trustDomain, ...trustDomainAliases].map(String);
  return names
    .filter((name, index) => names.indexOf(name) < index)
    .map((name) => ({
      code: 'NamesClash' as const,
      path,
      problem: `'trustDomainAliases' must be other trust domains than that of the mesh, each once, got ${name}`,
      fix: `leave ${name} out`,
    }));
}

/** In a policy Istio reads this name as that of the mesh, whatever its trust domain is. */
const POINTER_TO_THE_MESH = 'cluster.local';

/** Who counts as the mesh has the identities of the mesh: with the same names, those of a foreign one. */
function federatedFindings(
  path: string,
  { trustDomain, trustDomainAliases = [], federatedTrustDomains = [] }: IstioControlPlaneProps,
): Finding[] {
  const ofTheMesh = [trustDomain, ...trustDomainAliases, POINTER_TO_THE_MESH].map(String);
  return federatedTrustDomains
    .filter((domain) => ofTheMesh.includes(`${domain}`))
    .map((domain) => ({
      code: 'FederatedDomainAliased' as const,
      path,
      problem: `'federatedTrustDomains' must be none of those that count as the mesh itself (${[...new Set(ofTheMesh)].join(', ')}), got ${domain}`,
      fix:
        `${domain}` === POINTER_TO_THE_MESH
          ? 'give the other mesh a trust domain of its own, and federate with that'
          : `leave ${domain} out of 'trustDomainAliases': its identities are taken without`,
    }));
}

function replicaFindings(
  path: string,
  { minReplicas = 1, maxReplicas }: IstioControlPlaneProps,
): Finding[] {
  return maxReplicas === undefined || maxReplicas >= minReplicas
    ? []
    : [
        {
          code: 'PropertyOutOfRange',
          path,
          problem: `'maxReplicas' must be at least 'minReplicas' (${minReplicas}), got ${maxReplicas}`,
          fix: `write maxReplicas: ${minReplicas} or more`,
        },
      ];
}
