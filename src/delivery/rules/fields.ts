/** The field at this place, or undefined when something on the way is not there. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (isMap(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined),
    value,
  );
}

/** The list at this place, or an empty one. */
export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text at this place, or undefined when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = field(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Whether something is an object with keys. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every value inside, itself included, with its place: `spec.rules[0].host`. */
export function* everything(value: unknown, at = ''): Generator<readonly [string, unknown]> {
  yield [at, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* everything(item, `${at}[${index}]`);
    }
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* everything(item, at === '' ? key : `${at}.${key}`);
    }
  }
}
