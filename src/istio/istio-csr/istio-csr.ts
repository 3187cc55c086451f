import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ICaCapableIssuer } from '../../cert-manager/issuer/ca-issuer';
import { exceptionsFromHardening } from '../../trust/hardening-exceptions';
import { ImageSource } from '../../trust/image-source';
import { refuseAny } from '../../trust/mesh-trust-error';
import { dnsLabel } from '../../trust/name-checks';
import { checkProps, instanceOf, objectWith, oneOf, type PropertyTable } from '../../trust/props';
import { TrustDomain } from '../../trust/trust-domain';
import { Ttl } from '../../trust/ttl';
import { IstioCsrAccess } from './istio-csr-access';
import { IstioCsrCa } from './istio-csr-ca';
import {
  ISTIO_CSR_LABELS,
  ISTIO_CSR_PORTS,
  ISTIO_CSR_SELECTOR,
  istioCsrPod,
} from './istio-csr-pod';
import { PinnedRoot } from './pinned-root';

/** What istio-csr is, and the facts that it shares with Istio. */
export interface IstioCsrProps {
  /** How it runs: `IstioCsrCa.of({ … })`. */
  readonly csr: IstioCsrCa;
  /** Who signs: a ClusterIssuer, or an Issuer beside istiod. */
  readonly issuer: ICaCapableIssuer;
  /** The root that it hands out, in its own namespace. */
  readonly root: PinnedRoot;
  /** The trust domain of the mesh. */
  readonly trustDomain: TrustDomain;
  /** Istio's name for the cluster, which proxies tell it. */
  readonly clusterName: string;
  /** The longest certificate that it has signed, whatever is asked for. */
  readonly maxWorkloadCertTtl: Ttl;
  /** How it logs. */
  readonly logFormat: 'text' | 'json';
  /** Where images come from. */
  readonly images: ImageSource;
}

/** One check for each property of istio-csr. */
export const ISTIO_CSR_PROPERTIES: PropertyTable<IstioCsrProps> = {
  csr: instanceOf(IstioCsrCa, 'IstioCsrCa.of({})'),
  issuer: objectWith(['kind', 'name', 'group', 'signsCas'], "CaIssuer.cluster('mesh-root')"),
  root: instanceOf(PinnedRoot, "PinnedRoot.inSecret('mesh-root', 'ca.crt')"),
  trustDomain: instanceOf(TrustDomain, "TrustDomain.of('mesh.example.com')"),
  clusterName: dnsLabel('eu-1'),
  maxWorkloadCertTtl: instanceOf(Ttl, 'Ttl.hours(1)'),
  logFormat: oneOf(['text', 'json']),
  images: instanceOf(ImageSource, 'ImageSource.upstream()'),
};

const SERVICE_PORT = 443;

/**
 * istio-csr: the Pods that proxies ask for certificates in the place of istiod, and that hand the root
 * to every namespace. It has to be there before istiod, whose serving certificate is not its affair.
 *
 * Emits a ServiceAccount and what it may do, a Deployment with its Service and NetworkPolicy and, for
 * several Pods, a PodDisruptionBudget.
 *
 * @see https://github.com/cert-manager/istio-csr/blob/v0.17.0/deploy/charts/istio-csr/README.md
 */
export class IstioCsr extends Construct {
  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: IstioCsrProps) {
    super(scope, id);
    refuseAny(checkProps(this.node.path, props, ISTIO_CSR_PROPERTIES));
    const { namespace, replicas } = props.csr;
    const metadata = { name: IstioCsrCa.NAME, namespace, labels: ISTIO_CSR_LABELS };
    new kplus.ServiceAccount(this, 'ServiceAccount', { metadata, automountToken: false });
    new IstioCsrAccess(this, 'Access', namespace);
    new k8s.KubeDeployment(this, 'Resource', {
      metadata: {
        ...metadata,
        annotations: {
          ...exceptionsFromHardening({
            'container-image-pull-policy': 'the tag is a release, which does not move',
          }),
        },
      },
      spec: {
        replicas,
        selector: { matchLabels: ISTIO_CSR_SELECTOR },
        template: istioCsrPod(props),
      },
    });
    this.addNetwork(metadata);
    if (replicas > 1) {
      new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
        metadata,
        spec: {
          maxUnavailable: k8s.IntOrString.fromNumber(1),
          selector: { matchLabels: ISTIO_CSR_SELECTOR },
        },
      });
    }
  }

  private addNetwork(metadata: k8s.ObjectMeta): void {
    new k8s.KubeService(this, 'Service', {
      metadata,
      spec: {
        selector: ISTIO_CSR_SELECTOR,
        ports: [
          {
            name: 'grpc',
            port: SERVICE_PORT,
            targetPort: k8s.IntOrString.fromNumber(ISTIO_CSR_PORTS.grpc),
            protocol: 'TCP',
          },
        ],
      },
    });
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: {
        ...metadata,
        annotations: {
          'mesh-trust/reason-proxies-from-anywhere':
            'Pods of every namespace of the mesh ask for certificates, each with a token that is looked at.',
        },
      },
      spec: {
        podSelector: { matchLabels: ISTIO_CSR_SELECTOR },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [tcp(ISTIO_CSR_PORTS.grpc), tcp(ISTIO_CSR_PORTS.metrics)] }],
      },
    });
  }
}

function tcp(port: number): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' };
}
