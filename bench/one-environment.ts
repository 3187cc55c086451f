import '../src/delivery/frugal-memory';
import { synthesize } from '../src/delivery/synthesize';
import { environmentNumber } from './environment-number';

// What src/main.ts does, for one environment.
synthesize([environmentNumber(1)], { outdir: process.env['CDK8S_OUTDIR'] ?? 'dist' });
