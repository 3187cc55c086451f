import '../delivery/frugal-memory';
import { loadEnvironments } from '../environments/load';
import { runSynth } from './run-synth';

process.exitCode = runSynth(process.argv.slice(2), {
  environments: loadEnvironments,
  out: (line) => {
    console.log(line);
  },
  error: (line) => {
    console.error(line);
  },
});
