import './frugal-memory';
import { environments } from '../environments/all';
import { runSynth } from './run-synth';

process.exitCode = runSynth(process.argv.slice(2), {
  environments,
  out: (line) => {
    console.log(line);
  },
  error: (line) => {
    console.error(line);
  },
});
