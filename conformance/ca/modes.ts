import {
  CaFiles,
  Environment,
  IstioCa,
  IstioCaRoot,
  type IstioEnvironmentProps,
  Lifetime,
  Sample,
  Subject,
  TrustDomain,
  Ttl,
} from '../../src/index';
import type { Authorities } from './authorities';

/** A choice of who signs, and what its owner brings. */
export interface Mode {
  readonly title: string;
  readonly environment: Environment<IstioEnvironmentProps>;
  /** The files of the Secret `cacerts`; nothing where there is none. */
  readonly files: (authorities: Authorities) => Readonly<Record<string, string>> | undefined;
  /** What istiod says when it starts. */
  readonly said: string;
  /** Distinguished name of the root. */
  readonly rootSubject: string;
  /** The Secret and the key of the root of its own, where it makes one. */
  readonly ownRoot?: readonly [secret: string, key: string];
}

/** The namespace of the workload whose proxy is looked at. */
export const LOOKED_AT = 'bookinfo';

const EXISTING = {
  lifetime: Lifetime.of(Ttl.days(365)),
  keyAtRenewal: 'new',
  root: IstioCaRoot.other({
    subject: Subject.of('corporate-root'),
    lifetime: Lifetime.of(Ttl.days(3650)),
    keyAtRenewal: 'kept',
  }),
} as const;

/** Every choice that needs nobody besides istiod. */
export const MODES: readonly Mode[] = [
  {
    title: 'a CA in cacerts, with the files of Istio',
    environment: withCa(IstioCa.existing({ files: CaFiles.ISTIO, ...EXISTING })),
    files: ({ root, intermediate, key }) => ({
      'ca-cert.pem': intermediate,
      'ca-key.pem': key,
      'root-cert.pem': root,
      'cert-chain.pem': `${intermediate}${root}`,
    }),
    said: 'Using istiod file format for signing ca files',
    rootSubject: 'CN=corporate-root',
  },
  {
    title: 'a CA in cacerts, with the files of a Secret of type kubernetes.io/tls',
    environment: withCa(IstioCa.existing({ files: CaFiles.TLS, ...EXISTING })),
    files: ({ root, intermediate, key }) => ({
      'tls.crt': intermediate,
      'tls.key': key,
      'ca.crt': root,
    }),
    said: 'Using kubernetes.io/tls secret type for signing ca files',
    rootSubject: 'CN=corporate-root',
  },
  {
    title: "a root of istiod's own",
    environment: withCa(IstioCa.selfSigned({ duration: Ttl.days(90), rsaKeySize: 3072 })),
    files: () => undefined,
    said: 'Use self-signed certificate as the CA certificate',
    rootSubject: 'O=mesh.example.com',
    ownRoot: ['istio-ca-secret', 'ca-cert.pem'],
  },
];

function withCa(ca: IstioCa): Environment<IstioEnvironmentProps> {
  return Environment.withoutSpire('own-ca', {
    trustDomain: TrustDomain.of('mesh.example.com'),
    clusterName: 'eu-1',
    istio: { ca },
    samples: [Sample.bookinfo({ namespace: LOOKED_AT })],
  });
}
