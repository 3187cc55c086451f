import type { RenderedEnvironment } from '../../stack/rendered-environment';
import type { Finding } from '../../trust/mesh-trust-error';
import { ambientFindings } from './ambient';
import { bundleRootFindings } from './bundle-roots';
import { controllerFieldFindings } from './controller-fields';
import { duplicateFindings } from './duplicates';
import { formFindings } from './form';
import { placedInputs, placedObjects } from './placed-object';
import { privateKeyFindings } from './private-keys';
import { referenceFindings } from './references';
import { sidecarTlsMountFindings } from './sidecar-tls-mounts';

/** Everything that keeps an environment from being written: the last look at what it gives, as data. */
export function outputFindings(environment: RenderedEnvironment): Finding[] {
  const objects = placedObjects(environment);
  const everyObject = [...objects, ...placedInputs(environment)];
  return [
    ...emptyFindings(environment),
    ...duplicateFindings(objects),
    ...formFindings(objects),
    ...privateKeyFindings(everyObject),
    ...controllerFieldFindings(everyObject),
    ...referenceFindings(objects),
    ...sidecarTlsMountFindings(objects),
    ...ambientFindings(objects),
    ...bundleRootFindings(objects),
  ];
}

function emptyFindings({ name, layers }: RenderedEnvironment): Finding[] {
  return layers.some((layer) => layer.objects.length > 0)
    ? []
    : [
        {
          code: 'OutputEmpty',
          path: name,
          problem: `'${name}' must have objects, got none`,
          fix: 'describe something in the environment, or take it out of the list',
        },
      ];
}
