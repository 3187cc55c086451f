import { ask, type Client } from '../clients/clients';
import type { Workload } from '../components/components';
import { deployment, type MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { type Answer, callerIn, hashOf } from './answer';
import { chainOf, idOf } from '../mesh-under-test/proxy';
import type { Signers } from '../mesh-under-test/signers';

/** The mesh of this stage, and who signs in it, known once it is up. */
export interface Subjects {
  readonly mesh: MeshUnderTest;
  readonly signers: () => Signers;
}

/** A namespace of the environment, for clients in the mesh. */
export const MESH = 'shop';
/** A namespace without injection. */
export const OUTSIDE = 'outside';
/** The address of the ingress gateway. */
export const INGRESS = 'http://istio-ingressgateway.istio-system.svc';
/** The first workload behind the ingress gateway. */
export const PRODUCTPAGE = deployment('bookinfo', 'productpage-v1');

/** Asks from outside the mesh. */
export const CALLER: Client = { namespace: OUTSIDE, name: 'caller' };
/** Answers outside the mesh. */
export const PLAIN: Client = { namespace: OUTSIDE, name: 'plain' };
/** Names no templates: the mesh itself makes it a workload of SPIRE. */
export const BY_SPIRE: Client = { namespace: MESH, name: 'by-spire' };
/** Has a sidecar as Istio makes it, which knows nothing of SPIRE. */
export const BY_ISTIOD: Client = { namespace: MESH, name: 'by-istiod', templates: 'sidecar' };

/** What the ingress gateway brings back to the caller outside the mesh: an answer, or other words. */
export async function triedThrough({ mesh }: Subjects, path: string): Promise<Answer | string> {
  const { stdout, stderr } = await ask(mesh.components, CALLER, `${INGRESS}${path}`);
  return stdout.startsWith('{') ? (JSON.parse(stdout) as Answer) : stdout + stderr;
}

/** What the ingress gateway brings back once it works. */
export async function through(subjects: Subjects, path: string): Promise<Answer> {
  const answer = await triedThrough(subjects, path);
  if (typeof answer === 'string') {
    throw new Error(`${path}: ${answer}`);
  }
  return answer;
}

/** Expects that a server saw both identities, and the very certificate that the caller holds. */
export async function expectCaller(
  { mesh }: Subjects,
  header: string,
  { client, server }: { readonly client: Workload; readonly server: Workload },
): Promise<void> {
  expect(callerIn(header)).toMatchObject({
    By: await idOf(mesh, server),
    URI: await idOf(mesh, client),
    Hash: hashOf(await chainOf(mesh.components, client)),
  });
}
