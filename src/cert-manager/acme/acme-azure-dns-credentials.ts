import type * as certmanager from '../../../imports/cert-manager.io';
import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps, instanceOf, optional, text, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import type { GatedProperty } from '../gated-property';
import { CERT_MANAGER_GATES } from '../../trust/gates/cert-manager-gates';

/** Properties of credentials by a managed identity. */
export interface AzureManagedIdentityProps {
  /** Client ID of the identity. */
  readonly clientId: string;
  /** Its tenant. @default - that of the cluster */
  readonly tenantId?: string;
}

/** Properties of credentials by a service principal. */
export interface AzureServicePrincipalProps {
  /** Client ID of its application. */
  readonly clientId: string;
  /** Its tenant. */
  readonly tenantId: string;
  /** Where its password lies, in the cluster resource namespace. */
  readonly clientSecret: SecretRef;
}

const UUID = text(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'a UUID in lowercase',
  '00000000-0000-0000-0000-000000000000',
);

/** One check for each property of a managed identity. */
export const AZURE_MANAGED_IDENTITY_PROPERTIES: PropertyTable<AzureManagedIdentityProps> = {
  clientId: UUID,
  tenantId: optional(UUID),
};

/** One check for each property of a service principal. */
export const AZURE_SERVICE_PRINCIPAL_PROPERTIES: PropertyTable<AzureServicePrincipalProps> = {
  clientId: UUID,
  tenantId: UUID,
  clientSecret: instanceOf(SecretRef, "SecretRef.of('azuredns', 'client-secret')"),
};

type AzureDnsFields = Partial<certmanager.ClusterIssuerSpecAcmeSolversDns01AzureDns>;

/**
 * As whom cert-manager writes to Azure DNS.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/azuredns/
 */
export class AzureDnsCredentials {
  /**
   * A managed identity, without any secret: workload identity where the Pod of cert-manager has its
   * token, the identity of the node elsewhere.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static managedIdentity(props: AzureManagedIdentityProps): AzureDnsCredentials {
    const path = 'AzureDnsCredentials.managedIdentity';
    refuseAny(checkProps(path, props, AZURE_MANAGED_IDENTITY_PROPERTIES));
    const { clientId, tenantId } = props;
    const gates =
      tenantId === undefined
        ? []
        : [{ property: 'managedIdentity.tenantID', ...CERT_MANAGER_GATES.azureTenantId }];
    return new AzureDnsCredentials({ managedIdentity: { clientId, tenantId } }, [], gates);
  }

  /**
   * A service principal, whose password lies in a Secret.
   *
   * @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed
   */
  public static servicePrincipal(props: AzureServicePrincipalProps): AzureDnsCredentials {
    const path = 'AzureDnsCredentials.servicePrincipal';
    refuseAny(checkProps(path, props, AZURE_SERVICE_PRINCIPAL_PROPERTIES));
    const { clientId, tenantId, clientSecret } = props;
    const clientSecretSecretRef = { name: clientSecret.name, key: clientSecret.key };
    return new AzureDnsCredentials(
      { clientId, tenantId, clientSecretSecretRef },
      [clientSecret],
      [],
    );
  }

  private constructor(
    /** Their part of `azureDNS`. */
    public readonly spec: AzureDnsFields,
    /** Where what is secret of them lies, in the cluster resource namespace. */
    public readonly secrets: readonly SecretRef[],
    /** What of them needs a newer cert-manager. */
    public readonly gates: readonly GatedProperty[],
  ) {}
}
