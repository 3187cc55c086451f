import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Manifests that stand for a remote resource, from the CRDs in this folder; nothing for one that is not known. */
export function standInFor(address: string, crds: string): string | undefined {
  if (/\/spire-controller-manager\/.*\/spire\.spiffe\.io_\w+\.yaml$/.test(address)) {
    const plural = /spire\.spiffe\.io_(\w+)\.yaml$/.exec(address)?.[1] ?? '';
    return crdIn(shared(crds, 'spire.spiffe.io'), `${plural}.spire.spiffe.io`);
  }
  if (/\/cert-manager\/releases\/download\/[^/]+\/cert-manager\.yaml$/.test(address)) {
    const namespace = '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"cert-manager"}}';
    return `${namespace}\n---\n${fs.readFileSync(shared(crds, 'cert-manager.io'), 'utf8')}`;
  }
  if (/\/gateway-api\/releases\/download\/[^/]+\/standard-install\.yaml$/.test(address)) {
    return fs.readFileSync(shared(crds, 'gateway.networking.k8s.io'), 'utf8');
  }
  return undefined;
}

/** The file with the CRDs of a project. */
export function shared(crds: string, group: string): string {
  return path.join(crds, `${group}.yaml`);
}

function crdIn(file: string, name: string): string {
  const found = parseAllDocuments(fs.readFileSync(file, 'utf8')).find(
    (document) => document.getIn(['metadata', 'name']) === name,
  );
  if (found === undefined) {
    throw new Error(`${file} has no CRD ${name}`);
  }
  return found.toString();
}
