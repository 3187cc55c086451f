import type { GoProgram } from './go-program';

/** Helm, for whoever has no Helm of their own. */
export const HELM: GoProgram = {
  name: 'helm',
  module: 'helm.sh/helm/v4',
  version: 'v4.3.2',
  package: 'helm.sh/helm/v4/cmd/helm',
};
