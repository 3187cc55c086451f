import type { RequestPolicyProps } from '../../src/cert-manager/approval/request-policy-props';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { type Certificate, certificateIn } from '../certificates/certificate';
import { succeeded } from '../components/execute';
import { kubectl, secretTexts } from '../components/kubectl';
import { eventually } from '../mesh-under-test/eventually';
import { objectsIn, yamlOf } from '../mesh-under-test/manifests';
import { MeshUnderTest } from '../mesh-under-test/mesh-under-test';
import { componentsOfThisRun, logsOf } from '../mesh-under-test/stage-setup';
import { bringUpApproved, bringUpWithoutApprover, policiesReady, withController } from './bring-up';
import { bundlesOfTrustManager } from './bundles';
import { approvedEnvironment, HOST, INGRESS_GATEWAY, SITE, withSite } from './environment';
import {
  type Foreign,
  LESS,
  mayAsk,
  NOT_OF_ISTIOD,
  NOT_OF_SPIRE,
  NOT_OF_THE_SITE,
} from './foreign';
import { builtPrograms, controllerOfRelease } from './installing';
import { ask, BY_HAND, decisions, requestsOf, type Verdict, verdictOn } from './requests';
import { rootNamed } from './roots';

const BRING_UP_MS = 900_000;
const POLICY = 'policy.cert-manager.io';
/** The policy that the chart of trust-manager brings for the certificate of its own webhook. */
const TRUST_MANAGER_POLICY = 'trust-manager-policy';
const COPY = 'copy';
const CONTROLLERS = '--controllers=*,-certificaterequests-approver';
const APPROVE = 'cert-manager-controller-approve:cert-manager-io';

const { components, folder } = componentsOfThisRun();
const environment = approvedEnvironment(components);

let mesh: MeshUnderTest;
let controller: readonly KubernetesObject[];
let partnerRoot: string;
let waiting: string;

beforeAll(async () => {
  await builtPrograms();
  controller = await controllerOfRelease(environment);
  mesh = new MeshUnderTest(withController(components, controller), environment, folder);
  waiting = await bringUpWithoutApprover(mesh);
  partnerRoot = await rootNamed('partner');
  await bringUpApproved(mesh, partnerRoot);
}, BRING_UP_MS);
afterAll(() => components.down(logsOf('approval')), BRING_UP_MS);

describe('the approver of cert-manager', () => {
  it('is switched off in the release, by its flag and by its permission', async () => {
    const built = objectsIn(await mesh.built('20-cert-manager'));
    const deployment = built.find(({ kind }) => kind === 'Deployment');
    expect(JSON.stringify(deployment)).toContain(CONTROLLERS);
    const names = (objects: readonly KubernetesObject[]): readonly string[] =>
      objects.filter(({ metadata }) => metadata.name === APPROVE).map(({ kind }) => kind);
    expect(names(controller)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
    expect(names(built)).toEqual([]);
  });

  it('approves nothing: the root waited until there was a policy', () => {
    expect(waiting).toBe('Not signing CertificateRequest until it is Approved');
  });
});

describe('the requests of the chain', () => {
  it('are approved each by its own policy, and signed', async () => {
    // SPIRE removes its request once it has its CA: what was decided stays in an event.
    const names = [...requestsOf(environment).keys(), TRUST_MANAGER_POLICY];
    expect(await decisions(components)).toEqual({
      approved: names.map((name) => `Approved by CertificateRequestPolicy: "${name}"`).sort(),
      denied: [],
    });
    await everyRequestSigned();
  });
});

describe.each([
  ['istio-system.cacerts', [...NOT_OF_ISTIOD, ...LESS]],
  ['spire-server.spire-ca', NOT_OF_SPIRE],
])('requests beside %s', (name, foreign) => {
  beforeAll(async () => {
    succeeded('who may ask', await mesh.applied(yamlOf(mayAsk())));
  });
  judgedBeside(() => requestsOf(environment).get(name), foreign);
});

describe('a Certificate for the CA of istiod that somebody else makes', () => {
  // Its request is made by cert-manager, whose account the policy knows.
  it('is denied in the namespace of istiod, since it is another Certificate', async () => {
    expect(await verdictOfCopy(INGRESS_GATEWAY.namespace)).toMatchObject({
      became: 'denied',
      words: expect.stringContaining('failed rule: cr.name.matches') as string,
    });
  });

  it('is left alone in any other', async () => {
    expect(await verdictOfCopy('helloworld')).toMatchObject({ became: 'left' });
  });
});

describe('a site with a certificate of an ACME server', () => {
  const NAME = `${INGRESS_GATEWAY.namespace}.${SITE}`;
  let request: RequestPolicyProps | undefined;

  beforeAll(async () => {
    const changed = withSite(components, await components.acmeServer());
    request = requestsOf(changed).get(NAME);
    const served = new MeshUnderTest(mesh.components, changed, `${folder}/with-site`);
    succeeded('25-approval', await served.apply('25-approval'));
    await policiesReady(components);
    for (const layer of ['30-roots', '90-ingress'] as const) {
      succeeded(layer, await served.apply(layer));
    }
    await served.certificatesReady();
  }, BRING_UP_MS);

  it('gets it: the request is approved by the policy of the site, and signed', async () => {
    const approved = `Approved by CertificateRequestPolicy: "${NAME}"`;
    expect((await decisions(components)).approved).toContain(approved);
    await everyRequestSigned();
    const { issuer, dnsNames } = await certificateOfSite();
    expect({ issuer, dnsNames }).toEqual({
      issuer: expect.stringContaining('Pebble') as string,
      dnsNames: [HOST],
    });
  });

  judgedBeside(() => request, NOT_OF_THE_SITE);
});

describe('the bundle of roots', () => {
  bundlesOfTrustManager(
    components,
    () => mesh,
    () => partnerRoot,
  );
});

describe('an approver of cert-manager that is left on', () => {
  it('makes every policy void', async () => {
    succeeded('the release', await mesh.applied(yamlOf(controller)));
    await components.runCertManager();
    const own = known(requestsOf(environment).get('spire-server.spire-ca'));
    const [foreign] = NOT_OF_SPIRE;
    await eventually('cert-manager approves what no policy allows', async () => {
      const verdict = await ask(components, { ...own, ...foreign?.with });
      const isVoid = verdict.became === 'approved' && verdict.by === 'cert-manager.io';
      return isVoid || JSON.stringify(verdict);
    });
  });
});

/** What becomes of the request for the Certificate `copy`, which says everything that `cacerts` says. */
async function verdictOfCopy(namespace: string): Promise<Verdict> {
  const cacerts = mesh.objectsOf('40-istiod-ca').find(({ kind }) => kind === 'Certificate');
  const spec = { ...Object(cacerts?.['spec']), secretName: COPY } as unknown;
  const copy = { ...cacerts, metadata: { name: COPY, namespace }, spec };
  succeeded(COPY, await mesh.applied(yamlOf([copy])));
  const request = `${COPY}-1`;
  const created = ['--for=create', '--timeout=60s', `certificaterequest/${request}`];
  await kubectl(components, '-n', namespace, 'wait', ...created);
  const verdict = await verdictOn(components, namespace, request);
  await kubectl(components, '-n', namespace, 'delete', 'certificate', COPY);
  return verdict;
}

async function certificateOfSite(): Promise<Certificate> {
  const text = await secretTexts(components, INGRESS_GATEWAY.namespace, SITE);
  return certificateIn(text('tls.crt'));
}

function judgedBeside(
  own: () => RequestPolicyProps | undefined,
  foreign: readonly Foreign[],
): void {
  test('one like it is approved, as a control', async () => {
    expect(await ask(components, known(own()))).toMatchObject({
      became: 'approved',
      by: POLICY,
      words: `Approved by CertificateRequestPolicy: "${own()?.name ?? ''}"`,
    });
  });

  test.each(foreign)('$title: $becomes', async ({ with: changed, becomes, words }) => {
    const verdict = await ask(components, { ...known(own()), ...changed });
    expect(verdict.became).toBe(becomes);
    expect(verdict.words).toMatch(words);
  });
}

function known(own: RequestPolicyProps | undefined): RequestPolicyProps {
  if (own === undefined) {
    throw new Error('the chain has no such request');
  }
  return own;
}

/** Every request of the chain that is there is approved, and signed. */
async function everyRequestSigned(): Promise<void> {
  const all = ['certificaterequest', '-A', '-l', `!${BY_HAND}`];
  for (const condition of ['Approved', 'Ready']) {
    await kubectl(components, 'wait', `--for=condition=${condition}`, '--timeout=60s', ...all);
  }
}
