import { certificateIn, certificatesIn } from '../certificates/certificate';
import { verifies } from '../certificates/verify';
import { succeeded } from '../components/execute';
import { secretTexts } from '../components/kubectl';
import { type MeshUnderTest, SPIRE_SERVER } from './mesh-under-test';

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;

/** The root of a mesh and the two CAs below it, each fetched from where it belongs. */
export interface Signers {
  readonly root: string;
  readonly spire: string;
  readonly istiod: string;
}

/** Asks cert-manager's Secrets for the root and the CA of istiod, and the SPIRE server for its own. */
export async function signersOf(mesh: MeshUnderTest): Promise<Signers> {
  const rootCertificate = mesh
    .objectsOf('30-roots')
    .find(({ kind, metadata }) => kind === 'Certificate' && metadata.namespace === 'cert-manager');
  const { secretName } = rootCertificate?.['spec'] as { readonly secretName: string };
  return {
    root: (await secretTexts(mesh.components, 'cert-manager', secretName))('tls.crt'),
    istiod: (await secretTexts(mesh.components, 'istio-system', 'cacerts'))('tls.crt'),
    spire: await caOfSpire(mesh),
  };
}

/** Which of them signed the first certificate of a chain, by openssl's verdict; else whom it names. */
export async function signerOf(chain: string, { root, spire, istiod }: Signers): Promise<string> {
  const leaf = certificateIn(chain);
  for (const [name, ca] of Object.entries({ spire, istiod })) {
    if ((await verifies(`${leaf.pem}\n${certificateIn(ca).pem}\n`, root)) === true) {
      return name;
    }
  }
  return `somebody else: ${leaf.issuer}`;
}

/** Every certificate of a text in which there may be other things, as PEM. */
export function certificateTextsIn(text: string): readonly string[] {
  return text.match(CERTIFICATES) ?? [];
}

// No command shows the certificate of the CA, but whatever it signs comes with it.
async function caOfSpire(mesh: MeshUnderTest): Promise<string> {
  const id = `spiffe://${mesh.environment.props.trustDomain}/signed-to-see-the-ca`;
  const asked = ['x509', 'mint', '-spiffeID', id];
  const said = succeeded('x509 mint', await mesh.components.spireServer(SPIRE_SERVER, asked));
  const ca = certificateTextsIn(said)[1] ?? '';
  if (!certificatesIn(ca)[0]?.isCa) {
    throw new Error(`what the SPIRE server signs does not come with its CA`);
  }
  return ca;
}
