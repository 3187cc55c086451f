import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { KubernetesObject } from '../../../src/stack/rendered-environment';
import type { AcmeServer } from '../../components/acme-server';
import { kubectl } from '../../components/kubectl';
import type { MeshUnderTest } from '../../mesh-under-test/mesh-under-test';
import type { Seen, WrongCase } from '../wrong-case';
import { condition } from './cert-manager-objects';
import {
  acmeCertificate,
  acmeIssuer,
  CONTROL,
  GATEWAY_NAMESPACE,
  INGRESS_CLASS,
} from './edge-objects';
import { during } from './trial';

/** A mistake at the ingress gateway or at its certificates, which is made together with the others. */
export type EdgeTrial = Omit<WrongCase, 'watch'> & {
  /** What makes the mistake. */
  readonly objects: (acme: AcmeServer) => readonly KubernetesObject[];
  /** Sees what comes of it, once a certificate without a mistake is issued. */
  readonly look: (mesh: MeshUnderTest, acme: AcmeRoot) => Promise<Seen>;
};

/** By what the certificates of the ACME server are verified. */
export interface AcmeRoot {
  /** A file. */
  readonly root: string;
}

type Looked = ReadonlyMap<string, Seen | Error>;

/**
 * These mistakes are all made at once, beside a certificate without one: by the time that it is
 * issued, none of the others is merely late.
 */
export function together(trials: readonly EdgeTrial[]): readonly WrongCase[] {
  let round: Promise<Looked> | undefined;
  return trials.map(({ objects, look, ...mistake }) => ({
    ...mistake,
    watch: async (mesh): Promise<Seen> => {
      round ??= made(mesh, trials);
      const seen = (await round).get(mistake.id);
      if (seen === undefined || seen instanceof Error) {
        throw seen ?? new Error(`nobody looked at ${mistake.id}`);
      }
      return seen;
    },
  }));
}

async function made(mesh: MeshUnderTest, trials: readonly EdgeTrial[]): Promise<Looked> {
  const acme = await mesh.components.acmeServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-trust-wrong-'));
  const root = path.join(folder, 'root.pem');
  fs.writeFileSync(root, acme.root);
  const objects = [
    INGRESS_CLASS,
    acmeIssuer(acme, CONTROL),
    acmeCertificate(CONTROL, { issuer: CONTROL }),
    ...trials.flatMap((trial) => trial.objects(acme)),
  ];
  const looked = new Map<string, Seen | Error>();
  try {
    await during(mesh, objects, async () => {
      const control = ['-n', GATEWAY_NAMESPACE, 'certificate', CONTROL];
      await condition(mesh, 'Ready', 'True', ...control);
      for (const { id, look } of trials) {
        looked.set(id, await look(mesh, { root }).catch(asError));
      }
    });
  } finally {
    await removed(mesh);
    fs.rmSync(folder, { recursive: true });
  }
  return looked;
}

/** Secrets that cert-manager made stay when what asked for them goes. */
async function removed({ components }: MeshUnderTest): Promise<void> {
  for (const namespace of [GATEWAY_NAMESPACE, 'cert-manager']) {
    const names = await kubectl(components, '-n', namespace, 'get', 'secrets', '-o', 'name');
    const own = names.split('\n').filter((name) => name.startsWith('secret/wrong-edge'));
    if (own.length > 0) {
      await kubectl(components, '-n', namespace, 'delete', ...own);
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
