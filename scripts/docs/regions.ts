/** Where generated text stands in a hand-written page. */
const REGION = /<!-- begin: (?<directive>[^\n]+) -->\n[\s\S]*?<!-- end -->/g;

/** Makes the text of one region: from its directive, and from the page above it. */
export type RegionWriter = (argument: string, pageAbove: string) => string;

/** The page with every region written anew by the writer that its directive names. */
export function writeRegions(
  page: string,
  name: string,
  writers: Readonly<Record<string, RegionWriter>>,
): string {
  return page.replace(REGION, (...match: unknown[]) => {
    const offset = match.find((item) => typeof item === 'number') ?? 0;
    const { directive } = match.at(-1) as { directive: string };
    const [word = '', ...rest] = directive.split(' ');
    const write = writers[word];
    if (write === undefined) {
      throw new Error(`${name}: nobody writes "${word}", only ${Object.keys(writers).join(', ')}`);
    }
    const text = write(rest.join(' '), page.slice(0, offset)).trimEnd();
    return `<!-- begin: ${directive} -->\n\n${text}\n\n<!-- end -->`;
  });
}

/** The text in a fence of this language. */
export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** The last fence of this language on the page. */
export function lastFence(language: string, page: string): string {
  const fences = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  const last = fences.at(-1)?.[1];
  if (last === undefined) {
    throw new Error(`there is no ${language} block above`);
  }
  return last;
}
