const MAX_LENGTH = 80;

/** How a value is shown in a finding: in its own form where it has one, and never at length. */
export function shown(value: unknown): string {
  const text = whole(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function whole(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  const hasOwnForm =
    value instanceof Object &&
    !Array.isArray(value) &&
    value.toString !== Object.prototype.toString;
  const isPlain = (typeof value === 'object' && !hasOwnForm) || typeof value === 'string';
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- what has no form of its own goes through JSON
  return isPlain ? JSON.stringify(value) : String(value);
}
