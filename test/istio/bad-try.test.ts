import { writeFileSync } from 'node:fs';
import { badInputsFor } from '../support/bad-inputs';
import { refusalOf } from '../support/refusals';
import { emptyChart, manifestsOf } from '../support/manifests';
import { Gateway } from '../../src/istio/gateway';
import { IstioControlPlane } from '../../src/istio/istio-control-plane';
import { IstioVersion } from '../../src/istio/istio-version';
import { WorkloadSocket } from '../../src/trust/workload-socket';
import { NativeSidecars } from '../../src/istio/native-sidecars';
import { istioSubjects, minimalControlPlaneProps, allControlPlaneProps } from './subjects';
test('x', () => {
  const bad: string[] = []; let n = 0;
  for (const s of istioSubjects) {
    s.build(s.props as never);
    for (const k of Object.keys(s.props)) for (const b of badInputsFor(s.props[k])) {
      n++;
      try { const f = refusalOf(() => s.build({ ...s.props, [k]: b.value } as never)); if (!f.some(x => x.problem.includes(k)) || f.some(x => x.fix === '')) bad.push(`${s.name}.${k} ${b.flaw}: ${f[0]?.problem} / ${f[0]?.fix}`); } catch (e) { bad.push(`${s.name}.${k} ${b.flaw}: ${(e as Error).message.slice(0,100)}`); }
    }
    for (const k of s.required) { const { [k]: _, ...rest } = s.props; try { refusalOf(() => s.build(rest as never)); } catch (e) { bad.push(`${s.name} missing ${k}`); } }
    try { refusalOf(() => s.build({ ...s.props, nope: 1 } as never)); } catch { bad.push(`${s.name} unknown`); }
  }
  console.log(n, bad.join('\n'));
  const w = (n: string, p: never) => { const c = emptyChart(); new IstioControlPlane(c, 'I', p); writeFileSync(`/tmp/istio-op/${n}.json`, JSON.stringify(manifestsOf(c)[0], null, 1)); };
  w('minimal', minimalControlPlaneProps as never);
  w('typical', { ...minimalControlPlaneProps, gateways: [Gateway.ingress(), Gateway.egress()] } as never);
  w('scaled', { ...minimalControlPlaneProps, profile: 'default', minReplicas: 2, gateways: [Gateway.ingress({ minReplicas: 2, maxReplicas: 6 }), Gateway.ingress({ name: 'second', minReplicas: 1 })] } as never);
  w('all', allControlPlaneProps as never);
  for (const p of ['empty', 'minimal', 'demo', 'stable', 'preview', 'openshift']) w('p-' + p, { ...minimalControlPlaneProps, profile: p, gateways: p === 'demo' ? [] : [Gateway.egress()] } as never);
  for (const [v, x] of Object.entries({ v26: IstioVersion.V1_26, v30: IstioVersion.V1_30 })) for (const sn of [NativeSidecars.ALWAYS, NativeSidecars.NEVER]) w(`${v}-${sn}`, { ...minimalControlPlaneProps, version: x, nativeSidecars: sn, socket: sn === NativeSidecars.NEVER ? WorkloadSocket.istioDefault() : WorkloadSocket.failClosed() } as never);
});
