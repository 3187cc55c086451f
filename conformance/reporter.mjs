import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stderr } from 'node:process';

/** Says when a stage begins and how it ended, and keeps the logs of one that failed. */
export default class StageReporter {
  onTestFileStart({ path }) {
    this.began = Date.now();
    stderr.write(`\n== ${stageOf(path)}\n`);
  }

  onTestFileResult({ path }, { numPassingTests, numFailingTests, numPendingTests, testExecError }) {
    const stage = stageOf(path);
    const failed = numFailingTests + (testExecError ? 1 : 0);
    const seconds = Math.round((Date.now() - this.began) / 1000);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    stderr.write(
      `== ${stage}: ${numPassingTests} passed, ${failed} failed${skipped}, ${seconds} s\n`,
    );
    const logs = join('conformance', 'logs', stage);
    if (failed > 0 && existsSync(logs)) {
      stderr.write(`   what the components logged: ${logs}\n`);
    } else {
      rmSync(logs, { recursive: true, force: true });
    }
  }
}

function stageOf(path) {
  return basename(path, '.test.ts');
}
