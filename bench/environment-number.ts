import { staging } from '../src/environments/staging';
import { Environment } from '../src/index';

/** One of many environments that differ in name and cluster, and are otherwise staging, whose rules name identities of its trust domain. */
export function environmentNumber(index: number): Environment {
  return new Environment(`mesh-${index}`, { ...staging.props, clusterName: `cluster-${index}` });
}
