import type { VersionGate } from './version-gate';

/** What depends on the release of Istio. */
export const ISTIO_GATES = {
  filesBesideSpire: {
    feature: 'certificates from files at proxies that have their identity from SPIRE',
    since: '1.26',
    otherwise: 'there is no older release to choose',
    see: 'https://github.com/istio/istio/pull/54725',
  },
  nativeSidecarsByThemselves: {
    feature: 'native sidecars wherever every node can run them (`NativeSidecars.AUTO`)',
    since: '1.27',
    otherwise: '`AUTO` is refused; `NEVER` is the default',
    see: 'https://istio.io/latest/news/releases/1.27.x/announcing-1.27/change-notes/',
  },
  injectedGatewayTakesSocket: {
    feature: "a gateway by injection with SPIRE's socket (`gatewayAnnotations`)",
    since: '1.27',
    otherwise: 'refused: the template of gateways sets the volume to another kind',
    see: 'https://github.com/istio/istio/pull/56217',
  },
  trustBundleName: {
    feature: 'another name for the ConfigMap of the root (`trustBundleName`)',
    since: '1.27',
    otherwise: 'refused',
    see: 'https://istio.io/latest/news/releases/1.27.x/announcing-1.27/change-notes/',
  },
  caCertCredentialName: {
    feature: 'a CA of clients in a Secret of any name (`caCertCredentialName`)',
    since: '1.28',
    otherwise: 'refused, unless the Secret has the name of the certificate and `-cacert`',
    see: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
  },
  signsNothingThatOutlivesIt: {
    feature: 'istiod cuts what it signs to the end of its own CA',
    since: '1.28.10',
    otherwise: "the chain shows ten years for istiod's serving certificate",
    see: 'https://github.com/istio/istio/pull/59766',
  },
} as const satisfies Readonly<Record<string, VersionGate>>;
