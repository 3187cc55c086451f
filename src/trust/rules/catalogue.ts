/** What a rule is about: decides its chapter in `docs/reference/rules.md`. */
export type RuleKind = 'value' | 'property' | 'chain' | 'part' | 'version' | 'output';

/** An entry of the catalogue: what is held, and why. */
export interface RuleEntry {
  /** Chapter of the reference. */
  readonly kind: RuleKind;
  /** What must hold, in one sentence. */
  readonly holds: string;
  /** What happens in production when it does not. */
  readonly because: string;
  /** Where upstream says so. */
  readonly see: string;
}

/**
 * Every rule that can refuse something, by its stable code. A code is never renamed or reused:
 * pipelines and runbooks quote it.
 */
export const RULES = {
  TrustDomainMalformed: {
    kind: 'value',
    holds: 'A trust domain has 1 to 255 lowercase letters, digits, dots, dashes and underscores.',
    because: 'SPIRE refuses to start with any other, and SPIFFE IDs of it do not parse.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#21-trust-domain',
  },
  SpiffeIdMalformed: {
    kind: 'value',
    holds:
      'A SPIFFE ID is spiffe://<trust domain>/<path of non-empty segments>, at most 2048 bytes.',
    because:
      'SPIRE refuses the entry, and Istio derives the peer from the exact form /ns/<ns>/sa/<sa>.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md#22-path',
  },
  TtlMalformed: {
    kind: 'value',
    holds:
      'A TTL is a positive whole number of seconds, written as a Go duration: 720h, 5m, 1h30m.',
    because: 'Go durations have no days: `30d` is refused by cert-manager and by SPIRE.',
    see: 'https://pkg.go.dev/time#ParseDuration',
  },
  CertificateDurationTooShort: {
    kind: 'value',
    holds: 'A certificate of cert-manager lives at least one hour.',
    because: 'The webhook of cert-manager refuses the Certificate.',
    see: 'https://cert-manager.io/docs/usage/certificate/#renewal',
  },
  RenewBeforeTooShort: {
    kind: 'value',
    holds: 'A certificate of cert-manager is renewed at least five minutes before it ends.',
    because: 'The webhook of cert-manager refuses the Certificate.',
    see: 'https://cert-manager.io/docs/usage/certificate/#renewal',
  },
  RenewBeforeNotShorter: {
    kind: 'value',
    holds: '`renewBefore` is shorter than `duration`.',
    because: 'The certificate would be renewed without end.',
    see: 'https://cert-manager.io/docs/usage/certificate/#renewal',
  },
  RenewBeforePercentageOutOfRange: {
    kind: 'value',
    holds: '`renewBeforePercentage` is a whole number from 1 to 99.',
    because: 'The webhook of cert-manager refuses the Certificate.',
    see: 'https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec',
  },
  DnsNameMalformed: {
    kind: 'value',
    holds: 'A DNS name is lowercase, at most 253 characters, of labels of at most 63.',
    because: 'The webhook of cert-manager, or the API server, refuses the object.',
    see: 'https://www.rfc-editor.org/rfc/rfc1123#page-13',
  },
  NameMalformed: {
    kind: 'value',
    holds: 'A name is one that the API server takes for that kind of object.',
    because: 'The API server refuses the object when it is applied, after the review.',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  SubjectMalformed: {
    kind: 'value',
    holds: 'A subject has a common name of 1 to 64 characters.',
    because:
      'A CA with an empty subject cannot be matched as an issuer; X.509 ends a common name at 64.',
    see: 'https://cert-manager.io/docs/configuration/selfsigned/#certificate-validity',
  },
  ImageMalformed: {
    kind: 'value',
    holds: 'An image has a registry, a repository and a version or digest, and no floating tag.',
    because:
      'A floating tag runs something else tomorrow; a short name is looked up in a registry of the node.',
    see: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  },
  QuantityMalformed: {
    kind: 'value',
    holds: 'A resource quantity is a Kubernetes quantity: 100m, 128Mi, 1.',
    because: 'The API server refuses the Pod template.',
    see: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  },
  LimitBelowRequest: {
    kind: 'value',
    holds: 'A limit is at least as large as the request of the same resource.',
    because: 'The API server refuses the Pod, and the controller repeats it without end.',
    see: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  SocketMalformed: {
    kind: 'value',
    holds: 'The file of the Workload API socket is a bare file name in an absolute folder.',
    because:
      'Istio refuses a path in WORKLOAD_IDENTITY_SOCKET_FILE; a relative folder is nowhere on the node.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pkg/security/security.go',
  },

  PropertyMissing: {
    kind: 'property',
    holds: 'A property without a default is given.',
    because: 'There is no safe guess for it.',
    see: 'https://www.typescriptlang.org/docs/handbook/2/objects.html#optional-properties',
  },
  PropertyUnknown: {
    kind: 'property',
    holds: 'Only known properties are given.',
    because: 'A misspelt property is dropped in silence otherwise, and the default holds instead.',
    see: 'https://www.typescriptlang.org/docs/handbook/2/objects.html#excess-property-checks',
  },
  PropertyWrongType: {
    kind: 'property',
    holds:
      'A property has the type that it is declared with, also where TypeScript did not check it.',
    because:
      'A number where a Ttl belongs has no unit; a string where a reference belongs is checked by nobody.',
    see: 'https://www.typescriptlang.org/docs/handbook/2/everyday-types.html',
  },
  PropertyOutOfRange: {
    kind: 'property',
    holds: 'A number, or the length of a list, is within its range.',
    because: 'The component, or the API server, refuses it when it starts.',
    see: 'https://kubernetes.io/docs/reference/kubernetes-api/',
  },
  PropertyMalformed: {
    kind: 'property',
    holds: 'A text has the form that its reader takes.',
    because: 'The component, or the API server, refuses it when it starts.',
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },

  ParentUnknown: {
    kind: 'chain',
    holds: 'Every issuer in the chain is an authority of the chain, and nobody is above itself.',
    because: 'A certificate without its issuer verifies nowhere.',
    see: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1',
  },
  ChildOutlivesParent: {
    kind: 'chain',
    holds:
      'What an authority signs ends before the authority: child `duration` ≤ parent `renewBefore`.',
    because:
      'cert-manager does not shorten what a CA signs: the child outlives its issuer, and verification fails while every certificate looks valid.',
    see: 'https://cert-manager.io/docs/configuration/ca/',
  },
  CaTtlOutlivesUpstream: {
    kind: 'chain',
    holds: "SPIRE's `ca_ttl` is at most what is left of its upstream issuer when that renews.",
    because: 'cert-manager signs the SPIRE CA with the full `ca_ttl`: it outlives its issuer.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_cert_manager.md',
  },
  SvidOutlivesCaRotation: {
    kind: 'chain',
    holds:
      "SPIRE's X.509-SVID, JWT-SVID and agent TTLs are at most a sixth of `ca_ttl`, and at most seven days.",
    because:
      'SPIRE activates the next CA when a sixth of the old one is left, and silently issues shorter SVIDs before.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/spire_server.md',
  },
  WorkloadCertOutlivesIstiodCa: {
    kind: 'chain',
    holds:
      'The longest workload certificate that istiod may sign is at most `renewBefore` of `cacerts`.',
    because: 'istiod signs with the requested lifetime and does not shorten it to that of its CA.',
    see: 'https://github.com/istio/istio/blob/1.30.3/security/pkg/pki/ca/ca.go',
  },
  WorkloadCertAboveMaximum: {
    kind: 'chain',
    holds: '`workloadCertTtl` is at most `maxWorkloadCertTtl`.',
    because:
      'istiod answers every request with "requested TTL is greater than the max allowed TTL".',
    see: 'https://github.com/istio/istio/blob/1.30.3/security/pkg/pki/ca/ca.go',
  },
  RootKeyNotKept: {
    kind: 'chain',
    holds: 'A root keeps its key when it is renewed.',
    because:
      'Since cert-manager 1.18 a renewal makes a new key by default: a new root that nobody trusts yet.',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/',
  },
  KeyRotationUnstated: {
    kind: 'chain',
    holds: 'Every CA says whether its key changes at renewal.',
    because:
      'The default of cert-manager changed between releases, so that the same YAML does two things.',
    see: 'https://cert-manager.io/docs/releases/release-notes/release-notes-1.18/',
  },
  PathLengthExceeded: {
    kind: 'chain',
    holds: 'The path length of a CA leaves room for every CA below it.',
    because: 'Verifiers refuse every certificate below: the CA itself looks valid.',
    see: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9',
  },
  IssuerOutOfReach: {
    kind: 'chain',
    holds:
      'An Issuer is in the namespace of what it signs, and the Secret of a ClusterIssuer in the cluster resource namespace.',
    because:
      'cert-manager does not find it: the request stays pending, and SPIRE gives up after 75 seconds.',
    see: 'https://cert-manager.io/docs/configuration/#cluster-resource-namespace',
  },
  TrustDomainNotALabel: {
    kind: 'chain',
    holds:
      'With cert-manager as UpstreamAuthority a trust domain is a label value: at most 63 characters, letters or digits at both ends.',
    because:
      'SPIRE writes it into a label of each CertificateRequest, and the API server refuses the request.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/pkg/server/plugin/upstreamauthority/certmanager/api.go',
  },
  TrustDomainsDiffer: {
    kind: 'chain',
    holds: 'SPIRE server, agent, controller manager and Istio name one trust domain.',
    because: 'Every SVID is refused by every peer, with a SAN mismatch in Envoy as the only sign.',
    see: 'https://istio.io/latest/docs/ops/integrations/spire/',
  },
  ClusterNamesDiffer: {
    kind: 'chain',
    holds: 'SPIRE server, agent and controller manager name one cluster.',
    because: 'The parent ID of no entry matches an agent, so that no workload gets an SVID.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_nodeattestor_k8s_psat.md',
  },
  SocketsDiffer: {
    kind: 'chain',
    holds: 'The agent makes the socket that the CSI driver mounts and that Istio opens.',
    because: 'The proxy finds no socket and falls back to istiod as its CA in silence.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pkg/istio-agent/agent.go',
  },
  ClassNamesDiffer: {
    kind: 'chain',
    holds: 'Every registration carries the class name of the controller manager.',
    because: 'The controller manager ignores the others, so that no workload gets an SVID.',
    see: 'https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/spire-controller-manager-config.md',
  },

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
  AmbientWithSpire: {
    kind: 'version',
    holds: 'Ambient mode is not combined with SPIRE.',
    because:
      'ztunnel takes its certificates from istiod alone: the mesh would have two kinds of identity.',
    see: 'https://github.com/istio/ztunnel/pull/1936',
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
  OutputEmpty: {
    kind: 'output',
    holds: 'An output has objects.',
    because:
      'An empty folder compares as equal to another empty folder, and GitOps prunes the cluster.',
    see: 'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning-with-allow-empty-v18',
  },
  OutputDrift: {
    kind: 'output',
    holds: 'The committed output is what the environments give.',
    because: 'A reviewer reads one thing, and the cluster gets another.',
    see: 'https://akuity.io/blog/the-rendered-manifests-pattern',
  },
} as const satisfies Record<string, RuleEntry>;

/** Stable code of a rule. */
export type RuleCode = keyof typeof RULES;
