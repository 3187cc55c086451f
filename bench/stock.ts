import { ApiObject, App, Chart } from 'cdk8s';
import { environmentNumber } from './environment-number';
import { report } from './report';

// The same objects in the same charts, in one app of cdk8s. Making the objects from the environments
// is not counted here: it is where we have more to do.
const [count = '1', outdir = 'dist'] = process.argv.slice(2);
const rendered = Array.from({ length: Number(count) }, (_, index) =>
  environmentNumber(index).render(),
);

report(() => {
  const app = new App({ outdir });
  for (const { name, layers } of rendered) {
    for (const layer of layers) {
      const chart = new Chart(app, `${name}-${layer.name}`);
      layer.objects.forEach((object, index) => new ApiObject(chart, `${index}`, object));
    }
  }
  app.synth();
});
