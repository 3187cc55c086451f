import { certificateIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { ask } from '../clients/clients';
import { eventually } from '../mesh-under-test/eventually';
import { chainOf, idOf } from '../mesh-under-test/proxy';
import { signerOf } from '../mesh-under-test/signers';
import { podsOf, proxiesOf, socketOf } from '../mesh/pods';
import { CALLER, expectCaller, PRODUCTPAGE, type Subjects, triedThrough } from '../mesh/subjects';

/** The gateways of an environment, injected by istiod: their certificates, and a request on its way in. */
export function gatewaysInTheMesh(subjects: Subjects): void {
  const { mesh, signers } = subjects;
  const { components } = mesh;

  test('are an ingress and an egress gateway', () => {
    expect(mesh.gateways.map(({ name }) => name)).toEqual([
      'istio-egressgateway',
      'istio-ingressgateway',
    ]);
  });

  test.each(mesh.gateways)('give $name the socket of the agent by injection', async (gateway) => {
    const pods = await podsOf(mesh, gateway);

    expect(pods.map(proxiesOf)).toEqual([
      socketOf({ list: 'containers', restartPolicy: undefined }),
    ]);
  });

  test.each(mesh.gateways)(
    'give $name a certificate of SPIRE, below the root, with the ID that istioctl gives it',
    async (gateway) => {
      const chain = await chainOf(components, gateway);

      expect(certificateIn(chain).uris).toEqual([await idOf(mesh, gateway)]);
      expect(certificateIn(chain).uris).toEqual([
        `spiffe://example.org/ns/istio-system/sa/${gateway.name}-service-account`,
      ]);
      expect(await signerOf(chain, signers())).toBe('spire');
      expect(await verifies(chain, signers().root)).toBe(true);
    },
  );

  test('lead a request to productpage, which sees the certificate of the gateway', async () => {
    const [, ingress] = mesh.gateways;
    let callers = '';
    await eventually('productpage answers', async () => {
      const answer = await triedThrough(subjects, '/productpage');
      callers = typeof answer === 'string' ? '' : (answer.callers ?? '');
      return typeof answer === 'string' ? answer : true;
    });

    expect(ingress?.name).toBe('istio-ingressgateway');
    await expectCaller(subjects, callers, { client: ingress ?? PRODUCTPAGE, server: PRODUCTPAGE });
  });
}

/** Nobody but the gateways gets in: what they show is what is asked for. */
export function plaintextIsRefused({ mesh }: Subjects): void {
  test('refuses what comes past the gateways in plaintext', async () => {
    const address = 'http://productpage.bookinfo.svc:9080/productpage';
    const { code, stderr } = await ask(mesh.components, CALLER, address);

    expect(stderr).toMatch(/Connection reset by peer|Empty reply from server/);
    expect(code).not.toBe(0);
  });
}
