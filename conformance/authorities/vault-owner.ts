import * as fs from 'node:fs';
import type { Components } from '../components/components';
import { kubectl } from '../components/kubectl';
import { CA_EXTENSIONS, type OpensslCa } from './openssl';
import type { VaultServer } from './vault-server';

/** Who logs in, as what, and what that allows: one role of each method, with one policy. */
export interface Client {
  /** Name of the roles and of the policy. */
  readonly name: string;
  /** ServiceAccount of the cluster that is let in. */
  readonly serviceAccount: string;
  /** Its namespace. */
  readonly namespace: string;
  /** What its token says for whom it is. */
  readonly audience: string;
  /** What it may do where, and nothing else. */
  readonly policy: Readonly<Record<string, readonly string[]>>;
}

/** What a client is given to log in with. */
export interface Credentials {
  readonly token: string;
  readonly roleId: string;
  readonly secretId: string;
  /** Certificate and key, in PEM. */
  readonly certificate: string;
  readonly key: string;
}

const ENGINE_MAX_TTL = '87600h';
const CREDENTIALS_TTL = '1h';
const YOUNG_MS = 31_000;

/** Mounts a PKI engine with a root of its own, and gives the certificate of that root. */
export async function engineWithRoot(vault: VaultServer, mount: string): Promise<string> {
  await mounted(vault, mount);
  const { data } = await vault.write(`${mount}/root/generate/internal`, {
    common_name: `${mount} root`,
    key_type: 'ec',
    ttl: ENGINE_MAX_TTL,
  });
  return String(data?.['certificate']);
}

/** Mounts a PKI engine whose CA is below another one; what it answers ends at what it is given of that. */
export async function engineBelow(
  vault: VaultServer,
  mount: string,
  above: OpensslCa,
  brings: 'the certificate of the root' | 'its own certificate alone',
): Promise<void> {
  await mounted(vault, mount);
  const { data } = await vault.write(`${mount}/intermediate/generate/internal`, {
    common_name: `${mount} issuing CA`,
    key_type: 'ec',
  });
  const signed = await above.sign(mount, String(data?.['csr']), CA_EXTENSIONS);
  const root = brings === 'the certificate of the root' ? above.certificate : '';
  await vault.write(`${mount}/intermediate/set-signed`, { certificate: `${signed}${root}` });
  // What Vault signs begins half a minute ago, and not before its CA did: a younger CA signs nothing.
  await new Promise((resolve) => setTimeout(resolve, YOUNG_MS));
}

async function mounted(vault: VaultServer, mount: string): Promise<void> {
  await vault.write(`sys/mounts/${mount}`, {
    type: 'pki',
    config: { max_lease_ttl: ENGINE_MAX_TTL },
  });
}

/** Enables the methods, and lets the one of Kubernetes ask the API server about tokens. */
export async function enableLogins(vault: VaultServer, components: Components): Promise<void> {
  for (const method of ['approle', 'kubernetes', 'cert']) {
    await vault.write(`sys/auth/${method}`, { type: method });
  }
  await kubectl(components, 'create', 'serviceaccount', 'vault');
  await kubectl(
    components,
    ...['create', 'clusterrolebinding', 'vault', '--clusterrole=system:auth-delegator'],
    '--serviceaccount=default:vault',
  );
  const reviewer = await kubectl(components, 'create', 'token', 'vault', '--duration=2h');
  const config = await kubectl(components, 'config', 'view', '--raw', '--minify', '-o', 'json');
  const { clusters } = JSON.parse(config) as { readonly clusters: readonly NamedCluster[] };
  const [{ cluster } = { cluster: { server: '' } }] = clusters;
  const given = cluster['certificate-authority-data'];
  await vault.write('auth/kubernetes/config', {
    kubernetes_host: cluster.server,
    kubernetes_ca_cert:
      given === undefined
        ? fs.readFileSync(cluster['certificate-authority'] ?? '', 'utf8')
        : Buffer.from(given, 'base64').toString('utf8'),
    token_reviewer_jwt: reviewer.trim(),
  });
}

/** Enables the method of AWS, which asks this STS who somebody is, and lets these principals in with the policy. */
export async function enableAwsLogin(
  vault: VaultServer,
  stsEndpoint: string,
  policy: string,
  principals: readonly string[],
): Promise<void> {
  await vault.write('sys/auth/aws', { type: 'aws' });
  await vault.write('auth/aws/config/client', {
    sts_endpoint: stsEndpoint,
    sts_region: 'eu-west-1',
  });
  await vault.write(`auth/aws/role/${policy}`, {
    auth_type: 'iam',
    bound_iam_principal_arn: principals,
    resolve_aws_unique_ids: false,
    token_policies: [policy],
    token_ttl: CREDENTIALS_TTL,
  });
}

interface NamedCluster {
  readonly cluster: {
    readonly server: string;
    readonly 'certificate-authority'?: string;
    readonly 'certificate-authority-data'?: string;
  };
}

/** Makes the policy and the roles of a client, and gives what it logs in with. */
export async function letIn(
  vault: VaultServer,
  ca: OpensslCa,
  client: Client,
): Promise<Credentials> {
  const { name } = client;
  const given = { token_policies: [name], token_ttl: CREDENTIALS_TTL };
  await vault.policy(name, client.policy);
  await vault.write(`auth/approle/role/${name}`, given);
  await vault.write(`auth/approle/role/${name}/role-id`, { role_id: name });
  const { data } = await vault.write(`auth/approle/role/${name}/secret-id`);
  await vault.write(`auth/kubernetes/role/${name}`, {
    ...given,
    bound_service_account_names: [client.serviceAccount],
    bound_service_account_namespaces: [client.namespace],
    audience: client.audience,
  });
  const files = await ca.leaf(`${name}-client`, ['extendedKeyUsage=clientAuth']);
  await vault.write(`auth/cert/certs/${name}`, {
    ...given,
    certificate: ca.certificate,
    allowed_common_names: [`${name}-client`],
  });
  return {
    token: await vault.tokenWith([name], { ttl: CREDENTIALS_TTL }),
    roleId: name,
    secretId: String(data?.['secret_id']),
    certificate: fs.readFileSync(files.certificate, 'utf8'),
    key: fs.readFileSync(files.key, 'utf8'),
  };
}
