import type { Environment } from '../../src/stack/environment';
import { hasSpire, type EnvironmentProps } from '../../src/stack/environment-props';

/** What this environment says; only those with SPIRE are tried. */
export function propsWithSpire({ name, props }: Environment): EnvironmentProps {
  if (!hasSpire(props)) {
    throw new Error(`${name} has no SPIRE`);
  }
  return props;
}
