import { refuseAny } from '../../trust/mesh-trust-error';
import { checkProps } from '../../trust/props';
import {
  CONTROLLER_MANAGER_OPTIONS,
  CONTROLLER_MANAGER_VERSION,
} from './controller-manager-options';

const RAW = 'https://raw.githubusercontent.com/spiffe/spire-controller-manager';
const KINDS = ['clusterfederatedtrustdomains', 'clusterspiffeids', 'clusterstaticentries'];

/**
 * Addresses of the CRDs of SPIRE, of the release of the controller manager that reads them: they are
 * applied before it.
 *
 * @throws PropertyWrongType, PropertyMalformed
 */
export function spireCrdResources(version: string = CONTROLLER_MANAGER_VERSION): readonly string[] {
  const table = { version: CONTROLLER_MANAGER_OPTIONS.version };
  refuseAny(checkProps('spireCrdResources', { version }, table));
  return KINDS.map((kind) => `${RAW}/v${version}/config/crd/bases/spire.spiffe.io_${kind}.yaml`);
}
