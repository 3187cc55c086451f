import { type Certificate, certificateIn } from '../certificates/certificate';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { kubectl, secretTexts } from '../components/kubectl';
import { ISTIOD } from '../mesh-under-test/mesh-under-test';
import { FROM_OUTSIDE, PROBER_CONTAINER } from './probers';

const SERVED = `import ssl
print(ssl.get_server_certificate(('istiod.istio-system.svc.cluster.local', 15012)))`;

/** What istiod signs with, as its Secret has it. */
export interface CaCerts {
  readonly certificate: Certificate;
  /** PEM. */
  readonly root: string;
}

/** What the Secret of istiod holds at this moment. */
export async function cacertsOf(components: Components): Promise<CaCerts> {
  const text = await secretTexts(components, ISTIOD.namespace, 'cacerts');
  return { certificate: certificateIn(text('tls.crt')), root: text('ca.crt') };
}

/** Which Pods istiod has, and how often their containers were started again. */
export async function istiodPods(components: Components): Promise<string> {
  const path =
    'jsonpath={.items[*].metadata.uid} {.items[*].status.containerStatuses[*].restartCount}';
  return kubectl(
    components,
    ...['-n', ISTIOD.namespace, 'get', 'pods', '-l', 'app=istiod', '-o', path],
  );
}

/** The certificate with which istiod answers proxies. */
export async function servedByIstiod(components: Components): Promise<Certificate> {
  const { workload } = FROM_OUTSIDE;
  const asked = ['python3', '-c', SERVED];
  return certificateIn(
    succeeded(
      'the certificate of istiod',
      await components.exec(workload, PROBER_CONTAINER, asked),
    ),
  );
}
