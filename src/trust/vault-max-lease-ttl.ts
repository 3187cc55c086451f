import { Ttl } from './ttl';

/** `max_lease_ttl` of an engine of Vault that nobody tuned: the longest that it signs. */
export const VAULT_MAX_LEASE_TTL = Ttl.hours(768);
