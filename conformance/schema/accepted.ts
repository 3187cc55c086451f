/** Something that a validator says although nothing is to be mended. */
export interface Accepted {
  /** What it says. */
  readonly words: RegExp;
  /** Why that stays. */
  readonly reason: string;
  /** Said by a validator of its own, and not where an API server judges. @default false */
  readonly notByServer?: boolean;
}

/** Warnings of the judge. */
export const ACCEPTED_WARNINGS: readonly Accepted[] = [
  {
    words: /^warn CustomResourceDefinition .*istio\.io: decoded strictly only/,
    reason:
      "istioctl renders them as Istio ships them; an API server takes them in stage 'cluster'",
    notByServer: true,
  },
  {
    words: /^warn HorizontalPodAutoscaler istio-system\/\S+: decoded strictly only/,
    reason: "only an API server has their validator: it takes them in stage 'cluster'",
    notByServer: true,
  },
];

/** Refusals of the judge that are its own mistake. */
export const ACCEPTED_REFUSALS: readonly Accepted[] = [
  {
    words: /^FAIL ServiceEntry \S+: .* invalid data, expected int, got float64 evaluating rule: /,
    reason:
      "it reads whole numbers as fractions for the rules of this kind; an API server takes them in stage 'cluster'",
    notByServer: true,
  },
];

/** Warnings of the API server when everything is applied to it. */
export const ACCEPTED_WHEN_APPLIED: readonly Accepted[] = [
  {
    words: /apparmor\.security\.beta\.kubernetes\.io\/install-cni\]: deprecated since v1\.30/,
    reason:
      'the chart of istio-cni writes it unless cni.useAppArmorAnnotation is false, for Kubernetes up to 1.29',
  },
];

/** Findings of `istioctl analyze`: there are none. */
export const ACCEPTED_FINDINGS: readonly Accepted[] = [];

/** What was said and is in no row of the table. */
export function unlisted(said: readonly string[], table: readonly Accepted[]): readonly string[] {
  return said.filter((line) => !table.some(({ words }) => words.test(line)));
}

/** The rows of the table of which nothing was said any more. */
export function stale(said: readonly string[], table: readonly Accepted[]): readonly string[] {
  return table
    .filter(({ words }) => !said.some((line) => words.test(line)))
    .map(({ words }) => words.source);
}
