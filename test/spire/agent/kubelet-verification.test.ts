import { KubeletVerification } from '../../../src/spire/agent/kubelet-verification';
import { refusalOf } from '../../support/refusals';

describe('KubeletVerification', () => {
  it('verifies against the CA of the cluster without anything of the node', () => {
    const verification = KubeletVerification.apiServerCa();
    expect(verification.isVerified).toBe(true);
    expect(verification.certificatePath).toBeUndefined();
  });

  it('verifies against the certificate that the kubelet signed itself', () => {
    const verification = KubeletVerification.hostCertificate();
    expect(verification.isVerified).toBe(true);
    expect(verification.certificatePath).toBe('/var/lib/kubelet/pki/kubelet.crt');
  });

  it('takes another path of that certificate', () => {
    const path = '/etc/kubernetes/certs/kubeletserver.crt';
    expect(KubeletVerification.hostCertificate(path).certificatePath).toBe(path);
  });

  it('keeps the reason for which nothing is verified', () => {
    const verification = KubeletVerification.skip({ reason: 'a cluster of a test' });
    expect(verification.isVerified).toBe(false);
    expect(verification.skippedBecause).toBe('a cluster of a test');
  });

  it('fails when verification is skipped without a reason that says something', () => {
    const findings = refusalOf(() => KubeletVerification.skip({ reason: 'because' }));
    expect(findings).toMatchObject([{ code: 'PropertyMalformed' }]);
    expect(findings[0]?.problem).toContain("'reason'");
  });

  it.each(['kubelet.crt', '/var/../kubelet.crt', '/a b', '/x/', `/${'x'.repeat(300)}`])(
    'fails for the certificate path %s',
    (path) => {
      expect(refusalOf(() => KubeletVerification.hostCertificate(path))).toMatchObject([
        { code: 'PropertyMalformed' },
      ]);
    },
  );

  it('fails for the file that holds the private key of the kubelet as well', () => {
    const path = '/var/lib/kubelet/pki/kubelet-server-current.pem';
    const [finding] = refusalOf(() => KubeletVerification.hostCertificate(path));
    expect(finding?.problem).toContain('private key');
    expect(finding?.fix).toContain('KubeletVerification.apiServerCa()');
  });
});
