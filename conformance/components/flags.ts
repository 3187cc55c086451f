import type { Components, Workload } from './components';
import { got } from './kubectl';

interface PodTemplated {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly args?: readonly string[] }[];
      };
    };
  };
}

/** Flags of a workload, and which of them a program takes. */
export interface Flags {
  readonly taken: readonly string[];
  /** Those that it does not know. */
  readonly left: readonly string[];
}

/** The flags of the first container of a workload, for a program that says this of those that it knows. */
export async function flagsOf(
  components: Pick<Components, 'run'>,
  { namespace, kind, name }: Workload,
  usage: string,
): Promise<Flags> {
  const { spec } = await got<PodTemplated>(components, '-n', namespace, kind, name);
  const args = (spec.template.spec.containers[0]?.args ?? []).map((arg) =>
    arg.replace('$(POD_NAMESPACE)', namespace),
  );
  const known = [...usage.matchAll(/^\s+(?:-\w, )?--?([\w-]+)/gm)].map(([, flag]) => flag);
  const isKnown = (arg: string): boolean => known.includes(/^--?([\w-]+)/.exec(arg)?.[1]);
  return { taken: args.filter(isKnown), left: args.filter((arg) => !isKnown(arg)) };
}
