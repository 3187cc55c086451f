import * as path from 'node:path';
import type { Components } from '../components/components';
import { succeeded } from '../components/execute';
import { pythonWith } from '../components/python-program';
import { eventually } from '../mesh-under-test/eventually';

const PORT = 15999;
const MOTO = 'moto[server,acmpca,secretsmanager,sts,iam]==5.2.5';
/** Where the CAs and secrets are. */
export const REGION = 'eu-west-1';
const ROOT_TEMPLATE = 'arn:aws:acm-pca:::template/RootCACertificate/V1';
const TARGETS = { 'acm-pca': 'ACMPrivateCA', secretsmanager: 'secretsmanager' } as const;

/** The API of AWS, answered by moto: a stand-in, which asks nobody for credentials. */
export class AwsApi {
  /** Installs what it needs. */
  public static async prepare(): Promise<void> {
    await pythonWith(MOTO);
  }

  /** Starts one that has nothing yet. */
  public static async start(components: Components): Promise<AwsApi> {
    const script = path.resolve('conformance', 'authorities', 'aws.py');
    const listening = ['-H', '0.0.0.0', '-p', `${PORT}`];
    await components.beside('aws', await pythonWith(MOTO), [script, ...listening]);
    const api = new AwsApi(components);
    await eventually('the API of AWS answers', async () => {
      const asked = ['-sS', '-o', '/dev/null', `${api.url}/moto-api/`];
      const { code, stderr } = await components.run('curl', asked);
      return code === 0 || stderr;
    });
    return api;
  }

  private constructor(private readonly components: Components) {}

  /** Where it is, for everybody in the cluster: `AWS_ENDPOINT_URL`. */
  public get url(): string {
    return `http://${this.components.nodeAddress}:${PORT}`;
  }

  /** A root of AWS Private CA: its ARN, and its certificate in PEM. */
  public async privateCa(
    commonName: string,
    days: number,
  ): Promise<{ readonly arn: string; readonly root: string }> {
    const algorithm = { SigningAlgorithm: 'SHA256WITHRSA' };
    const { CertificateAuthorityArn: arn = '' } = await this.call(
      'acm-pca',
      'CreateCertificateAuthority',
      {
        CertificateAuthorityType: 'ROOT',
        CertificateAuthorityConfiguration: {
          ...algorithm,
          KeyAlgorithm: 'RSA_2048',
          Subject: { CommonName: commonName },
        },
      },
    );
    const ca = { CertificateAuthorityArn: arn };
    const { Csr = '' } = await this.call('acm-pca', 'GetCertificateAuthorityCsr', ca);
    const { CertificateArn } = await this.call('acm-pca', 'IssueCertificate', {
      ...ca,
      ...algorithm,
      Csr: base64(Csr),
      TemplateArn: ROOT_TEMPLATE,
      Validity: { Type: 'DAYS', Value: days },
    });
    const { Certificate: root = '' } = await this.call('acm-pca', 'GetCertificate', {
      ...ca,
      CertificateArn,
    });
    await this.call('acm-pca', 'ImportCertificateAuthorityCertificate', {
      ...ca,
      Certificate: base64(root),
    });
    return { arn, root };
  }

  /** A secret of AWS Secrets Manager: its ARN. */
  public async secret(name: string, text: string): Promise<string> {
    const { ARN = '' } = await this.call('secretsmanager', 'CreateSecret', {
      Name: name,
      SecretString: text,
    });
    return ARN;
  }

  private async call(
    service: keyof typeof TARGETS,
    action: string,
    input: object,
  ): Promise<Readonly<Partial<Record<string, string>>>> {
    // By the scope of the credentials the service is known; nobody looks at the signature.
    const scope = `nobody/20260101/${REGION}/${service}/aws4_request`;
    const said = succeeded(
      action,
      await this.components.run(
        'curl',
        [
          ...['-sS', '--fail-with-body', '--data-binary', '@-', `${this.url}/`],
          ...['-H', 'Content-Type: application/x-amz-json-1.1'],
          ...['-H', `X-Amz-Target: ${TARGETS[service]}.${action}`],
          ...['-H', `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host`],
        ],
        { input: JSON.stringify(input) },
      ),
    );
    return said === '' ? {} : (JSON.parse(said) as Record<string, string>);
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
