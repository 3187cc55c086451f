import '../src/delivery/frugal-memory';
import { synthesize } from '../src/delivery/synthesize';
import { environmentNumber } from './environment-number';
import { report } from './report';

// Synthesizes as many environments as the first argument says into the folder that the second names.
const [count = '1', outdir = 'dist'] = process.argv.slice(2);
const environments = Array.from({ length: Number(count) }, (_, index) => environmentNumber(index));

report(() => {
  synthesize(environments, { outdir });
});
