import { LIVE_CASES } from './live/cases';
import { OFFLINE_CASES } from './offline/cases';
import type { Topic, WrongCase } from './wrong-case';

/** What mistakes are about, in the order of the documentation. */
export const TOPICS: readonly Topic[] = [
  'Identity and attestation',
  'Sockets and injection',
  'Lifetimes',
  'Certificates and secrets',
  'Istio',
  'Certificates at the edge',
  'TLS and callers at the edge',
  'Kubernetes objects and output',
];

/** Every mistake, by topic. */
export const WRONG_CASES: readonly WrongCase[] = TOPICS.flatMap((topic) =>
  [...LIVE_CASES, ...OFFLINE_CASES].filter((each) => each.topic === topic),
);
