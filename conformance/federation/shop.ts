import { AllowRule, Authorization, type SpiffeId } from '../../src/index';
import type { Client } from '../clients/clients';

/** The namespace of those who call and are called. */
export const SHOP = 'shop';
export const CART: Client = { namespace: SHOP, name: 'cart' };
/** It takes only those whom its rule names. */
export const GUARDED: Client = { namespace: SHOP, name: 'guarded' };

/** That rule. */
export function guardedAdmits(callers: readonly SpiffeId[]): Authorization {
  return Authorization.allow({
    name: GUARDED.name,
    namespace: SHOP,
    workloadLabels: { app: GUARDED.name },
    rules: [AllowRule.from({ callers })],
  });
}
