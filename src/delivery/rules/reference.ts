import type { KubernetesObject } from '../../stack/rendered-environment';
import { groupKindOf } from '../object-id';
import { field, list, textAt } from './fields';

/** One object's mention of another. */
export interface Reference {
  /** Where it is mentioned: `spec.issuerRef`. */
  readonly at: string;
  /** Kind of what is mentioned. */
  readonly kind: string;
  /** Its namespace; none for kinds that have none; `*` where the reader alone knows it. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
}

/** Reads the references of objects of one group and kind. */
type Reader = (object: KubernetesObject, namespace: string) => readonly (Reference | undefined)[];

const READERS: Readonly<Record<string, Reader>> = {
  'apps/StatefulSet': (object, namespace) => [
    named('spec.serviceName', 'Service', namespace, textAt(object, 'spec', 'serviceName')),
  ],
  '/ServiceAccount': (object, namespace) =>
    list(object, 'imagePullSecrets').map((secret) =>
      named('imagePullSecrets', 'Secret', namespace, textAt(secret, 'name')),
    ),
  'rbac.authorization.k8s.io/RoleBinding': bindingReferences,
  'rbac.authorization.k8s.io/ClusterRoleBinding': bindingReferences,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhookReferences,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhookReferences,
  'cert-manager.io/Certificate': certificateReferences,
  'cert-manager.io/Issuer': (object, namespace) => [
    named('spec.ca.secretName', 'Secret', namespace, textAt(object, 'spec', 'ca', 'secretName')),
  ],
  // A ClusterIssuer looks in the cluster resource namespace, which is a flag of cert-manager and in no manifest.
  'cert-manager.io/ClusterIssuer': (object) => [
    named('spec.ca.secretName', 'Secret', '*', textAt(object, 'spec', 'ca', 'secretName')),
  ],
  // trust-manager reads from one namespace, which is a flag of it and in no manifest.
  'trust.cert-manager.io/Bundle': (object) =>
    list(object, 'spec', 'sources').flatMap((source, index) => {
      const at = `spec.sources[${index}]`;
      return [
        named(`${at}.secret`, 'Secret', '*', textAt(source, 'secret', 'name')),
        named(`${at}.configMap`, 'ConfigMap', '*', textAt(source, 'configMap', 'name')),
      ];
    }),
  // A credential is looked up in the namespace of the Pods that the selector of the Gateway finds.
  'networking.istio.io/Gateway': (object) =>
    list(object, 'spec', 'servers').map((server, index) => {
      const at = `spec.servers[${index}].tls.credentialName`;
      return named(at, 'Secret', '*', textAt(server, 'tls', 'credentialName'));
    }),
  'networking.istio.io/VirtualService': gatewayReferences,
  // Without the bundle of one of them SPIRE refuses the registration, and its Pods get no identity.
  'spire.spiffe.io/ClusterSPIFFEID': (object) =>
    list(object, 'spec', 'federatesWith').map((trustDomain) =>
      named('spec.federatesWith', 'ClusterFederatedTrustDomain', '', String(trustDomain)),
    ),
};

/** What an object mentions by name beside its Pods. */
export function referencesOf(object: KubernetesObject): readonly Reference[] {
  const namespace = object.metadata.namespace ?? '';
  const home = named('metadata.namespace', 'Namespace', '', object.metadata.namespace);
  const others = READERS[groupKindOf(object)]?.(object, namespace) ?? [];
  return [home, ...others].filter((reference) => reference !== undefined);
}

/** A reference, when something is named. */
export function named(
  at: string,
  kind: string,
  namespace: string,
  name: string | undefined,
): Reference | undefined {
  return name === undefined ? undefined : { at, kind, namespace, name };
}

function bindingReferences(object: KubernetesObject, namespace: string): (Reference | undefined)[] {
  const kind = textAt(object, 'roleRef', 'kind') ?? 'ClusterRole';
  const roleNamespace = kind === 'Role' ? namespace : '';
  const subjects = list(object, 'subjects').filter(
    (subject) => textAt(subject, 'kind') === 'ServiceAccount',
  );
  return [
    named('roleRef', kind, roleNamespace, textAt(object, 'roleRef', 'name')),
    ...subjects.map((subject) =>
      named(
        'subjects',
        'ServiceAccount',
        textAt(subject, 'namespace') ?? namespace,
        textAt(subject, 'name'),
      ),
    ),
  ];
}

function webhookReferences(object: KubernetesObject): (Reference | undefined)[] {
  return list(object, 'webhooks').map((webhook, index) => {
    const service = field(webhook, 'clientConfig', 'service');
    const at = `webhooks[${index}].clientConfig.service`;
    return named(at, 'Service', textAt(service, 'namespace') ?? '', textAt(service, 'name'));
  });
}

/** Issuers of other groups belong to controllers that are not part of this stack. */
function certificateReferences(
  object: KubernetesObject,
  namespace: string,
): (Reference | undefined)[] {
  const issuer = field(object, 'spec', 'issuerRef');
  const kind = textAt(issuer, 'kind') ?? 'Issuer';
  const isOurs = (textAt(issuer, 'group') ?? 'cert-manager.io') === 'cert-manager.io';
  const issuerNamespace = kind === 'ClusterIssuer' ? '' : namespace;
  return isOurs ? [named('spec.issuerRef', kind, issuerNamespace, textAt(issuer, 'name'))] : [];
}

function gatewayReferences(object: KubernetesObject, namespace: string): (Reference | undefined)[] {
  return list(object, 'spec', 'gateways').map((gateway) => {
    const [name, other] = String(gateway).split('/').reverse();
    return gateway === 'mesh'
      ? undefined
      : named('spec.gateways', 'Gateway', other ?? namespace, name);
  });
}
