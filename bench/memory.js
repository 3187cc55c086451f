/* global process, require -- loaded by --require, as --import would keep ts-node from loading TypeScript */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the same
const { appendFileSync } = require('node:fs');

// Loaded into every process of Node that a measured command starts: adds its peak of memory, in kilobytes.
process.on('exit', () => {
  appendFileSync(process.env.MESH_TRUST_PEAK, `${process.resourceUsage().maxRSS}\n`);
});
