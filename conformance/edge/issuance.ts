import { certificateIn, type Certificate } from '../certificates/certificate';
import { tellToRenew } from '../certificates/renew';
import type { Components } from '../components/components';
import { kubectl, secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { INGRESS_GATEWAY } from './environment';
import type { Domain } from './sites';

const { namespace: NAMESPACE } = INGRESS_GATEWAY;

/** Waits until cert-manager has these certificates. */
export async function issued(components: Components, domains: readonly Domain[]): Promise<void> {
  const names = domains.map(({ name }) => `certificate/${name}`);
  const asked = ['-n', NAMESPACE, 'wait', '--for=condition=Ready', ...names, '--timeout=110s'];
  const { code, stdout, stderr } = await components.run('kubectl', asked);
  if (code !== 0) {
    throw new Error(`${asked.join(' ')}\n${stdout}${stderr}${await challenges(components)}`);
  }
}

/** The certificate of a domain, as its Secret has it. */
export async function certificateOf(
  components: Components,
  { name }: Domain,
): Promise<Certificate> {
  return certificateIn((await secretTexts(components, NAMESPACE, name))('tls.crt'));
}

/** The serial numbers of the certificates of domains, by their hosts. */
export async function serialsOf(
  components: Components,
  domains: readonly Domain[],
): Promise<Readonly<Record<string, string>>> {
  const certificates = await Promise.all(domains.map((each) => certificateOf(components, each)));
  return Object.fromEntries(
    domains.map(({ host }, index) => [host, certificates[index]?.serialNumber ?? 'none']),
  );
}

/** Tells cert-manager to renew a certificate, and waits until it has. */
export async function renewed(components: Components, domain: Domain): Promise<void> {
  const before = await certificateOf(components, domain);
  await tellToRenew(components, NAMESPACE, domain.name);
  await eventually(`${domain.host} has another certificate`, async () => {
    const { serialNumber } = await certificateOf(components, domain);
    return serialNumber !== before.serialNumber || (await challenges(components));
  });
}

function challenges(components: Components): Promise<string> {
  return kubectl(components, '-n', NAMESPACE, 'get', 'challenges', '-o', 'yaml');
}
