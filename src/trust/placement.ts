import { LABEL_KEY, LABEL_VALUE } from './names';
import { integer, listOf, mapOf, oneOf, optional, record, text } from './props';

/** A taint that Pods put up with. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  /** Key of the taint. @default - every key, with `operator` Exists */
  readonly key?: string;
  /** How `value` is compared. @default 'Equal' */
  readonly operator?: 'Exists' | 'Equal';
  /** Value of the taint. @default - none */
  readonly value?: string;
  /** Effect of the taint. @default - every effect */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /** How long, in seconds, a NoExecute taint is put up with. @default - forever */
  readonly tolerationSeconds?: number;
}

/** On which nodes Pods run, and which are ended last. */
export interface Placement {
  /** Labels that a node must have. @default - every node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the Pods put up with. @default - none */
  readonly tolerations?: readonly Toleration[];
}

const labelValue = text(LABEL_VALUE, 'a label value of at most 63 characters', 'spire');

/** Check of a node selector. */
export const nodeSelectorCheck = mapOf(LABEL_KEY, 'label keys', labelValue);

/** Check of a list of tolerations. */
export const tolerationsCheck = listOf(
  record<Toleration>({
    key: optional(text(LABEL_KEY, 'the key of a taint', 'node-role.kubernetes.io/control-plane')),
    operator: optional(oneOf(['Exists', 'Equal'])),
    value: optional(labelValue),
    effect: optional(oneOf(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])),
    tolerationSeconds: optional(integer(0, 2 ** 31 - 1)),
  }),
);
