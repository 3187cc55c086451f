import { ApiObject, App, Chart } from 'cdk8s';
import { MeshTrust } from '../src/index';
import { environmentNumber } from './environment-number';
import { report } from './report';

// The same constructs, made in the same charts, but written by one app of cdk8s: each of its objects renders
// what the construct of ours renders.
const [count = '1', outdir = 'dist'] = process.argv.slice(2);
const environments = Array.from({ length: Number(count) }, (_, index) => environmentNumber(index));

class SameObject extends ApiObject {
  public constructor(
    chart: Chart,
    id: string,
    private readonly original: ApiObject,
  ) {
    super(chart, id, { apiVersion: original.apiVersion, kind: original.kind });
  }

  public override toJson(): unknown {
    return this.original.toJson();
  }
}

report(() => {
  const app = new App({ outdir });
  for (const { name, props } of environments) {
    for (const ours of new MeshTrust(name, props).node.children.filter((child) =>
      Chart.isChart(child),
    )) {
      const chart = new Chart(app, `${name}-${ours.node.id}`);
      const objects = ours.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
      objects.forEach((object, index) => new SameObject(chart, `${index}`, object));
    }
  }
  app.synth();
});
