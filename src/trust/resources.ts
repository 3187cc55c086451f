import { refuse, refuseAny } from './mesh-trust-error';
import { checkProps, record, type Check, type PropertyTable } from './props';

// quantity = number [ "m" / "k" / "M" / "G" / "T" / "Ki" / "Mi" / "Gi" / "Ti" ], the part of the grammar that resources use
const QUANTITY = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;
const FACTOR: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Amounts of what a container uses, each a Kubernetes quantity. */
export interface Amounts {
  /** Processor time: `100m`, `1`. @default - nothing is said */
  readonly cpu?: string;
  /** Memory: `128Mi`. @default - nothing is said */
  readonly memory?: string;
  /** Logs and writable layers: `100Mi`. @default - nothing is said */
  readonly 'ephemeral-storage'?: string;
}

const quantity: Check = {
  violations: (value) =>
    amountOf(value) === undefined
      ? [
          {
            at: '',
            code: 'QuantityMalformed',
            rule: 'must be a Kubernetes quantity',
            got: value,
            fix: `write cpu as '100m' or '1', memory as '128Mi'`,
          },
        ]
      : [],
  isOptional: true,
};
const amounts = record<Amounts>({ cpu: quantity, memory: quantity, 'ephemeral-storage': quantity });
const RESOURCES: PropertyTable<{ requests: Amounts; limits: Amounts }> = {
  requests: amounts,
  limits: amounts,
};

/**
 * What a container asks for, and what it may use at most.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export class Resources {
  /**
   * Requests and limits of a container.
   *
   * @throws QuantityMalformed
   * @throws LimitBelowRequest
   * @throws PropertyUnknown for anything but `cpu`, `memory` and `ephemeral-storage`
   */
  public static of(requests: Amounts, limits: Amounts): Resources {
    refuseAny(checkProps('Resources.of', { requests, limits }, RESOURCES));
    for (const [name, limit] of Object.entries(limits) as [keyof Amounts, string][]) {
      const request = requests[name];
      if (request !== undefined && (amountOf(limit) ?? 0) < (amountOf(request) ?? 0)) {
        refuse({
          code: 'LimitBelowRequest',
          path: 'Resources.of',
          problem: `'limits.${name}' must be at least 'requests.${name}' (${request}), got ${limit}`,
          fix: `write ${request} or more, or ask for less`,
        });
      }
    }
    return new Resources(requests, limits);
  }

  private constructor(
    /** What the scheduler reserves. */
    public readonly requests: Amounts,
    /** What the kubelet ends the container at. */
    public readonly limits: Amounts,
  ) {}
}

/** The number that a quantity stands for, if it is one. */
export function amountOf(quantity: unknown): number | undefined {
  const [, digits, unit] = (typeof quantity === 'string' ? QUANTITY.exec(quantity) : null) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  // A quotient is the number nearest to the decimal, as `0.7` is for `700m`; a product is not.
  return unit === 'm' ? Number(digits) / 1000 : Number(digits) * (FACTOR[unit ?? ''] ?? 1);
}
