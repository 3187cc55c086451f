import type { ServerTls } from './server-tls';

/** A key of a Secret, and the name of its file in the volume. */
interface MountedKey {
  readonly key: string;
  readonly path: string;
}

/** A Secret of which some keys are files in a proxy. */
interface SecretVolume {
  readonly name: string;
  readonly secretName: string;
  readonly mountPath: string;
  readonly keys: readonly MountedKey[];
}

const CERTIFICATE = { name: 'sidecar-tls', mountPath: '/etc/istio/tls-certs' } as const;
const CLIENT_CA = { name: 'sidecar-tls-ca', mountPath: '/etc/istio/tls-ca-certs' } as const;
const CA_FILE = 'ca.crt';

/**
 * The files from which a sidecar serves TLS, since it takes no `credentialName`: which Secrets are
 * mounted into it, and where they are then. The Sidecar and the annotations of its Pods say both from here.
 */
export class SidecarTlsFiles {
  /** Of TLS that is SIMPLE or MUTUAL. */
  public static of(tls: ServerTls): SidecarTlsFiles {
    const { certificate, clientCa } = tls;
    const ofCertificate = {
      ...CERTIFICATE,
      secretName: certificate.secretName,
      keys: ['tls.crt', 'tls.key', ...(tls.trustsCertificateIssuer ? [CA_FILE] : [])].map(asItIs),
    };
    return clientCa?.secret === undefined
      ? new SidecarTlsFiles([ofCertificate], tls.trustsCertificateIssuer ? CERTIFICATE : undefined)
      : new SidecarTlsFiles(
          [
            ofCertificate,
            {
              ...CLIENT_CA,
              secretName: clientCa.secret.name,
              // One key alone: the Secret of a CA has its private key, too.
              keys: [{ key: clientCa.secret.key, path: CA_FILE }],
            },
          ],
          CLIENT_CA,
        );
  }

  private constructor(
    private readonly volumes: readonly SecretVolume[],
    private readonly caVolume: { readonly mountPath: string } | undefined,
  ) {}

  /** `serverCertificate` of a Sidecar. */
  public get serverCertificate(): string {
    return `${CERTIFICATE.mountPath}/tls.crt`;
  }

  /** `privateKey` of a Sidecar. */
  public get privateKey(): string {
    return `${CERTIFICATE.mountPath}/tls.key`;
  }

  /** `caCertificates` of a Sidecar, where clients show a certificate. */
  public get caCertificates(): string | undefined {
    return this.caVolume && `${this.caVolume.mountPath}/${CA_FILE}`;
  }

  /**
   * Annotations of the Pods, by which the files get into their proxies. A Pod waits until the Secrets
   * are there with all keys: none is optional.
   *
   * @see https://istio.io/latest/docs/reference/config/annotations/#SidecarUserVolume
   */
  public get podAnnotations(): Readonly<Record<string, string>> {
    return {
      'sidecar.istio.io/userVolume': byName(this.volumes, ({ secretName, keys }) => ({
        secret: { secretName, items: keys },
      })),
      'sidecar.istio.io/userVolumeMount': byName(this.volumes, ({ mountPath }) => ({
        mountPath,
        readOnly: true,
      })),
    };
  }
}

function asItIs(key: string): MountedKey {
  return { key, path: key };
}

/** An object keyed by the name of the volume: of an array the template would take the indexes as names. */
function byName(volumes: readonly SecretVolume[], of: (volume: SecretVolume) => object): string {
  return JSON.stringify(Object.fromEntries(volumes.map((volume) => [volume.name, of(volume)])));
}
