import { staging } from '../src/environments/staging';
import { Environment, TrustDomain } from '../src/index';

/** One of many environments that differ in name, trust domain and cluster, and are otherwise like staging. */
export function environmentNumber(index: number): Environment {
  return new Environment(`mesh-${index}`, {
    ...staging.props,
    trustDomain: TrustDomain.of(`mesh-${index}.example.com`),
    clusterName: `cluster-${index}`,
  });
}
