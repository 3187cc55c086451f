import { App } from 'cdk8s';
import { MeshTrust } from '../src/index';
import { environmentNumber } from './environment-number';
import { report } from './report';

// The same constructs in the same charts, all in one app that cdk8s itself writes.
const [count = '1', outdir = 'dist'] = process.argv.slice(2);
const environments = Array.from({ length: Number(count) }, (_, index) => environmentNumber(index));

report(() => {
  const app = new App({ outdir });
  for (const { name, props } of environments) {
    new MeshTrust(app, name, props);
  }
  app.synth();
});
