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

/** The places, such as `spec.rules[0].host`, of every value inside that is looked for; itself included. */
export function placesOf(value: unknown, isFound: Search, key = ''): string[] {
  const within = typeof value === 'object' && value !== null ? placesWithin(value, isFound) : [];
  return isFound(value, key) ? ['', ...within] : within;
}

/** Whether a value, or the key that it has, is looked for. */
export type Search = (value: unknown, key: string) => boolean;

/** Made for the many objects in which there is nothing: no place is put into words before something is found. */
function placesWithin(value: object, isFound: Search): string[] {
  const found: string[] = [];
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      for (const place of placesOf(item, isFound)) {
        found.push(`[${index}]${separated(place)}`);
      }
    });
  } else if (isMap(value)) {
    for (const key of Object.keys(value)) {
      for (const place of placesOf(value[key], isFound, key)) {
        found.push(key + separated(place));
      }
    }
  }
  return found;
}

function separated(place: string): string {
  return place === '' || place.startsWith('[') ? place : `.${place}`;
}
