import type { KubernetesObject } from '../../stack/rendered-environment';
import { PREREQUISITES_ANNOTATION } from '../../trust/annotations';
import type { Finding } from '../../trust/mesh-trust-error';
import { prerequisitesIn } from '../../trust/prerequisite';
import { groupKindOf } from '../object-id';
import { field, list, textAt } from './fields';
import type { PlacedObject } from './placed-object';

/** A Certificate whose Secret a bundle could take from. */
interface Issued {
  readonly name: string;
  readonly secret: string;
  readonly isRoot: boolean;
}

/**
 * IntermediateInBundle: a Bundle takes from the Secret of a Certificate only where that is a self-signed root, and
 * there `tls.crt`, which is the root itself.
 */
export function bundleRootFindings(objects: readonly PlacedObject[]): Finding[] {
  const issued = objects
    .filter(({ object }) => groupKindOf(object) === 'cert-manager.io/Certificate')
    .map((certificate) => issuedBy(certificate, objects));
  return objects
    .filter(({ object }) => groupKindOf(object) === 'trust.cert-manager.io/Bundle')
    .flatMap(({ path, object }) =>
      list(object, 'spec', 'sources').flatMap((source, index) => {
        const name = textAt(source, 'secret', 'name');
        const key = textAt(source, 'secret', 'key');
        const certificate = isElsewhere(object, name)
          ? undefined
          : issued.find(({ secret }) => secret === name);
        return certificate === undefined || (certificate.isRoot && key === 'tls.crt')
          ? []
          : [notRoot(path, `spec.sources[${index}].secret`, certificate.name, key)];
      }),
    );
}

/** Whether a Secret of this name is there beforehand, in the namespace from which trust-manager reads. */
function isElsewhere({ metadata }: KubernetesObject, name: string | undefined): boolean {
  return prerequisitesIn(metadata.annotations?.[PREREQUISITES_ANNOTATION]).some(
    (prerequisite) => prerequisite.kind === 'Secret' && prerequisite.name === name,
  );
}

/** A root is asked of an issuer that signs with the key of the request. */
function issuedBy({ object }: PlacedObject, objects: readonly PlacedObject[]): Issued {
  const reference = field(object, 'spec', 'issuerRef');
  const kind = textAt(reference, 'kind');
  const issuer = objects.find(
    ({ object: { kind: its, metadata } }) =>
      its === kind &&
      metadata.name === textAt(reference, 'name') &&
      (kind === 'ClusterIssuer' || metadata.namespace === object.metadata.namespace),
  );
  return {
    name: object.metadata.name,
    secret: textAt(object, 'spec', 'secretName') ?? '',
    isRoot: issuer !== undefined && field(issuer.object, 'spec', 'selfSigned') !== undefined,
  };
}

function notRoot(path: string, at: string, certificate: string, key: string | undefined): Finding {
  return {
    code: 'IntermediateInBundle',
    path,
    problem: `'${at}' must be tls.crt of a self-signed root, got ${key ?? 'all keys'} of the Certificate ${certificate}`,
    fix: 'take tls.crt from the Secret of the root, or write RootCertificate.pem(…)',
  };
}
