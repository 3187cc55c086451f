import { certificateIn } from '../../certificates/certificate';
import { succeeded } from '../../components/execute';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import {
  caIssuer,
  certificate,
  condition,
  issued,
  OWN_PKI,
  PKI,
  SELF_SIGNED,
} from './cert-manager-objects';
import { madeRoot, verdictOf } from './openssl';
import { during, silentlyWrong } from './trial';
import { environmentWith } from '../written';

const CERT_MANAGER = 'cert-manager 1.21';
const OPENSSL = 'cert-manager 1.21, then openssl verify';
const ROOT = certificate('wrong-root', SELF_SIGNED, { duration: '24h' });
const BELOW_ROOT = { kind: 'Issuer', name: 'wrong-root' };

/** Mistakes that cert-manager signs, or waits over. */
export const CERTIFICATE_CASES: readonly WrongCase[] = [
  {
    id: 'ca-outlives-its-issuer',
    topic: 'Lifetimes',
    mistake: 'The CA of istiod lives longer than the root that signs it.',
    written: environmentWith({
      root: 'TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(30)) })',
      istio: '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(60)) }) }',
    }),
    plain: `kind: Certificate        # signed by a root of 24h
spec:
  duration: 48h
  isCA: true`,
    judgedBy: OPENSSL,
    watch: outlivesItsIssuer,
  },
  {
    id: 'root-renewed-with-a-new-key',
    topic: 'Certificates and secrets',
    mistake: 'The root gets a new key when it is renewed.',
    written: environmentWith({
      imports: ['CaIssuer'],
      root: "TrustRoot.existing({ issuer: CaIssuer.cluster('corporate'), lifetime: Lifetime.of(Ttl.days(3650)), keyAtRenewal: 'new' })",
    }),
    plain: `kind: Certificate        # the root
spec:
  isCA: true             # privateKey.rotationPolicy is Always by default`,
    judgedBy: OPENSSL,
    watch: renewedWithNewKey,
  },
  {
    id: 'path-length-too-short',
    topic: 'Certificates and secrets',
    mistake: 'The root allows no CA below the one that it signs.',
    written: environmentWith({
      imports: ['CaIssuer'],
      root: "TrustRoot.existing({ issuer: CaIssuer.cluster('corporate'), lifetime: Lifetime.of(Ttl.days(3650)), keyAtRenewal: 'kept', maxPathLength: 0 })",
    }),
    plain: `kind: ClusterIssuer
spec:
  ca:
    secretName: corporate  # its certificate says pathlen:0`,
    judgedBy: OPENSSL,
    watch: pathLengthTooShort,
  },
  {
    id: 'cacerts-signs-itself',
    topic: 'Certificates and secrets',
    mistake: 'The CA of istiod is issued by a selfSigned issuer.',
    written: environmentWith({
      imports: ['SelfSignedIssuer'],
      istio:
        "{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)), issuer: SelfSignedIssuer.cluster('selfsigned') }) }",
    }),
    plain: `kind: Certificate        # cacerts
spec:
  issuerRef:
    name: selfsigned     # spec.selfSigned: {}`,
    judgedBy: OPENSSL,
    watch: signsItself,
  },
  {
    id: 'secret-of-cluster-issuer-elsewhere',
    topic: 'Certificates and secrets',
    mistake: 'The Secret of a ClusterIssuer lies in another namespace than that of cert-manager.',
    written: environmentWith({
      imports: ['CaIssuer'],
      root: "TrustRoot.existing({ issuer: CaIssuer.cluster('corporate'), lifetime: Lifetime.of(Ttl.days(3650)), keyAtRenewal: 'kept', secretNamespace: 'pki' })",
    }),
    plain: `kind: Certificate        # the root
metadata:
  namespace: pki         # and not cert-manager
---
kind: ClusterIssuer
spec:
  ca:
    secretName: root`,
    judgedBy: CERT_MANAGER,
    watch: secretElsewhere,
  },
  {
    id: 'issuer-of-another-namespace',
    topic: 'Certificates and secrets',
    mistake: 'The CA of istiod names an Issuer of another namespace.',
    written: environmentWith({
      imports: ['CaIssuer'],
      root: "TrustRoot.existing({ issuer: CaIssuer.namespaced('pki', 'corporate'), lifetime: Lifetime.of(Ttl.days(3650)), keyAtRenewal: 'kept' })",
    }),
    plain: `kind: Certificate
metadata:
  name: cacerts
  namespace: istio-system
spec:
  issuerRef:
    kind: Issuer         # in the namespace pki
    name: corporate`,
    judgedBy: CERT_MANAGER,
    watch: issuerElsewhere,
  },
];

function outlivesItsIssuer(mesh: MeshUnderTest): Promise<Seen> {
  const child = certificate('wrong-child', BELOW_ROOT, { duration: '48h' });
  const objects = [...OWN_PKI, ROOT, caIssuer('Issuer', 'wrong-root', 'wrong-root'), child];
  return during(mesh, objects, async () => {
    const { certificate: root } = await issued(mesh, 'wrong-root');
    const { certificate: below } = await issued(mesh, 'wrong-child');
    const now = await verdictOf(below, root);
    const later = await verdictOf(below, root, { at: inHours(25) });
    const outlives = certificateIn(below).notAfter > certificateIn(root).notAfter;
    return silentlyWrong(
      outlives && now === 'OK' && later !== 'OK',
      `cert-manager issues it. Now: ${now}. An hour after the root has ended, 23h before its own end: ${later}`,
    );
  });
}

function renewedWithNewKey(mesh: MeshUnderTest): Promise<Seen> {
  const child = certificate('wrong-child', BELOW_ROOT, { isCA: false });
  const objects = [...OWN_PKI, ROOT, caIssuer('Issuer', 'wrong-root', 'wrong-root'), child];
  return during(mesh, objects, async () => {
    const { certificate: root } = await issued(mesh, 'wrong-root');
    const { certificate: leaf } = await issued(mesh, 'wrong-child');
    const before = await verdictOf(leaf, root);
    // Another duration makes cert-manager issue it again at once.
    const again = certificate('wrong-root', SELF_SIGNED, { duration: '25h' });
    succeeded('apply', await mesh.applied(JSON.stringify(again)));
    const { certificate: renewed } = await issued(mesh, 'wrong-root', { before: root });
    const after = await verdictOf(leaf, renewed);
    return silentlyWrong(
      before === 'OK' && after !== 'OK',
      `cert-manager renews it. What the root has signed, against the root before: ${before}; against the root after: ${after}`,
    );
  });
}

async function pathLengthTooShort(mesh: MeshUnderTest): Promise<Seen> {
  const { key, certificate: root } = await madeRoot('wrong-root', 'CA:TRUE,pathlen:0');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'wrong-root', namespace: PKI },
    stringData: { 'tls.crt': root, 'tls.key': key },
  };
  const objects = [
    ...OWN_PKI,
    secret,
    caIssuer('Issuer', 'wrong-root', 'wrong-root'),
    certificate('wrong-ca', BELOW_ROOT),
    caIssuer('Issuer', 'wrong-ca', 'wrong-ca'),
    certificate('wrong-leaf', { kind: 'Issuer', name: 'wrong-ca' }, { isCA: false }),
  ];
  return during(mesh, objects, async () => {
    const { certificate: between } = await issued(mesh, 'wrong-ca');
    const { certificate: leaf } = await issued(mesh, 'wrong-leaf');
    const ofCa = await verdictOf(between, root);
    const ofLeaf = await verdictOf(leaf, root, { between });
    return silentlyWrong(
      ofCa === 'OK' && ofLeaf !== 'OK',
      `cert-manager issues both. The CA below it: ${ofCa}. What that CA signs: ${ofLeaf}`,
    );
  });
}

function signsItself(mesh: MeshUnderTest): Promise<Seen> {
  return during(mesh, [...OWN_PKI, certificate('cacerts', SELF_SIGNED)], async () => {
    const own = await issued(mesh, 'cacerts');
    const root = await issued(mesh, 'cacerts', { place: 'istio-system' });
    const said = await verdictOf(own.certificate, root.ca);
    const { subject, issuer } = certificateIn(own.certificate);
    return silentlyWrong(
      subject === issuer && said !== 'OK',
      `cert-manager issues it: subject ${subject}, issuer ${issuer}. Against the root of the mesh: ${said}`,
    );
  });
}

function secretElsewhere(mesh: MeshUnderTest): Promise<Seen> {
  const issuer = caIssuer('ClusterIssuer', 'wrong-root', 'wrong-root');
  return during(mesh, [...OWN_PKI, ROOT, issuer], async () => {
    await issued(mesh, 'wrong-root');
    return {
      verdict: 'fails later',
      said: await condition(mesh, 'Ready', 'False', 'clusterissuer', 'wrong-root'),
    };
  });
}

function issuerElsewhere(mesh: MeshUnderTest): Promise<Seen> {
  const issuer = caIssuer('Issuer', 'wrong-root', 'wrong-root');
  const cacerts = certificate('wrong-cacerts', BELOW_ROOT, {}, 'istio-system');
  return during(mesh, [...OWN_PKI, ROOT, issuer, cacerts], async () => {
    await issued(mesh, 'wrong-root');
    const request = ['-n', 'istio-system', 'certificaterequest', 'wrong-cacerts-1'];
    return { verdict: 'fails later', said: await condition(mesh, 'Ready', 'False', ...request) };
  });
}

function inHours(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000);
}
