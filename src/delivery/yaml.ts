// Our own writer, for three reasons that a test and the bench hold:
// the readers are written in Go, whose YAML takes 0o7, 0O7 and 66E_-4 for numbers, which no library for
// JavaScript quotes; nothing may be left to taste that changes with an upgrade of a library; and writing is
// most of the time of a synthesis: the `yaml` package takes eight times as long.

/** A text that no reader of YAML 1.1 or 1.2 takes for anything but itself. */
const PLAIN = /^[A-Za-z/][A-Za-z0-9/._-]*(?:[:=@+]+[A-Za-z0-9/._-]+)*(?: [A-Za-z0-9/._-]+)*$/;

/** A Go duration or a Kubernetes quantity: no number has these letters in it. */
const DURATION_OR_QUANTITY = /^[0-9]+[hmsKMGT][A-Za-z0-9]*$/;

/** Words that are a boolean, nothing or a number to some reader. */
const RESERVED = /^(?:y|yes|n|no|true|false|on|off|null|nan|inf|e[-+]?[0-9_]+)$/i;

/** What a literal block cannot hold, or would not show: control characters, exotic line ends, a mark of byte order. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\u00a0\u2028\u2029\ufeff\ufffe\uffff]/u;

const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/** A text of several lines that reads the same as a literal block: it begins with text and ends with at most one line end. */
const LITERAL = /^\S[^]*[^\n]\n?$/;

/**
 * Writes one document. Keys stay in the order in which the object has them, texts of several lines become
 * literal blocks, and everything that some reader could take for a number, a date or a boolean is quoted.
 */
export function toYaml(document: Readonly<Record<string, unknown>>): string {
  return `${mapping(document, '')}\n`;
}

function mapping(value: object, indent: string): string {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${scalarText(key)}:${child(item, indent)}`)
    .join(`\n${indent}`);
}

function sequence(items: readonly unknown[], indent: string): string {
  return items.map((item) => `- ${element(item, `${indent}  `)}`).join(`\n${indent}`);
}

/** What stands behind a key: on its line when it is short, below it when it has an inside. */
function child(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  return hasInside(value) ? `\n${inner}${inside(value, inner)}` : ` ${leaf(value, inner)}`;
}

/** What stands behind a dash: its inside begins on the same line. */
function element(value: unknown, indent: string): string {
  return hasInside(value) ? inside(value, indent) : leaf(value, indent);
}

function inside(value: object, indent: string): string {
  return Array.isArray(value) ? sequence(value, indent) : mapping(value, indent);
}

function hasInside(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((item) => item !== undefined)
  );
}

function leaf(value: unknown, indent: string): string {
  if (typeof value === 'string') {
    return isLiteral(value) ? literal(value, indent) : scalarText(value);
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) {
    return JSON.stringify(value);
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? '[]' : '{}';
  }
  throw new TypeError(`a manifest holds a ${typeof value}`);
}

function isLiteral(value: string): boolean {
  return value.includes('\n') && LITERAL.test(value) && !UNPRINTABLE.test(value);
}

function literal(value: string, indent: string): string {
  const lines = value.replace(/\n$/, '').split('\n');
  const block = lines.map((line) => (line === '' ? '' : indent + line));
  return [value.endsWith('\n') ? '|' : '|-', ...block].join('\n');
}

function scalarText(value: string): string {
  const isPlain = (PLAIN.test(value) && !RESERVED.test(value)) || DURATION_OR_QUANTITY.test(value);
  return isPlain ? value : quoted(value);
}

/** JSON's text is YAML's double-quoted one, once what YAML does not print is escaped too. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(
    EVERY_UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
