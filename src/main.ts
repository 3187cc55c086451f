import './cli/frugal-memory';
import { EXIT, explained } from './cli/explained';
import { loadEnvironments } from './cli/load-environments';
import { synthesize } from './delivery/synthesize';

// The app that cdk8s.yaml runs: every environment, or nothing when anything is refused.
process.exitCode = explained(
  () => {
    synthesize(loadEnvironments(), { outdir: process.env['CDK8S_OUTDIR'] ?? 'dist' });
    return EXIT.inOrder;
  },
  (line) => {
    console.error(line);
  },
);
