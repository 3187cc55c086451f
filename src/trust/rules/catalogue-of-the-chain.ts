import type { RuleEntry } from './rule-entry';

/** Rules over the whole trust chain of an environment. */
export const CHAIN_RULES = {
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
  CaTtlAboveMaximum: {
    kind: 'chain',
    holds: 'A CA is asked for no longer than who is above it signs.',
    because:
      'Vault cuts it short without a word, and so everything below; another upstream refuses, and the server of SPIRE does not start.',
    see: 'https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_vault.md#environment-variables',
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
    because:
      'Before Istio 1.28 what istiod signs outlives its CA; since then it is cut short, and the certificates of all proxies end in the same second.',
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
  RootsDiffer: {
    kind: 'chain',
    holds: 'The CA of SPIRE and that of istiod end at one root, or SPIRE says why they need not.',
    because:
      'A proxy with an SVID verifies by the bundle of SPIRE alone, one outside SPIRE by the root of istiod alone: calls between them end with an unknown authority.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pkg/istio-agent/agent.go',
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
  NameNotPermitted: {
    kind: 'chain',
    holds:
      'The name constraints of a CA admit every name below it: the trust domain and each DNS name.',
    because:
      'cert-manager and istiod sign it nevertheless, and whoever verifies it refuses it: the API server no longer calls the webhooks of istiod. SPIRE does not start.',
    see: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10',
  },
  IssuerOutOfReach: {
    kind: 'chain',
    holds:
      'An Issuer is in the namespace of what it signs, and the Secret of a ClusterIssuer in the cluster resource namespace.',
    because:
      'cert-manager does not find it: the request stays pending, and SPIRE gives up after 75 seconds.',
    see: 'https://cert-manager.io/docs/configuration/#cluster-resource-namespace',
  },
  KeyOutOfReach: {
    kind: 'chain',
    holds: 'The Secret of a certificate is in the namespace of whoever serves with it.',
    because:
      'A Pod mounts Secrets of its own namespace alone, and a gateway looks in no other: a missing one is a closed connection.',
    see: 'https://istio.io/latest/docs/ops/integrations/certmanager/',
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
    because:
      'The proxy finds no socket and refuses to start, or, under the default name of the file, turns to istiod and is never ready.',
    see: 'https://github.com/istio/istio/blob/1.30.3/pkg/istio-agent/agent.go',
  },
  ClassNamesDiffer: {
    kind: 'chain',
    holds: 'Every registration carries the class name of the controller manager.',
    because: 'The controller manager ignores the others, so that no workload gets an SVID.',
    see: 'https://github.com/spiffe/spire-controller-manager/blob/v0.6.6/docs/spire-controller-manager-config.md',
  },
} as const satisfies Record<string, RuleEntry>;
