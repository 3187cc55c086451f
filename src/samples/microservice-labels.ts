/** Labels by which everything of Bookinfo is found, whichever microservice it belongs to. */
export const BOOKINFO_LABELS = {
  'app.kubernetes.io/instance': 'bookinfo',
  'app.kubernetes.io/part-of': 'mesh-trust',
} as const;

/** Labels that select the Pods of a microservice: Istio's tools read `app` and `version`. */
export function selectorOf(microservice: string): Record<string, string> {
  return {
    app: microservice,
    'app.kubernetes.io/instance': BOOKINFO_LABELS['app.kubernetes.io/instance'],
  };
}

/** Labels of an object of a microservice. */
export function labelsOf(microservice: string): Record<string, string> {
  return {
    ...selectorOf(microservice),
    ...BOOKINFO_LABELS,
    'app.kubernetes.io/name': microservice,
  };
}
