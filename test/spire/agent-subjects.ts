import { SpireAgent } from '../../src/spire/agent/spire-agent';
import { SpireAgentRebootstrap } from '../../src/spire/agent/spire-agent-rebootstrap';
import type { SpireAgentProps } from '../../src/spire/agent/spire-agent-props';
import { SpiffeCsiDriver } from '../../src/spire/csi-driver/spiffe-csi-driver';
import type { SpiffeCsiDriverProps } from '../../src/spire/csi-driver/spiffe-csi-driver-props';
import {
  KubeletVerification,
  type SkipKubeletVerificationOptions,
} from '../../src/spire/agent/kubelet-verification';
import { SpireInstallation } from '../../src/spire/spire-installation';
import { Telemetry } from '../../src/spire/telemetry';
import { Resources } from '../../src/trust/resources';
import { TrustDomain } from '../../src/trust/trust-domain';
import { Ttl } from '../../src/trust/ttl';
import type { Subject } from '../support/bad-inputs';
import { emptyChart } from '../support/manifests';

/** An installation as the tests of the node side use it. */
export const INSTALLATION = SpireInstallation.of({
  trustDomain: TrustDomain.of('example.org'),
  clusterName: 'demo-cluster',
});

const resources = Resources.of({ memory: '64Mi' }, { memory: '128Mi' });
const placement = {
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'mesh', effect: 'NoSchedule' }],
} as const;

/** Every property of a SPIRE agent. */
export const ALL_AGENT_PROPS: Required<SpireAgentProps> = {
  installation: INSTALLATION,
  kubeletVerification: KubeletVerification.hostCertificate(),
  kubeletPermission: 'nodes/proxy',
  network: 'pod',
  logLevel: 'DEBUG',
  logFormat: 'text',
  healthPort: 8080,
  telemetry: Telemetry.prometheus({ scrapedFrom: 'monitoring' }),
  rebootstrap: SpireAgentRebootstrap.after(Ttl.minutes(30)),
  availabilityTarget: Ttl.hours(48),
  workloadX509SvidKeyType: 'ec-p384',
  x509SvidCacheMaxSize: 500,
  disableContainerSelectors: true,
  resources,
  ...placement,
};

/** Every property of the CSI driver. */
export const ALL_CSI_DRIVER_PROPS: Required<SpiffeCsiDriverProps> = {
  installation: INSTALLATION,
  kubeletPath: '/var/lib/k0s/kubelet',
  healthPort: 9999,
  resources,
  registrarResources: resources,
  ...placement,
};

/** What takes properties on the node side of SPIRE. */
export const spireAgentSubjects: readonly Subject[] = [
  {
    name: 'SpireAgent',
    props: { ...ALL_AGENT_PROPS },
    required: ['installation'],
    build: (props: SpireAgentProps) => new SpireAgent(emptyChart(), 'SpireAgent', props),
  },
  {
    name: 'SpiffeCsiDriver',
    props: { ...ALL_CSI_DRIVER_PROPS },
    required: ['installation'],
    build: (props: SpiffeCsiDriverProps) =>
      new SpiffeCsiDriver(emptyChart(), 'SpiffeCsiDriver', props),
  },
  {
    name: 'KubeletVerification.skip',
    props: { reason: 'a cluster of a test, without anything in it' },
    required: ['reason'],
    build: (props: SkipKubeletVerificationOptions) => KubeletVerification.skip(props),
  },
];
