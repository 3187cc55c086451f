import { refuse, refuseAny } from '../../../trust/mesh-trust-error';
import { checkProps, optional, text, type PropertyTable } from '../../../trust/props';
import { SecretRef } from '../../../trust/secret-ref';
import { secretFiles } from './secret-needs';
import { together, UPSTREAM_FOLDER, type UpstreamNeeds } from './upstream-plugin';

/** Workload Identity Federation for GKE. */
export interface GcpWorkloadIdentityOptions {
  /**
   * Email of an IAM service account as which the server calls.
   *
   * @default - none: the roles are granted to the ServiceAccount of the server itself
   */
  readonly serviceAccount?: string;
}

/** One check for each option of Workload Identity Federation. */
export const GCP_WORKLOAD_IDENTITY_OPTIONS: PropertyTable<GcpWorkloadIdentityOptions> = {
  serviceAccount: optional(
    text(
      /^[a-z][-a-z0-9]{4,28}[a-z0-9]@[a-z][-a-z0-9]{4,28}[a-z0-9]\.iam\.gserviceaccount\.com$/,
      'the email of an IAM service account',
      'spire-server@example-project.iam.gserviceaccount.com',
    ),
  ),
};

/** By which GKE knows as whom the Pods of a ServiceAccount call. */
const ACCOUNT_ANNOTATION = 'iam.gke.io/gcp-service-account';
const KEY_FILE = 'gcp-key.json';

/** Where GKE answers for its metadata: Dataplane V2 at the first, network policies of Calico at the second. */
const METADATA_SERVER = [
  { port: 80, cidr: '169.254.169.254/32' },
  { port: 988, cidr: '169.254.169.252/32' },
] as const;

/** As whom the server calls Google Cloud. */
export class GcpCredentials {
  /**
   * As its ServiceAccount, by Workload Identity Federation for GKE, or as the IAM service account that
   * this may impersonate.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   * @throws PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static workloadIdentity(options: GcpWorkloadIdentityOptions = {}): GcpCredentials {
    const path = 'GcpCredentials.workloadIdentity';
    refuseAny(checkProps(path, options, GCP_WORKLOAD_IDENTITY_OPTIONS));
    const { serviceAccount } = options;
    return new GcpCredentials({
      egress: METADATA_SERVER,
      ...(serviceAccount === undefined
        ? {}
        : { serviceAccountAnnotations: { [ACCOUNT_ANNOTATION]: serviceAccount } }),
    });
  }

  /**
   * By a file of credentials in a Secret of the namespace of the server: a key, which whoever keeps it
   * has to replace, or a configuration of Workload Identity Federation.
   *
   * @throws PropertyWrongType
   */
  public static file(credentials: SecretRef): GcpCredentials {
    if (!((credentials as unknown) instanceof SecretRef)) {
      refuse({
        code: 'PropertyWrongType',
        path: 'GcpCredentials.file',
        problem: `'credentials' must be a SecretRef, got ${JSON.stringify(credentials)}`,
        fix: "write SecretRef.of('spire-gcp', 'credentials.json')",
      });
    }
    return new GcpCredentials(
      together(secretFiles({ [KEY_FILE]: credentials }), {
        environment: [
          { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: `${UPSTREAM_FOLDER}/${KEY_FILE}` },
        ],
      }),
    );
  }

  private constructor(
    /** What the server needs for it. */
    public readonly needs: UpstreamNeeds,
  ) {}
}
