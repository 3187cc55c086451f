import type { Components } from '../components/components';
import { kubectl } from '../components/kubectl';

/** Tells cert-manager to renew a Certificate, as `cmctl renew` does. */
export async function tellToRenew(
  components: Pick<Components, 'run'>,
  namespace: string,
  name: string,
): Promise<void> {
  const value = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
  };
  const patch = JSON.stringify([{ op: 'add', path: '/status/conditions/-', value }]);
  await kubectl(
    components,
    ...['-n', namespace, 'patch', 'certificate', name],
    ...['--subresource=status', '--type=json', `--patch=${patch}`],
  );
}
