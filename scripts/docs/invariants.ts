import type { RuleCode } from '../../src/trust/rules/catalogue';

/** Something that must hold in a mesh of this kind, and how this package holds it. */
export interface Invariant {
  /** Number, for reference. */
  readonly id: string;
  /** What must hold. */
  readonly says: string;
  /** The rules that refuse the opposite. */
  readonly rules?: readonly RuleCode[];
  /** What makes the opposite impossible to write. */
  readonly construction?: string;
  /** Why it is not taken, or not yet. */
  readonly notTaken?: string;
}

/** The invariants that the rules were drawn from, in the order of the stack. */
export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'B1',
    says: 'One trust domain everywhere, in its grammar',
    rules: ['TrustDomainMalformed', 'TrustDomainsDiffer'],
    construction: 'one `TrustDomain` object is handed to all',
  },
  {
    id: 'B2',
    says: 'With cert-manager above SPIRE the trust domain is a label value',
    rules: ['TrustDomainNotALabel'],
  },
  {
    id: 'B3',
    says: 'Identities of the mesh are `spiffe://<td>/ns/<ns>/sa/<sa>`',
    rules: ['SpiffeIdMalformed'],
    construction: 'registrations take no template',
  },
  {
    id: 'B4',
    says: 'One cluster name in server, agent and controller manager',
    rules: ['ClusterNamesDiffer'],
    construction: 'all read it from `SpireInstallation`',
  },
  {
    id: 'B5',
    says: 'The audience, path and ServiceAccount of the agent token agree',
    construction: 'both sides read them from `SpireInstallation`',
  },
  {
    id: 'B6',
    says: 'The controller manager runs in the Pod of the server, on its admin socket',
    construction: 'it is a container of the same StatefulSet, and one constant names the socket',
  },
  {
    id: 'B7',
    says: 'Registrations carry the class of the controller manager',
    rules: ['ClassNamesDiffer'],
    construction: '`className` is derived from `SpireInstallation`',
  },
  {
    id: 'B8',
    says: 'Registrations select namespaces and Pods, and no ignored namespace',
    rules: ['NamespaceIgnored'],
    construction: '`MeshIdentities` always writes both selectors',
  },
  {
    id: 'B8a',
    says: 'No Pod has two identities',
    construction:
      'mesh Pods are selected by a label that only injection sets, gateways by name; nothing else is registered',
  },
  {
    id: 'B9',
    says: 'Both sides of a federation agree',
    rules: [
      'NoMemberOfFederation',
      'FederationMembersClash',
      'FederationRootShared',
      'FederationSidesDiffer',
      'FederationOneSided',
      'FederatedDomainAliased',
    ],
    construction:
      'both derive from one `Federation` value, in which each is found by its trust domain',
  },
  {
    id: 'B10',
    says: 'Several controller managers on one server have prefixes',
    notTaken: 'a server here has exactly one controller manager class',
  },
  {
    id: 'B11',
    says: 'Agent and CSI driver share the folder of the socket, a hostPath',
    rules: ['SocketsDiffer', 'SocketMalformed'],
    construction: 'both read `WorkloadSocket.folder`',
  },
  {
    id: 'B12',
    says: 'Istio looks for the file that the agent makes',
    rules: ['SocketsDiffer', 'SocketMalformed'],
    construction: 'the template writes the name wherever it is not the default',
  },
  {
    id: 'B13',
    says: 'The volume is `workload-socket`, of the CSI driver, read-only',
    construction: 'one function writes it',
  },
  {
    id: 'B14',
    says: 'The template fits native and other sidecars, and the ones named exist',
    construction:
      'the template asks the same condition as Istio; annotations come from the template object',
  },
  {
    id: 'B15',
    says: 'What the version of Istio cannot do with SPIRE is refused',
    rules: ['AmbientWithSpire', 'FeatureNeedsVersion', 'WaypointWithSpire'],
  },
  {
    id: 'B16',
    says: 'The overlay of a gateway replaces the volume, by the name of a Deployment that is rendered',
    construction: 'name and overlay come from one `Gateway`',
  },
  {
    id: 'B17',
    says: 'holdApplicationUntilProxyStarts without native sidecars needs attestation without containers',
    construction: '`disable_container_selectors` is derived from the two',
  },
  {
    id: 'B18',
    says: 'SPIRE is outside the mesh; its namespaces have their Pod Security levels',
    rules: ['NamesClash'],
    construction: 'the stack labels both namespaces',
  },
  {
    id: 'B19',
    says: 'The agent sees Pods by PID and verifies the kubelet, or says why not',
    rules: ['PropertyMissing'],
    construction: '`KubeletVerification.skip` takes a reason',
  },
  {
    id: 'B20',
    says: 'The bundle ConfigMap exists without data, and its Role is limited to it',
    rules: ['ControllerFieldInOutput'],
    construction: 'server and ConfigMap are one construct',
  },
  {
    id: 'B21',
    says: 'One plugin publishes the bundle, and the agent reads its format',
    construction: '`SpireInstallation.trustBundle` decides both by the version',
  },
  {
    id: 'B22',
    says: 'SVID TTLs are at most a sixth of `ca_ttl` and seven days',
    rules: ['SvidOutlivesCaRotation'],
  },
  {
    id: 'B23',
    says: 'A child ends before its issuer does',
    rules: ['ChildOutlivesParent', 'CaTtlOutlivesUpstream', 'CaTtlAboveMaximum'],
  },
  {
    id: 'B24',
    says: 'What istiod may sign ends before its CA',
    rules: ['WorkloadCertOutlivesIstiodCa', 'WorkloadCertAboveMaximum'],
  },
  {
    id: 'B25',
    says: "cert-manager's minima hold, in Go durations",
    rules: [
      'TtlMalformed',
      'CertificateDurationTooShort',
      'RenewBeforeTooShort',
      'RenewBeforeNotShorter',
      'RenewBeforePercentageOutOfRange',
    ],
  },
  {
    id: 'B26',
    says: 'ACME decides the lifetime of its certificates',
    rules: ['LifetimeMisplaced'],
    construction: 'a Certificate of an ACME account is written with `renewBeforePercentage` alone',
  },
  {
    id: 'B27',
    says: 'The issuer above SPIRE answers within 75 seconds',
    construction: 'only issuers that sign by themselves are CA-capable types',
  },
  {
    id: 'B28',
    says: '`cacerts` has its name, namespace and all three files',
    construction:
      '`IstioCa` names them, and only a CA-capable issuer, which fills `ca.crt`, is taken',
  },
  {
    id: 'B29',
    says: '`cacerts` exists before istiod starts',
    construction: 'layer 40 comes before layer 80',
  },
  {
    id: 'B30',
    says: 'A CA says so, with its usages and a subject',
    rules: ['SubjectMalformed'],
    construction: 'the constructs write `isCA` and usages',
  },
  {
    id: 'B31',
    says: 'The Secret of an issuer is where its kind looks for it',
    rules: ['IssuerOutOfReach'],
    construction: '`RootCa` puts it into the cluster resource namespace',
  },
  {
    id: 'B32',
    says: 'Only issuers that can sign CAs are above CAs',
    construction:
      '`ICaCapableIssuer` is a type; ACME, roles of Vault and bare self-signed issuers do not have it, and `ILeafIssuer` is what a CA of Vault is not',
  },
  {
    id: 'B33',
    says: "SPIRE's upstream answers with the root",
    rules: ['RootsDiffer'],
    construction:
      'a self-signed root is its own chain; for an existing issuer, and for a CA outside the cluster, the user states it',
  },
  {
    id: 'B34',
    says: 'SPIRE may do four things to CertificateRequests, in one namespace',
    rules: ['IssuerOutOfReach'],
    construction: 'a Role beside the plugin configuration',
  },
  {
    id: 'B35',
    says: 'An approval policy admits what SPIRE asks for',
    construction: 'the policy is made of the same request, `serialNumber` of its subject included',
  },
  {
    id: 'B36',
    says: 'Vault, Venafi and ACME issuers are well-formed',
    rules: ['PropertyMalformed', 'NamesClash', 'FeatureNeedsVersion'],
    construction:
      'one login and one platform are one value each; account keys have Secrets of their own',
  },
  {
    id: 'B37',
    says: 'Every issuerRef has name, kind and group',
    construction: 'one function writes it',
  },
  {
    id: 'B38',
    says: 'Every CA says whether its key changes; a root keeps its own',
    rules: ['RootKeyNotKept', 'KeyRotationUnstated'],
    construction: '`TrustRoot.selfSigned` has no other choice',
  },
  {
    id: 'B39',
    says: "TLS Secrets are in the gateway's namespace, and hosts are names of the certificate",
    rules: ['KeyOutOfReach', 'IssuerOutOfReach', 'HostNotInCertificate'],
    construction: 'the Certificate of a site is made where the Pods of its gateway are',
  },
  {
    id: 'B40',
    says: 'HTTP-01 has no wildcards and an open port 80',
    rules: ['WildcardNeedsDnsChallenge', 'NameUnprovable', 'ChallengeDenied'],
    construction:
      'no choice of `PlainHttp` writes `httpsRedirect`, or redirects the path of challenges',
  },
  {
    id: 'B41',
    says: 'Solvers reach the gateway by its class, and open no port of the nodes',
    rules: ['GatewayApiOff', 'SolversAmbiguous'],
    construction:
      'a release gets `--enable-gateway-api` where a solver needs it; the IngressClass is made with the account, always of `istio.io/ingress-controller`; solver Services are ClusterIP',
  },
  {
    id: 'B42',
    says: 'Ingress TLS of a Sidecar is SIMPLE or MUTUAL, on ports of HTTPS or TLS',
    construction:
      '`ServerTls` has no other mode for it; the protocol of the port follows from the TLS',
  },
  {
    id: 'B43',
    says: 'istiod is told of TLS at sidecars, or it serves plain text there',
    rules: ['TlsOnSidecarIngressOff'],
  },
  {
    id: 'B44',
    says: 'The terminated ports alone are without the TLS of the mesh',
    construction: 'PeerAuthentication is derived from the listeners, with the same selector',
  },
  {
    id: 'B45',
    says: 'Sidecar, PeerAuthentication and Service select the same Pods and ports',
    construction: 'all three are written from one `TlsWorkload`',
  },
  {
    id: 'B46',
    says: 'Certificates are mounted where the Sidecar reads them',
    rules: ['SidecarTlsUnmounted'],
    construction: 'volumes, mounts and paths come from one value',
  },
  {
    id: 'B47',
    says: 'Certificates from files beside SPIRE need Istio 1.26',
    construction: 'there is no older version to choose',
  },
];
