import { Document, visit } from 'yaml';

/**
 * Texts that are no text to some reader although the library writes them plainly: what Go takes for a
 * number (`0o7`, `66E_4`; kubectl, kustomize and istioctl read with Go), and the default key.
 */
const MISREAD = /^(?:[-+]?(?:0[box][\da-f_]+|[\d._]+e[-+_\d]+)|=)$/i;

/** A text of several lines that is the same as a literal block: it begins with text and ends with at most one line end. */
const LITERAL = /^\S[^\r\p{Zl}\p{Zp}\u0085]*[^\s]\n?$/u;

/** Environments share most of their objects: a text that was written is written once. */
const WRITTEN = new Map<string, string>();
/** Bounds the memory of many environments; the next ones fill it again. */
const MAX_WRITTEN = 2000;

/**
 * Writes one document. Keys stay in the order in which the object has them, texts of several lines become
 * literal blocks, and everything that some reader could take for a number, a date or a boolean is quoted.
 */
export function toYaml(document: object): string {
  const key = JSON.stringify(document);
  const known = WRITTEN.get(key);
  if (known !== undefined) {
    return known;
  }
  if (WRITTEN.size >= MAX_WRITTEN) {
    WRITTEN.clear();
  }
  const text = written(document);
  WRITTEN.set(key, text);
  return text;
}

function written(value: object): string {
  // The dialect in which cdk8s writes: 1.1 quotes `on`, `yes` and octal numbers, which 1.2 does not.
  const tree = new Document(value, { version: '1.1', aliasDuplicateObjects: false, merge: false });
  visit(tree, {
    Scalar(_, node) {
      const { value } = node;
      if (typeof value === 'string' && isQuoted(value)) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  return tree.toString({ lineWidth: 0, blockQuote: 'literal', directives: false });
}

function isQuoted(text: string): boolean {
  return text.includes('\n') ? !LITERAL.test(text) : MISREAD.test(text);
}
