import type { RuleEntry } from './rule-entry';

/** Rules over single parts, over versions, and over what is written. */
export const PART_AND_OUTPUT_RULES = {
  DatastoreNotShared: {
    kind: 'part',
    holds: 'More than one SPIRE server shares a PostgreSQL or MySQL datastore.',
    because: 'With SQLite each server knows only the agents and entries that it made itself.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/scaling_spire.md',
  },
  NamespaceIgnored: {
    kind: 'part',
    holds: 'The controller manager does not ignore a namespace that has identities.',
    because: 'Its Pods get no entry, so that their proxies never become ready.',
    see: 'https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/spire-controller-manager-config.md',
  },
  NamesClash: {
    kind: 'part',
    holds: 'Names that must be unique are unique: environments, gateways, namespaces, hosts.',
    because: 'The second takes the place of the first without a word.',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  PortsClash: {
    kind: 'part',
    holds: 'The ports of one Pod or of one Service are different.',
    because: 'The second listener does not start, or the API server refuses the Service.',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services',
  },
  WildcardNeedsDnsChallenge: {
    kind: 'part',
    holds: 'A wildcard name of an ACME certificate is proved by DNS-01.',
    because:
      'ACME servers offer no other proof of a wildcard, and cert-manager waits without end: no Challenge, no event.',
    see: 'https://letsencrypt.org/docs/challenge-types/',
  },
  NameUnprovable: {
    kind: 'part',
    holds: 'Every name of an ACME certificate has a solver in its account.',
    because: 'cert-manager finds no solver for the challenge, and asks again without end.',
    see: 'https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types',
  },
  SolversAmbiguous: {
    kind: 'part',
    holds: 'No two solvers of an ACME account are for the same names.',
    because: 'The first of the list is taken, whatever the second was written for.',
    see: 'https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types',
  },
  StagingIssuerInProduction: {
    kind: 'part',
    holds:
      'A site is not certified by a staging server in an environment that has another ACME server.',
    because: 'No browser trusts the certificate, and nothing in the cluster says so.',
    see: 'https://letsencrypt.org/docs/staging-environment/',
  },
  GatewayApiOff: {
    kind: 'part',
    holds:
      'A solver that goes through the Gateway API has a cert-manager that was told of it: `--enable-gateway-api`.',
    because:
      'The flag is off by default: cert-manager makes no route, and the challenge waits without end.',
    see: 'https://cert-manager.io/docs/configuration/acme/http01/#configuring-the-http-01-gateway-api-solver',
  },
  ChallengeDenied: {
    kind: 'part',
    holds:
      'Where rules of authorization are for the ingress gateway of an HTTP-01 solver, one of them lets challenges through.',
    because:
      'The gateway answers 403 to the ACME server, as to everybody whom no rule names: no certificate is issued, and none is renewed.',
    see: 'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
  },
  LifetimeMisplaced: {
    kind: 'part',
    holds:
      'With an ACME issuer a Certificate says `renewBeforePercentage` alone, with any other its lifetime.',
    because:
      'An ACME server decides how long its certificates live: cert-manager ignores `duration`, and reviewers read what no certificate has.',
    see: 'https://cert-manager.io/docs/reference/api-docs/#acme.cert-manager.io/v1.ACMEIssuer',
  },
  LifetimeNotGranted: {
    kind: 'part',
    holds: 'A certificate asks a signer for no longer a life than that gives.',
    because:
      'The signer refuses it, or cuts it short: reviewers read a lifetime that no certificate has, and `renewBefore` is counted from another end.',
    see: 'https://developer.hashicorp.com/vault/api-docs/secret/pki#sign-certificate',
  },
  HostNotInCertificate: {
    kind: 'part',
    holds: 'Every host that a gateway serves over TLS is a name of its certificate.',
    because: 'Clients end the connection: the certificate is for somebody else.',
    see: 'https://www.rfc-editor.org/rfc/rfc9525#section-6',
  },
  CertificateShared: {
    kind: 'part',
    holds: 'Two sites of one gateway do not show the same certificate.',
    because:
      'A browser sends requests for the second over its connection to the first, and gets 404; a host that is added issues the certificate of both anew.',
    see: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate',
  },
  CallerForeign: {
    kind: 'part',
    holds:
      'A rule of authorization lets in identities of the trust domain of the mesh, of one of its aliases, or of one with which it federates.',
    because: 'No caller has any other identity: the rule lets nobody in, and everybody gets 403.',
    see: 'https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/',
  },
  NoMemberOfFederation: {
    kind: 'part',
    holds: 'The trust domain of an environment is a member of the federation that it names.',
    because:
      'Its servers would ask the others for their bundles and hand out none: nobody takes its identities.',
    see: 'https://spiffe.io/docs/latest/architecture/federation/readme/',
  },
  FederationSidesDiffer: {
    kind: 'output',
    holds:
      'Environments that are written together say the same of each member of a federation: its endpoint, how that is known, how often it is asked, and its roots.',
    because:
      'One side asks where the other does not answer, or takes it for somebody else: its bundle grows old, and with the next root nobody of it is verified.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md',
  },
  FederationOneSided: {
    kind: 'output',
    holds:
      'Of environments that are written together, each federates with every one that federates with it, and those of one trust domain with the same others.',
    because:
      'One mesh takes the identities of the other and shows its own in vain: calls are let in one way and refused the other, or by one cluster and not by the next.',
    see: 'https://spiffe.io/docs/latest/architecture/federation/readme/',
  },
  FederatedDomainAliased: {
    kind: 'part',
    holds:
      'No federated trust domain counts as the mesh itself: none is an alias of its trust domain, and none is `cluster.local`.',
    because:
      'Istio adds every alias to each principal of a policy: a foreign workload with the same namespace and account gets in as the own one.',
    see: 'https://github.com/istio/istio/issues/55529',
  },
  DigestUnused: {
    kind: 'part',
    holds: 'A digest is given for an image that the environment runs.',
    because: 'A misspelt repository is not pinned, and nobody notices.',
    see: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  },
  InstallerCannotSay: {
    kind: 'part',
    holds: 'What is asked for can be said to the installer that is chosen.',
    because:
      'It would be left out of what is written, and another identity or another name would come up.',
    see: 'https://github.com/istio-ecosystem/sail-operator/blob/1.30.3/docs/common/create-and-configure-gateways.adoc',
  },
  UpgradeOutOfReach: {
    kind: 'version',
    holds: 'A canary upgrade leads to a newer release of Istio, at most two minors on.',
    because:
      'Proxies further behind their control plane are not supported, and there is no way back to an older one.',
    see: 'https://istio.io/latest/docs/setup/upgrade/canary/',
  },
  IntermediateInBundle: {
    kind: 'part',
    holds: 'A bundle of roots has self-signed certificates of CAs, and nothing else.',
    because:
      'Whoever trusts an intermediate trusts it after its root is taken away, and refuses what the next intermediate signs.',
    see: 'https://cert-manager.io/docs/trust/trust-manager/#preparing-for-production',
  },
  BundleSourceOutOfReach: {
    kind: 'part',
    holds: 'The Secret of a root is in the namespace from which trust-manager reads.',
    because: 'trust-manager finds no source, and writes no bundle into any namespace.',
    see: 'https://cert-manager.io/docs/trust/trust-manager/api-reference/',
  },
  TlsOnSidecarIngressOff: {
    kind: 'part',
    holds: 'A sidecar terminates TLS where the control plane has TLS_ON_SIDECAR_INGRESS on.',
    because:
      'istiod passes over the TLS of the listener in silence otherwise: the port serves plain text to everybody.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pilot/pkg/features/experimental.go',
  },
  TwoWorkloadCas: {
    kind: 'part',
    holds:
      'One CA signs for workloads: SPIRE, or whoever signs for Istio, such as istio-csr or a signer of Kubernetes.',
    because:
      'A proxy that finds the socket of SPIRE asks nobody else, one that does not asks the other: the mesh has two kinds of identity, and nobody notices which one a Pod has.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pkg/istio-agent/agent.go',
  },
  RootNotPinned: {
    kind: 'part',
    holds:
      'istio-csr is told the root of the mesh, and does not take it from the answers of its issuer.',
    because:
      'A new root would reach proxies with the first certificate that it signs, when nobody trusts it yet, and an issuer that names no root leaves istio-csr unready.',
    see: 'https://cert-manager.io/docs/usage/istio-csr/',
  },
  AmbientWithSpire: {
    kind: 'version',
    holds: 'Ambient mode is not combined with SPIRE.',
    because:
      'ztunnel takes its certificates from istiod alone: the mesh would have two kinds of identity.',
    see: 'https://github.com/istio/ztunnel/pull/1936',
  },
  WaypointWithSpire: {
    kind: 'version',
    holds:
      'A gateway whose Deployment istiod makes, a waypoint among them, is not combined with SPIRE.',
    because:
      'Before Istio 1.31 its template has a volume in the place of the socket of SPIRE, which nothing can replace: the gateway has an identity of istiod, or does not start.',
    see: 'https://github.com/istio/istio/issues/60107',
  },
  FeatureNeedsVersion: {
    kind: 'version',
    holds: 'What is asked for exists in the chosen version.',
    because: 'An older component ignores what it does not know, or does not start.',
    see: 'https://istio.io/latest/news/releases/',
  },
  ObjectDuplicate: {
    kind: 'output',
    holds: 'No two objects share group, kind, namespace and name.',
    because: 'The one applied last wins, and which one that is depends on the tool.',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  ObjectMalformed: {
    kind: 'output',
    holds:
      'Every object has an explicit name, names and labels that the API server takes, and a namespace exactly when its kind has one.',
    because: 'The API server refuses it when it is applied, after the review.',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  },
  PrivateKeyInOutput: {
    kind: 'output',
    holds: 'No private key is in any output.',
    because: 'What is committed is read by everybody who reads the repository, forever.',
    see: 'https://www.rfc-editor.org/rfc/rfc7468#section-10',
  },
  ControllerFieldInOutput: {
    kind: 'output',
    holds:
      'Fields that a controller fills are not in the output: `caBundle` of webhooks, `data` of the bundle ConfigMap.',
    because:
      'GitOps puts the committed value back, and takes away the trust bundle that the controller wrote.',
    see: 'https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/',
  },
  ReferenceDangling: {
    kind: 'output',
    holds: 'What a manifest refers to is in the output, or is named as a prerequisite.',
    because: 'The Pod stays in ContainerCreating, or the webhook has no endpoint.',
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  },
  SidecarTlsUnmounted: {
    kind: 'output',
    holds: 'The files from which a Sidecar serves TLS are mounted into the proxies of its Pods.',
    because:
      'Their proxies wait for a certificate that does not come, and take nobody on the port.',
    see: 'https://istio.io/latest/docs/reference/config/annotations/#SidecarUserVolumeMount',
  },
  OutputEmpty: {
    kind: 'output',
    holds: 'An output has objects.',
    because:
      'An empty folder compares as equal to another empty folder, and GitOps prunes the cluster.',
    see: 'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning-with-allow-empty-v18',
  },
  OutputForeign: {
    kind: 'output',
    holds: 'The output folder has nothing in it that this package did not write.',
    because: 'It is replaced as a whole: a slip in its name would take the files of somebody else.',
    see: 'https://github.com/cdk8s-team/cdk8s/issues/2146',
  },
  OutputDrift: {
    kind: 'output',
    holds: 'The committed output is what the environments give.',
    because: 'A reviewer reads one thing, and the cluster gets another.',
    see: 'https://akuity.io/blog/the-rendered-manifests-pattern',
  },
} as const satisfies Record<string, RuleEntry>;
