import { writeFileSync } from 'node:fs';
import { env } from 'node:process';

/** Writes Jest's own report to the file that JEST_REPORT names, so that the test command stays as it is. */
export default class Report {
  onRunComplete(_contexts, results) {
    if (env.JEST_REPORT) {
      const {
        numPassedTests,
        numFailedTests,
        numPendingTests,
        numTodoTests,
        numRuntimeErrorTestSuites,
      } = results;
      const failed = numFailedTests + numRuntimeErrorTestSuites;
      const skipped = numPendingTests + numTodoTests;
      writeFileSync(env.JEST_REPORT, JSON.stringify({ passed: numPassedTests, failed, skipped }));
    }
  }
}
