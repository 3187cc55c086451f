import { objectWith, type Check } from '../../trust/props';
import { caCapableIssuer } from './ca-issuer';
import type { IIssuer } from './issuer';

/** The check of a property that takes any issuer: what one above a CA must be, but for signing CAs, and that it signs others, too. */
export function leafIssuer(): Check {
  const isIssuer = objectWith(
    ['kind', 'name', 'group', 'signsCas'],
    "AcmeIssuer.cluster('letsencrypt')",
  );
  const hasItsFacts = caCapableIssuer();
  return {
    isOptional: false,
    violations: (value) => {
      const violations = isIssuer.violations(value);
      if (violations.length === 0 && (value as { signsLeaves?: boolean }).signsLeaves === false) {
        return [
          {
            at: '',
            code: 'PropertyWrongType',
            rule: 'must sign leaves: this one makes a CA of whatever it signs',
            got: value,
            fix: "write an issuer that signs by a role: VaultPki.of({ name: 'vault', … }).issuer",
          },
        ];
      }
      return violations.length > 0
        ? violations
        : hasItsFacts.violations({ ...factsOf(value as IIssuer), signsCas: true });
    },
  };
}

function factsOf({ kind, name, group, namespace }: IIssuer): Omit<IIssuer, 'signsCas'> {
  return { kind, name, group, namespace };
}
