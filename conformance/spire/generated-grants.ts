import { Datastore } from '../../src/spire/server/datastore';
import { SpireVersion } from '../../src/spire/spire-version';
import { environments } from '../../src/environments/all';
import { dev } from '../../src/environments/dev';
import type { EnvironmentProps } from '../../src/stack/environment-props';
import { Environment } from '../../src/stack/environment';
import type { KubernetesObject } from '../../src/stack/rendered-environment';
import { SecretRef } from '../../src/trust/secret-ref';
import { byKey, type Grant, grantsIn, keyOf } from './grants';

/** The same environment with two servers, whose controller managers have to agree who reconciles. */
export function withSeveralServers(environment: Environment): Environment {
  return withSpire(environment, {
    replicas: 2,
    datastore: Datastore.postgres(SecretRef.of('spire-datastore', 'connection-string')),
  });
}

/** Environments that together have every Role that is generated. */
export const ENVIRONMENTS_WITH_ROLES: Readonly<Record<string, Environment>> = {
  ...Object.fromEntries(environments.map((environment) => [environment.name, environment])),
  'SPIRE 1.10': withSpire(dev, { version: SpireVersion.V1_10 }),
};

/** Every object that an environment applies. */
export function objectsOf(environment: Environment): readonly KubernetesObject[] {
  return environment.render().layers.flatMap(({ objects }) => objects);
}

/** Every grant of every one of them, once. */
export function generatedGrants(): readonly Grant[] {
  const all = Object.values(ENVIRONMENTS_WITH_ROLES).flatMap((environment) =>
    grantsIn(objectsOf(environment)),
  );
  return [...new Map(all.map((grant) => [keyOf(grant), grant])).values()].sort(byKey);
}

function withSpire(
  { name, props }: Environment,
  changed: Partial<EnvironmentProps['spire']>,
): Environment {
  return new Environment(name, { ...props, spire: { ...props.spire, ...changed } });
}
