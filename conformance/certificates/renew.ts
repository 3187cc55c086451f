import type { Components } from '../components/components';
import { got, kubectl } from '../components/kubectl';

const ISSUING = 'Issuing';

interface Certificate {
  readonly status?: { readonly conditions?: readonly { readonly type: string }[] };
}

/** Tells cert-manager to renew a Certificate, as `cmctl renew` does. */
export async function tellToRenew(
  components: Pick<Components, 'run'>,
  namespace: string,
  name: string,
): Promise<void> {
  const place = ['-n', namespace, 'certificate', name];
  const { status } = await got<Certificate>(components, ...place);
  const others = status?.conditions?.filter(({ type }) => type !== ISSUING) ?? [];
  const issuing = {
    type: ISSUING,
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: new Date().toISOString(),
  };
  const patch = JSON.stringify({ status: { conditions: [...others, issuing] } });
  await kubectl(
    components,
    ...['patch', ...place, '--subresource=status', '--type=merge', `--patch=${patch}`],
  );
}
