import { refuseAny } from '../../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, type PropertyTable } from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import type { Authority } from '../../../trust/trust-chain';
import { secretFiles, upstreamFile } from './secret-needs';
import { UpstreamCa } from './upstream-ca';
import {
  UPSTREAM_FOLDER,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';

/** A CA whose certificate and key lie in Secrets of the namespace of the server. */
export interface DiskUpstreamProps {
  /** Its certificate, with those between it and `bundle` after it. */
  readonly certificate: SecretRef;
  /** Its private key. */
  readonly privateKey: SecretRef;
  /** The roots above it. @default - none: the certificate is self-signed, and the only one of its file */
  readonly bundle?: SecretRef;
  /** What its owner knows of it. */
  readonly ca: UpstreamCa;
}

/** `plugin_data` of the UpstreamAuthority plugin `disk`. */
export interface DiskPluginData {
  /** The certificate. */
  readonly cert_file_path: string;
  /** Its key. */
  readonly key_file_path: string;
  /** The roots above it. */
  readonly bundle_file_path?: string;
}

const CERTIFICATE = 'upstream.crt';
const PRIVATE_KEY = 'upstream.key';
const BUNDLE = 'bundle.crt';

/** One check for each property. */
export const DISK_UPSTREAM_PROPERTIES: PropertyTable<DiskUpstreamProps> = {
  certificate: instanceOf(SecretRef, "SecretRef.of('spire-upstream-ca', 'tls.crt')"),
  privateKey: instanceOf(SecretRef, "SecretRef.of('spire-upstream-ca', 'tls.key')"),
  bundle: optional(instanceOf(SecretRef, "SecretRef.of('spire-upstream-ca', 'ca.crt')")),
  ca: instanceOf(UpstreamCa, 'UpstreamCa.belowRootOfMesh({ subject, lifetime, keyAtRenewal })'),
};

/**
 * A CA in files. SPIRE reads them anew whenever it makes a CA of its own, so that a Secret that
 * changes needs no restart; what it signs is cut to the end of the certificate.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_disk.md
 */
export class DiskUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType */
  public static of(props: DiskUpstreamProps): DiskUpstream {
    refuseAny(checkProps('UpstreamAuthority.disk', props, DISK_UPSTREAM_PROPERTIES));
    return new DiskUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'disk';

  private constructor(private readonly props: DiskUpstreamProps) {}

  /** The files. */
  public get needs(): UpstreamNeeds {
    const { certificate, privateKey, bundle } = this.props;
    return secretFiles({
      [CERTIFICATE]: certificate,
      [PRIVATE_KEY]: privateKey,
      [BUNDLE]: bundle,
    });
  }

  /** `plugin_data`. */
  public data(): DiskPluginData {
    return {
      cert_file_path: `${UPSTREAM_FOLDER}/${CERTIFICATE}`,
      key_file_path: `${UPSTREAM_FOLDER}/${PRIVATE_KEY}`,
      bundle_file_path: upstreamFile(BUNDLE, this.props.bundle),
    };
  }

  /** The CA of the files. */
  public authority({ path, installation }: UpstreamServer): Authority {
    const { serverNamespace } = installation;
    const keyIn = `Secret ${serverNamespace}/${this.props.privateKey.name}`;
    return this.props.ca.authority({ path, keyIn });
  }
}
