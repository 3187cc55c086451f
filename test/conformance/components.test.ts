import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseComponents } from '../../conformance/components/choose-components';
import { Cluster } from '../../conformance/components/cluster';
import { Unavailable } from '../../conformance/components/components';
import { Referee } from '../../conformance/components/referee';

const ROOT = join(__dirname, '..', '..');

describe('where the components come from', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-trust-components-'));
  writeFileSync(join(folder, 'up.sh'), '');

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the folder that MESH_TRUST_REFEREE names, also where there is a KUBECONFIG', () => {
    const chosen = chooseComponents({ MESH_TRUST_REFEREE: folder, KUBECONFIG: 'mine' }, '/tmp/run');
    expect(chosen).toBeInstanceOf(Referee);
    expect(chosen.title).toContain(folder);
  });

  it('is the cluster of KUBECONFIG', () => {
    const chosen = chooseComponents({ KUBECONFIG: 'mine' }, '/tmp/run');
    expect(chosen).toBeInstanceOf(Cluster);
    expect(chosen.title).toContain('mine');
  });

  it('is refused with one sentence where the folder has no scripts', () => {
    const act = (): unknown => chooseComponents({ MESH_TRUST_REFEREE: tmpdir() }, '/tmp/run');
    expect(act).toThrow(Unavailable);
    expect(act).toThrow(/^MESH_TRUST_REFEREE is .+, which has no up\.sh: name the folder .+\.$/);
  });
});

describe('npm run conformance', () => {
  function run(...args: readonly string[]): {
    readonly code: number | null;
    readonly said: string;
  } {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join('node_modules', 'ts-node', 'dist', 'bin.js'), 'conformance/run.ts', ...args],
      { cwd: ROOT, encoding: 'utf8', env: { ...process.env, MESH_TRUST_REFEREE: tmpdir() } },
    );
    return { code: status, said: stderr };
  }

  it('exits with 2 and one sentence when there is nothing to judge with', () => {
    const { code, said } = run('--stage', 'schema');
    expect(code).toBe(2);
    expect(said.trim().split('\n')).toEqual([expect.stringMatching(/^MESH_TRUST_REFEREE is /)]);
  });

  it('exits with 2 and the list of stages when there is no such stage', () => {
    const { code, said } = run('--stage', 'everything');
    expect(code).toBe(2);
    expect(said).toContain('There is no stage everything.');
    expect(said).toMatch(
      /schema .+\n.+cluster .+\n.+spire .+\n.+upstreams .+\n.+authorities .+\n.+ca .+\n.+mesh .+\n.+edge .+\n.+federation /,
    );
  });

  it('exits with 2 for an option that it does not know', () => {
    expect(run('--fast').code).toBe(2);
  });
});

describe('a cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-trust-cluster-'));
  const there = join(folder, 'there');
  const deleted = join(folder, 'deleted');
  const path = process.env['PATH'];

  beforeAll(() => {
    // Lists what is in one file, and writes down in another what it is told to delete.
    const kubectl = [
      '#!/bin/sh',
      `case $1 in get) cat ${there};; delete) echo "$@" >> ${deleted};; esac`,
    ].join('\n');
    writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
    process.env['PATH'] = `${folder}:${path}`;
  });

  afterAll(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  function holding(...names: readonly string[]): void {
    writeFileSync(there, `${names.join('\n')}\n`);
    writeFileSync(deleted, '');
  }

  it('is cleared of what was added, also by another process than the one that began', async () => {
    holding('namespace/default', 'clusterrole.rbac/theirs');
    await new Cluster('mine', join(folder, 'run')).up();
    holding(
      'namespace/default',
      'namespace/kube-node-lease',
      'clusterrole.rbac/theirs',
      'namespace/spire-server',
      'validatingwebhookconfiguration.admissionregistration/ours',
    );
    await new Cluster('mine', join(folder, 'run')).down(join(folder, 'logs'));
    expect(readFileSync(deleted, 'utf8').trim().split('\n')).toEqual([
      expect.stringMatching(/ validatingwebhookconfiguration\.admissionregistration\/ours$/),
      expect.stringMatching(/=300s namespace\/spire-server$/),
    ]);
  });

  it('of somebody else is refused, and nothing of it is removed', async () => {
    holding('namespace/default', 'namespace/istio-system');
    const cluster = new Cluster('mine', join(folder, 'refused'));
    await expect(cluster.up()).rejects.toThrow(/has namespace\/istio-system already/);
    await cluster.down(join(folder, 'logs'));
    expect(readFileSync(deleted, 'utf8')).toBe('');
  });
});
