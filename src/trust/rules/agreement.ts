import type { Finding } from '../mesh-trust-error';
import type { Statement, TrustChain } from '../trust-chain';
import type { RuleCode } from './catalogue';

/** What components must agree on, and how a reader makes them. */
interface Agreement {
  readonly fact: Statement['fact'];
  readonly code: RuleCode;
  readonly fixWith: (value: string) => string;
}

const AGREEMENTS: readonly Agreement[] = [
  {
    fact: 'trustDomain',
    code: 'TrustDomainsDiffer',
    fixWith: (value) => `hand one TrustDomain.of('${value}') to all of them`,
  },
  {
    fact: 'clusterName',
    code: 'ClusterNamesDiffer',
    fixWith: (value) => `write clusterName: '${value}' for all of them`,
  },
  {
    fact: 'socketFolder',
    code: 'SocketsDiffer',
    fixWith: (value) => `hand one WorkloadSocket to all of them, for instance one in ${value}`,
  },
  {
    fact: 'socketFile',
    code: 'SocketsDiffer',
    fixWith: (value) => `hand one WorkloadSocket to all of them, for instance one named ${value}`,
  },
  {
    fact: 'className',
    code: 'ClassNamesDiffer',
    fixWith: (value) => `write className: '${value}' for all of them`,
  },
];

/** All components were told the same: `TrustDomainsDiffer`, `ClusterNamesDiffer`, `SocketsDiffer`, `ClassNamesDiffer`. */
export function statementsDiffer(chain: TrustChain): Finding[] {
  return AGREEMENTS.flatMap(({ fact, code, fixWith }) => {
    const statements = chain.statements.filter((statement) => statement.fact === fact);
    const [first] = statements;
    const other = statements.find(({ value }) => value !== first?.value);
    if (first === undefined || other === undefined) {
      return [];
    }
    return [
      {
        code,
        path: other.by,
        problem: `'${fact}' must be the same everywhere, got ${whoSaysWhat(statements)}`,
        fix: fixWith(first.value),
      },
    ];
  });
}

function whoSaysWhat(statements: readonly Statement[]): string {
  const values = [...new Set(statements.map(({ value }) => value))];
  return values
    .map((value) => {
      const speakers = statements.filter((said) => said.value === value).map(({ by }) => by);
      return `'${value}' in ${speakers.join(', ')}`;
    })
    .join(' and ');
}
