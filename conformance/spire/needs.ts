import { type Grant, keyOf } from './grants';
import type { Way } from './ways';

/** What a grant is for, and how that is tried. */
export interface Need {
  readonly neededFor: string;
  readonly tried: Way;
  /** Why it stays although nothing fails without it. */
  readonly reason?: string;
}

type Row = readonly [tried: Way, neededFor: string, reason?: string];

/** By role, verb and resource; a resource that is not named has the row of the verb alone. */
const NEEDS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'spire-agent': {
    'get nodes/pods': [
      'a workload asks',
      'the kubelet tells the agent to which Pod a process belongs',
    ],
  },
  'spire-server': {
    'create tokenreviews': ['the agent attests', 'k8s_psat asks whether the token is genuine'],
    'get pods': ['the agent attests', 'k8s_psat reads on which node the Pod of the agent runs'],
    'get nodes': ['the agent attests', 'k8s_psat reads the UID of the node, a part of the ID'],
  },
  'spire-server-bundle': {
    'get configmaps': ['the server starts', 'the Notifier reads the ConfigMap that it changes'],
    'patch configmaps': ['the server starts', 'the trust bundle is written'],
  },
  'spire-server-upstream': {
    'create certificaterequests': ['a server starts anew', 'cert-manager is asked for the CA'],
    'get certificaterequests': ['a server starts anew', 'the signed CA is read'],
    'list certificaterequests': ['a server starts anew', 'requests that are done are found'],
    'delete certificaterequests': ['a server starts anew', 'requests that are done are removed'],
  },
  'spire-controller-manager': {
    list: ['the controller manager starts', 'its cache is filled'],
    watch: ['the controller manager starts', 'its cache follows what changes'],
    'get validatingwebhookconfigurations': [
      'the controller manager starts',
      'its webhook is read at the start',
    ],
    'patch validatingwebhookconfigurations': [
      'the webhook lost its bundle',
      'what the API server verifies the webhook with is written',
    ],
    'update clusterspiffeids/status': [
      'the controller manager reports',
      'what became of a registration is written',
    ],
    'update clusterstaticentries/status': [
      'the controller manager reports',
      'what became of an entry is written',
    ],
    'update leases': ['a controller manager leads', 'the lead is kept'],
    'create leases': ['a controller manager begins to lead', 'the first takes the lead'],
    'get leases': ['a controller manager begins to lead', 'who leads is read'],
    'create events': ['a controller manager begins to lead', 'an event says who leads'],
  },
};

/** What this grant is for. */
export function needOf(grant: Grant): Need {
  const { role, resource, verb } = grant;
  const row = NEEDS[role]?.[`${verb} ${resource}`] ?? NEEDS[role]?.[verb];
  if (row === undefined) {
    throw new Error(`nobody says what ${keyOf(grant)} is for: conformance/spire/needs.ts`);
  }
  const [tried, neededFor, reason] = row;
  return { tried, neededFor, ...(reason !== undefined && { reason }) };
}
