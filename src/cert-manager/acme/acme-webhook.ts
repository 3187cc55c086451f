import { DATA_KEY, DNS_SUBDOMAIN } from '../../trust/names';
import { mapOf, optional, text, type Check, type PropertyTable } from '../../trust/props';
import { SecretRef } from '../../trust/secret-ref';
import { ACME_DNS01_PROPERTIES, type AcmeDns01Options, type AcmeDns01Provider } from './acme-dns01';

/** A value of the configuration of a webhook: JSON, in which a SecretRef stands for `{ name, key }`. */
export type AcmeWebhookValue =
  string | number | boolean | SecretRef | readonly AcmeWebhookValue[] | AcmeWebhookConfig;

/** Configuration of a webhook, as its own documentation has it. */
export interface AcmeWebhookConfig {
  /** A field of it. */
  readonly [field: string]: AcmeWebhookValue;
}

/** Properties of DNS-01 through a webhook, for every DNS service that cert-manager does not know. */
export interface WebhookProps extends AcmeDns01Options {
  /** The API group that the webhook serves. */
  readonly groupName: string;
  /** Which of its solvers. */
  readonly solverName: string;
  /** What it needs to know. A credential is a SecretRef, never a text. @default - nothing */
  readonly config?: AcmeWebhookConfig;
}

const CREDENTIAL = /(password|passphrase|token|secret|api[-_]?key)$/i;

/** The check of a value whose field has this name. */
function configValue(field: string): Check {
  return {
    isOptional: false,
    violations: (value) => {
      if (value instanceof SecretRef || typeof value === 'boolean' || Number.isFinite(value)) {
        return [];
      }
      if (typeof value === 'string') {
        return CREDENTIAL.test(field) ? CREDENTIAL_AS_TEXT : [];
      }
      return Array.isArray(value)
        ? value.flatMap((item) => configValue(field).violations(item))
        : CONFIG.violations(value);
    },
  };
}

// The value is left out: it may be the credential itself.
const CREDENTIAL_AS_TEXT: ReturnType<Check['violations']> = [
  {
    at: '',
    code: 'PropertyWrongType',
    rule: 'must be a SecretRef, since everybody reads the output',
    got: 'a text',
    fix: "write SecretRef.of('dns-credentials', 'token')",
  },
];

const FIELDS = mapOf(DATA_KEY, 'names of fields', { isOptional: false, violations: () => [] });

const CONFIG: Check = {
  isOptional: false,
  violations: (value) => {
    const violations = FIELDS.violations(value);
    return violations.length > 0
      ? violations
      : Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([field, item]) =>
          mapOf(DATA_KEY, 'names of fields', configValue(field)).violations({ [field]: item }),
        );
  },
};

/** One check for each property of DNS-01 through a webhook. */
export const WEBHOOK_PROPERTIES: PropertyTable<WebhookProps> = {
  ...ACME_DNS01_PROPERTIES,
  groupName: text(DNS_SUBDOMAIN, 'an API group', 'acme.example.com'),
  solverName: text(/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/, 'the name of a solver', 'gandi'),
  config: optional(CONFIG),
};

/**
 * The webhook of these values.
 *
 * @see https://cert-manager.io/docs/configuration/acme/dns01/webhook/
 */
export function webhook({ groupName, solverName, config }: WebhookProps): AcmeDns01Provider {
  return {
    spec: { webhook: { groupName, solverName, config: config && jsonOf(config) } },
    credentials: config === undefined ? [] : secretsOf(config),
  };
}

function jsonOf(value: AcmeWebhookValue): unknown {
  if (value instanceof SecretRef) {
    return { name: value.name, key: value.key };
  }
  if (isList(value)) {
    return value.map(jsonOf);
  }
  return typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([field, item]) => [field, jsonOf(item)]))
    : value;
}

function secretsOf(value: AcmeWebhookValue): SecretRef[] {
  if (value instanceof SecretRef) {
    return [value];
  }
  return typeof value === 'object' ? Object.values(value).flatMap(secretsOf) : [];
}

/** `Array.isArray` does not tell a list that is read-only. */
function isList(value: AcmeWebhookValue): value is readonly AcmeWebhookValue[] {
  return Array.isArray(value);
}
