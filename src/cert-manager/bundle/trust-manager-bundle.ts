import { Construct } from 'constructs';
import * as trust from '../../../imports/trust.cert-manager.io';
import { refuseAny } from '../../trust/mesh-trust-error';
import { DNS_SUBDOMAIN } from '../../trust/names';
import { requirePrerequisites } from '../../trust/prerequisite';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { RootBundle } from './root-bundle';

/** A Bundle of trust-manager. */
export interface TrustManagerBundleProps {
  /** What it has, and who gets it. */
  readonly bundle: RootBundle;
  /** The Secret of a root that cert-manager makes, in the namespace from which trust-manager reads. @default - none: all roots are those of the bundle */
  readonly rootSecretName?: string;
}

/** One check for each property of a Bundle. */
export const TRUST_MANAGER_BUNDLE_PROPERTIES: PropertyTable<TrustManagerBundleProps> = {
  bundle: instanceOf(RootBundle, 'RootBundle.trustManager()'),
  rootSecretName: optional(text(DNS_SUBDOMAIN, 'the name of a Secret', 'mesh-root')),
};

/**
 * The Bundle by which trust-manager writes the roots into a ConfigMap of many namespaces. Of a root that
 * cert-manager makes it takes `tls.crt` of the root's own Secret: `ca.crt` of what the root signed is only
 * written when that is signed anew, and is an old root until then.
 *
 * @see https://cert-manager.io/docs/trust/trust-manager/#cert-manager-integration-intentionally-copying-ca-certificates
 */
export class TrustManagerBundle extends Construct {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: TrustManagerBundleProps) {
    super(scope, id);
    refuseAny(checkProps(this.node.path, props, TRUST_MANAGER_BUNDLE_PROPERTIES));
    const { bundle, rootSecretName } = props;
    const ofRoot =
      rootSecretName === undefined ? [] : [{ secret: { name: rootSecretName, key: 'tls.crt' } }];

    const resource = new trust.Bundle(this, 'Resource', {
      metadata: {
        name: bundle.name,
        labels: {
          'app.kubernetes.io/name': 'root-bundle',
          'app.kubernetes.io/part-of': 'mesh-trust',
        },
      },
      spec: {
        sources: [...ofRoot, ...bundle.roots.map(({ source }) => source)],
        target: {
          configMap: { key: bundle.key },
          namespaceSelector: { matchLabels: { ...bundle.namespaceLabels } },
        },
      },
    });
    requirePrerequisites(
      resource,
      bundle.roots.flatMap((root) => root.prerequisitesIn(bundle.trustNamespace)),
    );
  }
}
