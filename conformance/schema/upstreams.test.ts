import * as path from 'node:path';
import { triedEnvironment } from '../mesh-under-test/tried-environment';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun } from '../mesh-under-test/stage-setup';
import { Environment } from '../../src/stack/environment';
import type { SpireVersion } from '../../src/spire/spire-version';
import { UPSTREAMS, type UpstreamSubject } from '../../test/spire/upstream-subjects';
import { TrustDomain } from '../../src/trust/trust-domain';
import { configurationHere, validated } from './spire-configuration';
import { versionOfPrograms, withSpire } from './subjects';
import { wordsOfServer } from './upstream-run';

/**
 * What the server says when it runs where nothing of its upstream is: the plugin took what it was told, and went to
 * look for the first thing that is not here.
 */
const FIRST_MISSING: Readonly<Record<string, RegExp>> = {
  'cert-manager': /failed to create cert-manager client/,
  nobody: /X509 CA activated/,
  'a self-signed CA in a Secret': /open \/run\/spire\/upstream\/upstream\.key: no such file/,
  'an intermediate CA in two Secrets': /open \/run\/spire\/upstream\/upstream\.key: no such file/,
  'Vault, by the ServiceAccount': /open \/run\/spire\/upstream\/vault-token: no such file/,
  'Vault, by an AppRole': /open \/run\/spire\/upstream\/vault-ca\.crt: no such file/,
  'Vault, by a client certificate': /open \/run\/spire\/upstream\/vault-client\.crt: no such file/,
  'Vault, by a token': /auth\/token\/lookup-self/,
  'another SPIRE':
    /dial unix \/run\/spire\/upstream-workload-api\/spire-agent\.sock: connect: no such file/,
  'AWS Private CA, by the role of the ServiceAccount': /ACM PCA: DescribeCertificateAuthority/,
  'AWS Private CA, by Pod Identity and with every option':
    /open \/run\/spire\/upstream\/supplemental-bundle\.crt: no such file/,
  'AWS Secrets Manager, by an access key': /unable to read arn:aws:secretsmanager:us-west-2:/,
  'AWS Secrets Manager, by the role of the node':
    /unable to read arn:aws:secretsmanager:us-west-2:/,
  'Certificate Authority Service, by workload identity': /could not find default credentials/,
  'Certificate Authority Service, by a file of credentials':
    /open \/run\/spire\/upstream\/gcp-key\.json: no such file/,
};

const { components, folder } = componentsOfThisRun();
let version: SpireVersion;

beforeAll(async () => {
  version = await versionOfPrograms(components);
});

describe.each(UPSTREAMS)('SPIRE below $title', (subject) => {
  const place = path.join(folder, `upstream-${UPSTREAMS.indexOf(subject)}`);

  it('has a configuration that spire-server validates', async () => {
    const mesh = meshOf(subject, path.join(place, 'written'));
    const configuration = await configurationHere(mesh, place, 'spire-server');
    const { code, stdout, stderr } = await validated(mesh, place, 'spire-server', configuration);
    const said = stdout + stderr;
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining('configuration file is valid.') as string,
    });
    expect(said).not.toMatch(/"level":"(warning|error)"/);
  });

  it('has a plugin that takes its data, and looks for its upstream', async () => {
    const mesh = meshOf(subject, path.join(place, 'run'));
    const configuration = await configurationHere(mesh, place, 'spire-server');
    const words = FIRST_MISSING[subject.title] ?? /^$/;
    expect(await wordsOfServer(mesh, configuration, words)).toMatch(words);
  });
});

describe('that taking it means something', () => {
  const [, , disk] = UPSTREAMS;

  it('a plugin refuses a key that is misspelt', async () => {
    const place = path.join(folder, 'upstream-misspelt');
    const mesh = meshOf(disk ?? failed(), path.join(place, 'written'));
    const configuration = await configurationHere(mesh, place, 'spire-server');
    const misspelt = configuration.replace('key_file_path', 'key_file_pth');
    const words = /unable to load upstream CA key: open : no such file|'key_file_path' must be set/;
    expect(await wordsOfServer(mesh, misspelt, words)).toMatch(words);
  });
});

/** The tried environment below this upstream, in the version of the programs. */
function meshOf({ upstream, isBelowRootOfMesh }: UpstreamSubject, place: string): MeshUnderTest {
  const tried = triedEnvironment(components);
  const below = new Environment(tried.name, {
    ...tried.props,
    trustDomain: TrustDomain.of('mesh.example.com'),
    spire: {
      ...tried.props.spire,
      upstream,
      ...(isBelowRootOfMesh ? {} : { separateRootBecause: 'it is tried by itself' }),
    },
  });
  return new MeshUnderTest(components, withSpire(below, version), place);
}

function failed(): never {
  throw new Error('no upstream in files');
}
