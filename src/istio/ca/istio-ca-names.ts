/** Namespace of istiod, where its key is. */
export const ISTIOD_NAMESPACE = 'istio-system';
/** The Secret that istiod looks for in its own namespace. */
export const CACERTS = 'cacerts';
/** The Secret in which istiod keeps a CA that it made itself. */
export const ISTIO_CA_SECRET = 'istio-ca-secret';
/** Where istiod puts the root, in every namespace. */
export const ROOT_CONFIG_MAP = 'istio-ca-root-cert';
/** The Secret with the serving certificate of istiod, where it does not sign that itself. */
export const ISTIOD_TLS = 'istiod-tls';
