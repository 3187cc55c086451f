/** Matches a text that has `part` in it; Jest's own is typed as any. */
export function containing(part: string): unknown {
  return expect.stringContaining(part);
}
