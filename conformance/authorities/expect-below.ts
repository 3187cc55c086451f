import { certificatesIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import type { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { livesAsInTheModel } from './ca-of-model';
import { minted } from './spire-signed';

/** What SPIRE signs verifies by this root, which is all that it trusts, and its CA is that of the model. */
export async function expectSpireBelow(
  mesh: MeshUnderTest,
  root: string,
  backdatedSeconds: number,
): Promise<void> {
  const { chain, roots } = await minted(mesh);
  const [svid, own, ...more] = certificatesIn(chain);
  expect(roots.map(({ pem }) => pem)).toEqual(certificatesIn(root).map(({ pem }) => pem));
  expect(await verifies(chain, root)).toBe(true);
  expect(more).toEqual([]);
  expect(svid).toMatchObject({ isCa: false, authorityKeyId: own?.subjectKeyId });
  expect(own).toMatchObject({ isCa: true, uris: ['spiffe://example.org'] });
  expect(livesAsInTheModel(mesh, own, backdatedSeconds)).toBe(true);
}
