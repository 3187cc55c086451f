import { text, type Check } from '../../trust/props';

// https-URI = "https://" host [ ":" port ] [ path ], RFC 9110 section 4.2.2: no user, no query, no fragment
const HTTPS_ADDRESS =
  /^https:\/\/(?=[-a-z0-9.]{1,253}([:/]|$))[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[1-9]\d{0,4})?(\/[-A-Za-z0-9._~%/]{0,1024})?$/;

/** The check of the address of a server to which a credential goes: never without TLS. */
export function httpsAddress(example: string): Check {
  const form = text(HTTPS_ADDRESS, 'an https URL without user, query and fragment', example);
  return {
    isOptional: false,
    violations: (value) => {
      const violations = form.violations(value);
      // Numbers alone may have the form and still be no address: https://1.2.3.999
      return violations.length > 0 || URL.canParse(value as string)
        ? violations
        : form.violations('').map((violation) => ({ ...violation, got: value }));
    },
  };
}
