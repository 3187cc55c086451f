import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const ORDER = Object.keys(JSON.parse(readFileSync('conformance/stages.json', 'utf8')));

/** Runs the stages in their order, whichever was the quickest or failed before. */
export default class StageSequencer {
  sort(tests) {
    const place = ({ path }) => ORDER.indexOf(basename(path, '.test.ts'));
    return [...tests].sort((one, other) => place(one) - place(other));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order does not depend on earlier runs.
  }
}
