import type { ChainNode, TrustChain } from '../../src/trust/trust-chain';

const HEAD = ['Certificate', 'Signed by', 'Lives', 'Its key', 'Verified by'];

/** Every certificate of a chain in a row: who signs it, how long it lives, where its key is, who verifies it. */
export function certificatesTable(chain: TrustChain): string {
  const rows = [HEAD, ...chain.nodes.map((node) => cellsOf(chain, node))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = '', ...others] = rows.map((row) => line(row, widths));
  const rule = line(
    widths.map((width) => '-'.repeat(width)),
    widths,
  );
  return [head, rule, ...others].join('\n');
}

/** Columns are as wide as Prettier makes them. */
function line(cells: readonly string[], widths: readonly number[]): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
}

function cellsOf(chain: TrustChain, node: ChainNode): string[] {
  const issuer = chain.issuerOf(node)?.title ?? chain.outsideIssuerOf(node)?.title;
  return [
    node.title,
    issuer ?? 'itself',
    `${node.duration}`,
    escaped(node.keyIn),
    escaped(node.verifiedBy.join(', ')),
  ];
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
