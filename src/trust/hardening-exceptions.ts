/** Exceptions from hardening: the check that finds fault, and why the object stays as it is. */
export type Reasons = Readonly<Record<string, string>>;

/**
 * The annotations by which one object explains what it needs and a hardened one would not have:
 * `mesh-trust/reason-<check>` for each exception, and `kube-score/ignore` for those kube-score knows.
 *
 * @see https://github.com/zegl/kube-score/blob/master/README.md
 */
export function exceptionsFromHardening(kubeScore: Reasons, others: Reasons = {}): Reasons {
  const reasons = Object.entries({ ...kubeScore, ...others }).map(
    ([check, reason]) => [`mesh-trust/reason-${check}`, reason] as const,
  );
  const ignored = Object.keys(kubeScore).sort().join(',');
  return Object.fromEntries([
    ...(ignored === '' ? [] : [['kube-score/ignore', ignored] as const]),
    ...reasons,
  ]);
}
