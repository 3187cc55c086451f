import { compile } from '../support/compile';

const IMPORTS = `
import type { SidecarTlsProps } from '../src/ingress/tls-workload-props';
import { IstioVersion } from '../src/istio/istio-version';
import { TlsOnSidecarIngress } from '../src/istio/tls-on-sidecar-ingress';
type Proof = Pick<SidecarTlsProps, 'controlPlane'>;
`;
const SNIPPETS = [
  {
    title: 'a proof',
    code: 'export const proof: Proof = { controlPlane: TlsOnSidecarIngress.ofExisting(IstioVersion.V1_30) };',
  },
  {
    title: 'something with a version',
    code: 'export const proof: Proof = { controlPlane: { version: IstioVersion.V1_30 } };',
  },
  { title: 'no proof', code: 'export const proof: Proof = {};' },
].map(({ title, code }) => ({ title, code: IMPORTS + code }));

describe('TLS at a sidecar', () => {
  const said = compile(SNIPPETS);

  test('takes the proof that the control plane has it', () => {
    expect(said.get('a proof')).toEqual([]);
  });

  test.each(['something with a version', 'no proof'])('does not compile with %s', (title) => {
    expect(said.get(title)).not.toEqual([]);
  });
});
