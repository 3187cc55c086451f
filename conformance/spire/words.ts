import type { Grant } from './grants';

/** Kubelets decide themselves about what they serve, and name the whole of it. */
const OF_THE_KUBELET = /nodes\/\w+/;

/** How a line of each kind of log has its message and its error. */
const FORMS: readonly RegExp[] = [
  // klog: W1124 02:48:08.5  123 file.go:1] "message" err="error" key="value"
  /^[A-Z]\d{4} .*?\] "(?<msg>(?:[^"\\]|\\.)*)" err="(?<error>(?:[^"\\]|\\.)*)"/,
  // zap for people: time, level, logger, message, {"error": "error"}
  /\t(?<msg>[^\t]+)\t\{"error": "(?<error>(?:[^"\\]|\\.)*)"/,
];

/** What a log says of this being forbidden, less what differs from run to run. */
export function wordsIn(log: string, grant: Grant): string | undefined {
  // The last line may not be written to its end yet.
  const lines = log.split('\n').slice(0, -1);
  const line = lines.find((each) => isAbout(unescaped(each), grant));
  return line === undefined ? undefined : settled(said(line));
}

function isAbout(line: string, { apiGroup, resource, verb }: Grant): boolean {
  return OF_THE_KUBELET.test(resource)
    ? line.includes('Forbidden') && line.includes(`verb=${verb}, resource=nodes`)
    : line.includes(`cannot ${verb} resource "${resource}" in API group "${apiGroup}"`);
}

function said(line: string): string {
  const { msg, error } = line.startsWith('{') ? fieldsOf(line) : partsOf(line);
  return [msg, error].filter((part) => part !== undefined).join(': ');
}

interface Said {
  readonly msg?: string;
  readonly error?: string;
}

function fieldsOf(line: string): Said {
  return JSON.parse(line) as Said;
}

function partsOf(line: string): Said {
  const found = FORMS.map((form) => form.exec(line)?.groups).find((each) => each !== undefined);
  const { msg = line, error } = found ?? {};
  return { msg: unescaped(msg), ...(error !== undefined && { error: unescaped(error) }) };
}

function unescaped(text: string): string {
  return text.replaceAll('\\"', '"');
}

/** Without names that the cluster gave, and without times. */
function settled(text: string): string {
  return text
    .replace(/(\S+) "[^"]+" is forbidden/g, '$1 "…" is forbidden')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…')
    .replace(/https:\/\/[^/\s"]+/g, 'https://…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '…')
    .trim();
}
