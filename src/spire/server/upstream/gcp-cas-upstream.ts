import { refuseAny } from '../../../trust/mesh-trust-error';
import { checkProps, instanceOf, text, type PropertyTable } from '../../../trust/props';
import type { Authority } from '../../../trust/trust-chain';
import { GcpCredentials } from './gcp-credentials';
import { UpstreamCa } from './upstream-ca';
import {
  together,
  type UpstreamNeeds,
  type UpstreamPlugin,
  type UpstreamServer,
} from './upstream-plugin';

/** CAs of Google's Certificate Authority Service, found by a label. */
export interface GcpCasUpstreamProps {
  /** Project that has them. */
  readonly projectName: string;
  /** Region that has them. */
  readonly regionName: string;
  /** Their pool. */
  readonly caPool: string;
  /** Key of the label that they have. */
  readonly labelKey: string;
  /** Value of the label that they have. */
  readonly labelValue: string;
  /** As whom the server calls Google Cloud. */
  readonly credentials: GcpCredentials;
  /** What their owner knows of the one that ends first, which signs. */
  readonly ca: UpstreamCa;
}

/** `plugin_data` of the UpstreamAuthority plugin `gcp_cas`. */
export interface GcpCasPluginData {
  /** Which CAs. */
  readonly root_cert_spec: {
    readonly project_name: string;
    readonly region_name: string;
    readonly ca_pool: string;
    readonly label_key: string;
    readonly label_value: string;
  };
}

/** One check for each property. */
export const GCP_CAS_UPSTREAM_PROPERTIES: PropertyTable<GcpCasUpstreamProps> = {
  projectName: text(
    /^(?:[a-z][-a-z0-9.]{0,62}:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
    'the ID of a project',
    'example-project',
  ),
  regionName: text(/^[a-z]+-[a-z]+\d{1,2}$/, 'the name of a region', 'europe-west4'),
  caPool: text(/^[A-Za-z0-9_-]{1,63}$/, 'the name of a pool', 'mesh'),
  labelKey: text(/^[a-z][a-z0-9_-]{0,62}$/, 'the key of a label', 'mesh-identity-root'),
  labelValue: text(/^[a-z0-9_-]{1,63}$/, 'the value of a label', 'true'),
  credentials: instanceOf(GcpCredentials, 'GcpCredentials.workloadIdentity()'),
  ca: instanceOf(UpstreamCa, 'UpstreamCa.belowRootOfMesh({ subject, lifetime, keyAtRenewal })'),
};

const HTTPS = 443;

/**
 * CAs of Certificate Authority Service. Of those that are enabled and have the label, the one that ends
 * first signs, and the roots of all are in the bundle of SPIRE: one that is added is trusted before it
 * signs. No CA may follow below that of SPIRE.
 *
 * @see https://github.com/spiffe/spire/blob/v1.15.3/doc/plugin_server_upstreamauthority_gcp_cas.md
 */
export class GcpCasUpstream implements UpstreamPlugin {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public static of(props: GcpCasUpstreamProps): GcpCasUpstream {
    refuseAny(checkProps('UpstreamAuthority.gcpCas', props, GCP_CAS_UPSTREAM_PROPERTIES));
    return new GcpCasUpstream(props);
  }

  /** Name by which SPIRE knows it. */
  public readonly name = 'gcp_cas';
  /** The plugin asks for a CA that signs leaves alone. */
  public readonly maxPathLength = 0;

  private constructor(private readonly props: GcpCasUpstreamProps) {}

  /** What the credentials need, and the way to Google Cloud. */
  public get needs(): UpstreamNeeds {
    return together(this.props.credentials.needs, { egress: [{ port: HTTPS }] });
  }

  /** `plugin_data`. */
  public data(): GcpCasPluginData {
    const { projectName, regionName, caPool, labelKey, labelValue } = this.props;
    return {
      root_cert_spec: {
        project_name: projectName,
        region_name: regionName,
        ca_pool: caPool,
        label_key: labelKey,
        label_value: labelValue,
      },
    };
  }

  /** The CA of the pool that ends first. */
  public authority({ path }: UpstreamServer): Authority {
    const { ca, projectName, caPool } = this.props;
    const keyIn = `Certificate Authority Service, pool ${caPool} of ${projectName}`;
    return ca.authority({ path, keyIn });
  }
}
