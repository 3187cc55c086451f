import { environments } from './environments/all';
import { synthesize } from './delivery/synthesize';

synthesize(environments, { outdir: process.env['CDK8S_OUTDIR'] ?? 'dist' });
