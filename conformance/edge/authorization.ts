import { workloadOf } from '../clients/clients';
import { idOf } from '../mesh-under-test/proxy';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { expectRefused, letIn } from './curl';
import { FRIEND, hostOf, MUTUAL, OTHER, SIMPLE } from './environment';
import { callersOf } from './sidecar';

/** Envoy's words, and the status. */
const DENIED = /^RBAC: access denied\n403$/;
const CERTIFICATE = ['cacert', 'cert', 'key'].flatMap((option, index) => [
  `--${option}`,
  `/etc/curl/tls/${['ca.crt', 'tls.crt', 'tls.key'][index]}`,
]);

/** Where nothing is allowed by default, the identities that a rule names are let through, and no other. */
export function authorization(mesh: MeshUnderTest): void {
  const { components } = mesh;
  const friend = { components, workload: workloadOf(FRIEND) };
  const other = { components, workload: workloadOf(OTHER) };
  const outside = { components, workload: MUTUAL.outside };
  const httpbin = `http://${MUTUAL.host}:8080/status/200`;
  const partner = `http://${hostOf('partner')}/`;

  test('httpbin answers the identity that its rule names', async () => {
    const answer = await letIn(friend, httpbin);

    expect(callersOf(answer)).toContain(`URI=${await idOf(mesh, friend.workload)}`);
  });

  test('httpbin answers 403 to another identity', async () => {
    await expectRefused(other, DENIED, httpbin);
  });

  test('the other identity is let in where nothing is denied', async () => {
    const answer = await letIn(other, `http://${SIMPLE.host}:8080/status/200`);

    expect(callersOf(answer)).toContain(`URI=${await idOf(mesh, other.workload)}`);
  });

  test('httpbin answers 403 to a caller outside the mesh beyond the paths of its rule', async () => {
    await letIn(outside, ...CERTIFICATE, `https://${MUTUAL.host}:8443/status/200`);
    await expectRefused(outside, DENIED, ...CERTIFICATE, `https://${MUTUAL.host}:8443/headers`);
  });

  test('the egress gateway takes the calls of the identity that its rule names', async () => {
    await letIn(friend, partner);
  });

  test('the egress gateway answers 403 to another identity', async () => {
    await expectRefused(other, DENIED, partner);
  });
}
