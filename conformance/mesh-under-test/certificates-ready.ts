import { tellToRenew } from '../certificates/renew';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { got } from '../components/kubectl';

const READY = ['wait', '--for=condition=Ready', 'certificate', '--all', '-A', '--timeout=60s'];

/**
 * What cert-manager says where two of its workers have made a key for one Certificate: it waits an hour then.
 *
 * @see https://github.com/cert-manager/cert-manager/issues/6331
 */
const RACE = 'CSR not signed by referenced private key';

interface Certificates {
  readonly items: readonly {
    readonly metadata: { readonly namespace: string; readonly name: string };
    readonly status?: { readonly conditions?: readonly { readonly message?: string }[] };
  }[];
}

/** Waits until cert-manager has issued every Certificate; where it lost that race it is told to go on, as a user does. */
export async function certificatesReady(components: Components): Promise<void> {
  const { code } = await components.run('kubectl', READY);
  if (code !== 0) {
    const { items } = await got<Certificates>(components, '-A', 'certificates');
    const lost = items.filter(({ status }) =>
      status?.conditions?.some(({ message = '' }) => message.includes(RACE)),
    );
    for (const { metadata } of lost) {
      process.stderr.write(`   ${metadata.name}: "${RACE}", so it is renewed by hand\n`);
      await tellToRenew(components, metadata.namespace, metadata.name);
    }
    succeeded(READY.join(' '), await components.run('kubectl', READY));
  }
}
