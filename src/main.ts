import './delivery/frugal-memory';
import { EXIT, explained } from './delivery/explained';
import { synthesize } from './delivery/synthesize';
import { loadEnvironments } from './environments/load';

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
