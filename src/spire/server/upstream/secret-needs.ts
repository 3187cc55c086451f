import type { SecretRef } from '../../../trust/secret-ref';
import { UPSTREAM_FOLDER, type UpstreamNeeds, type UpstreamPrerequisite } from './upstream-plugin';

/** Files of the server whose content lies in Secrets, by their names; those without a Secret are left out. */
export function secretFiles(files: Readonly<Record<string, SecretRef | undefined>>): UpstreamNeeds {
  const given = entriesOf(files);
  return {
    files: given.map(([path, { name, key }]) => ({ secret: { name, items: [{ key, path }] } })),
    prerequisites: given.map(([, { name, key }]) => secretBeforehand(name, key)),
  };
}

/** Variables of the server whose values lie in Secrets; those without a Secret are left out. */
export function secretVariables(
  variables: Readonly<Record<string, SecretRef | undefined>>,
): UpstreamNeeds {
  const given = entriesOf(variables);
  return {
    environment: given.map(([variable, { name, key }]) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key } },
    })),
    prerequisites: given.map(([, { name, key }]) => secretBeforehand(name, key)),
  };
}

/** Path of such a file, if it is there. */
export function upstreamFile(name: string, secret: SecretRef | undefined): string | undefined {
  return secret && `${UPSTREAM_FOLDER}/${name}`;
}

function secretBeforehand(name: string, key: string): UpstreamPrerequisite {
  return { kind: 'Secret', name, keys: [key], purpose: 'credentials at the upstream authority' };
}

function entriesOf(
  refs: Readonly<Record<string, SecretRef | undefined>>,
): readonly (readonly [string, SecretRef])[] {
  return Object.entries(refs).flatMap(([name, ref]) => (ref === undefined ? [] : [[name, ref]]));
}
