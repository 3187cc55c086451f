/** What an environment of a user says beside its names; each is TypeScript. */
interface Said {
  /** What is imported beside what every environment needs. @default - nothing */
  readonly imports?: readonly string[];
  /** @default - a root of ten years */
  readonly root?: string;
  /** @default - what is derived */
  readonly trustDomain?: string;
  /** @default - what is derived */
  readonly spire?: string;
  /** @default - the CA of istiod below the root */
  readonly istio?: string;
  /** Other properties, each with its name. @default - none */
  readonly others?: readonly string[];
}

const ROOT = 'TrustRoot.selfSigned({ lifetime: Lifetime.of(Ttl.days(3650)) })';
const ISTIO = '{ ca: IstioCa.certManager({ lifetime: Lifetime.of(Ttl.days(30)) }) }';
const NEEDED = ['Environment', 'IstioCa', 'Lifetime', 'TrustDomain', 'TrustRoot', 'Ttl'];

/** An environment as a user of the package writes it. */
export function environmentWith({
  imports = [],
  trustDomain = "TrustDomain.of('example.org')",
  root = ROOT,
  spire,
  istio = ISTIO,
  others = [],
}: Said): string {
  const body = [
    `trustDomain: ${trustDomain}`,
    "clusterName: 'demo-cluster'",
    `root: ${root}`,
    ...(spire === undefined ? [] : [`spire: ${spire}`]),
    `istio: ${istio}`,
    ...others,
  ];
  const names = [...NEEDED, ...imports].filter((name) => body.some((line) => line.includes(name)));
  return [
    importing(['Environment', ...names]),
    '',
    "export const dev = new Environment('dev', {",
    ...body.map((line) => `  ${line},`),
    '});',
  ].join('\n');
}

/** A piece of TypeScript with its imports from the package. */
export function importing(names: readonly string[]): string {
  return `import { ${[...new Set(names)].sort().join(', ')} } from 'cdk8s-mesh-trust';`;
}

/** One expression of the package, as a module. */
export function exported(names: readonly string[], expression: string): string {
  return `${importing(names)}\n\nexport const written = ${expression};`;
}
