import { ApiObject, App, Chart } from 'cdk8s';

// The smallest app of cdk8s: what starting one costs.
const app = new App();
const chart = new Chart(app, 'one');
new ApiObject(chart, 'Resource', {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'one', namespace: 'default' },
});
app.synth();
