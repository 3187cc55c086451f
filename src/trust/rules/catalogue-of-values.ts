import type { RuleEntry } from './rule-entry';

/** Rules that the factories of values and the property tables hold. */
export const VALUE_RULES = {
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
  SpiffeBundleMalformed: {
    kind: 'value',
    holds:
      'A SPIFFE bundle is a JSON Web Key Set with the certificate of a CA in each key of X.509-SVIDs, and without a private key.',
    because:
      'The webhook of the controller manager refuses the ClusterFederatedTrustDomain, or nobody of the other trust domain is ever verified.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md#4-spiffe-bundle-format',
  },
  FederationBundleForeign: {
    kind: 'value',
    holds: 'The bundle of a member of a federation is its own: no root in it names another.',
    because:
      'The endpoint of the other trust domain does not verify against it, and neither does any of its identities.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md#73-preserving-the-trust-domain-bundle-binding',
  },
  FederationMembersClash: {
    kind: 'value',
    holds: 'The members of a federation differ in trust domain and in endpoint.',
    because:
      'SPIRE refuses to federate with its own trust domain; of two endpoints at one address one is never asked.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Federation.md',
  },
  FederationRootShared: {
    kind: 'value',
    holds: 'No root is that of two members of a federation.',
    because:
      'Whoever signs below the root for one trust domain can sign identities of the other, and both take them.',
    see: 'https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md#62-reusing-cryptographic-keys-across-trust-domains',
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
} as const satisfies Record<string, RuleEntry>;
