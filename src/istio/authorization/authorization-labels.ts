/** Labels of every AuthorizationPolicy. */
export const AUTHORIZATION_LABELS = {
  'app.kubernetes.io/name': 'authorization-policy',
  'app.kubernetes.io/part-of': 'mesh-trust',
};
