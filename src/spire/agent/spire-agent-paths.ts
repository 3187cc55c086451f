/** Where a SPIRE agent finds and keeps things in its container; the socket has the path that it has on the node. */
export const AGENT_PATHS = {
  /** Folder of agent.conf. */
  config: '/etc/spire/agent',
  /** Folder of the trust bundle that the server publishes. */
  bundle: '/etc/spire/bundle',
  /** What the agent remembers while its Pod lives. */
  data: '/var/lib/spire/agent',
  /** Token and CA for the kubelet. */
  kubelet: '/var/run/secrets/kubelet',
  /** Certificate of the kubelet, where that is what it is verified against. */
  kubeletCertificate: '/var/run/secrets/kubelet-certificate/kubelet.crt',
  /** Folder of the token by which the agent attests itself: where k8s_psat looks for it. */
  tokens: '/var/run/secrets/tokens',
} as const;
