import type { Chart } from 'cdk8s';
import { Approval } from '../cert-manager/approval/approval';
import { RequestPolicy } from '../cert-manager/approval/request-policy';
import { spireCaRequest } from '../spire/server/spire-ca-request';
import type { Prerequisite } from '../trust/prerequisite';
import { certificateRequest } from './certificate-requests';
import type { EnvironmentParts } from './environment-parts';
import type { AnyEnvironmentProps } from './environment-props';
import { requestsOfIstioCsr } from './istio-csr-objects';
import type { KubernetesObject } from './rendered-environment';

/** Who approves requests for certificates. */
export function approvalOf({ approval }: AnyEnvironmentProps): Approval {
  return approval ?? Approval.certManager();
}

/** Whether cert-manager makes requests for this object. */
export function isCertificate({ apiVersion, kind }: KubernetesObject): boolean {
  return kind === 'Certificate' && apiVersion.startsWith('cert-manager.io/');
}

/** One policy for the request of each of these Certificates, and those of SPIRE and of istio-csr. */
export function defineRequestPolicies(
  layer: Chart,
  certificates: readonly KubernetesObject[],
  props: AnyEnvironmentProps,
  parts: EnvironmentParts,
): void {
  const { certManager, spire } = parts;
  const { serviceAccountName: name, namespace, installation } = certManager;
  for (const certificate of certificates) {
    const request = certificateRequest(certificate, { name, namespace });
    const made = new RequestPolicy(layer, request.name, request);
    if (installation !== undefined) {
      const purpose = 'makes the requests of Certificates, which policies allow';
      made.requireRequester({ readBy: 'controller of cert-manager', purpose });
    }
  }
  const ofSpire = spire && spireCaRequest(spire.server);
  const others = [...(ofSpire === undefined ? [] : [ofSpire]), ...requestsOfIstioCsr(props, parts)];
  for (const request of others) {
    new RequestPolicy(layer, request.name, request);
  }
}

/** The software that somebody else installs: cert-manager, and what approves and distributes beside it. */
export function installationsOf(
  props: AnyEnvironmentProps,
  { certManager }: EnvironmentParts,
): readonly Prerequisite[] {
  const { installation } = certManager;
  const approval = approvalOf(props);
  return [
    ...(installation === undefined ? [] : [installation]),
    ...approval.prerequisitesWith(certManager),
    ...(props.bundle?.prerequisitesWith(approval, certManager) ?? []),
  ];
}
