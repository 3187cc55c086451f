// The grammars by which the API server takes names and labels.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/

/** A DNS label of RFC 1123: names of namespaces, ServiceAccounts' prefixes, containers, ports. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS label of RFC 1035, which begins with a letter: names of Services. */
export const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS subdomain of RFC 1123: names of most objects. */
export const DNS_SUBDOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The value of a label, possibly empty. */
export const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The key of a label: an optional DNS subdomain as prefix, and a name. */
export const LABEL_KEY =
  /^((?=[^/]{1,253}\/)[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A key of a Secret or ConfigMap. */
export const DATA_KEY = /^(?!\.{1,2}$)[-._a-zA-Z0-9]{1,253}$/;
