import 'reflect-metadata';
import { createHash } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a stand-in answers: whom its proxy let in, and what it got where it asked itself. */
export interface Answer {
  readonly name: string;
  readonly path: string;
  /** The header x-forwarded-client-cert. */
  readonly callers: string | null;
  readonly calls: readonly {
    readonly url: string;
    readonly status: number;
    readonly answer: Answer | string;
  }[];
}

/** One request between two workloads, as the server saw it. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly callers: string;
}

/** All requests of which an answer tells, and those that failed, in words. */
export function hopsOf(
  from: string,
  { name, callers, calls }: Answer,
): { readonly hops: readonly Hop[]; readonly failures: readonly string[] } {
  const below = calls.map(({ url, status, answer }) =>
    typeof answer === 'string'
      ? { hops: [], failures: [`${name} asked ${url}: ${status} ${answer}`] }
      : hopsOf(name, answer),
  );
  return {
    hops: [{ from, to: name, callers: callers ?? '' }, ...below.flatMap(({ hops }) => hops)],
    failures: below.flatMap(({ failures }) => failures),
  };
}

/** The parts of an x-forwarded-client-cert with one caller: `By`, `Hash`, `Subject`, `URI`. */
export function callerIn(header: string): Readonly<Record<string, string>> {
  const parts = header.matchAll(/(\w+)=("[^"]*"|[^;,]*)/g);
  return Object.fromEntries([...parts].map(([, key = '', value = '']) => [key, value]));
}

/** The fingerprint of the first certificate of a chain, as Envoy writes it into `Hash`. */
export function hashOf(chain: string): string {
  const [leaf] = x509.PemConverter.decode(chain);
  if (leaf === undefined) {
    throw new Error('no certificate in the chain');
  }
  return createHash('sha256').update(new Uint8Array(leaf)).digest('hex');
}
