import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as policy from '../../../imports/policy.cert-manager.io';
import { refuseAny } from '../../trust/mesh-trust-error';
import { requirePrerequisites, type Prerequisite } from '../../trust/prerequisite';
import { checkProps } from '../../trust/props';
import type { TrustDomain } from '../../trust/trust-domain';
import {
  REQUEST_POLICY_PROPERTIES,
  type Requester,
  type RequestPolicyProps,
} from './request-policy-props';

const LABELS = {
  'app.kubernetes.io/name': 'request-policy',
  'app.kubernetes.io/part-of': 'mesh-trust',
};
const USAGES = policy.CertificateRequestPolicySpecAllowedUsages;
const { RSA, ECDSA } = policy.CertificateRequestPolicySpecConstraintsPrivateKeyAlgorithm;

/** Of a Certificate with a longer name, cert-manager puts a hash into the names of its requests. */
const LONGEST_PLAIN_NAME = 233;

/** A random number of 128 bits, as SPIRE writes it. */
const DECIMAL = 'self.matches("^[1-9][0-9]{0,38}$")';

/**
 * The policy by which approver-policy approves one request of the chain and nothing beside it, and the
 * permission to `use` it: only who is known to make the request has it, and only in its namespace.
 *
 * @see https://cert-manager.io/docs/policy/approval/approver-policy/api-reference/
 */
export class RequestPolicy extends Construct {
  private readonly binding: k8s.KubeRoleBinding;
  private readonly requester: Requester;

  /** @throws PropertyMissing, PropertyUnknown, PropertyWrongType, PropertyOutOfRange, PropertyMalformed */
  public constructor(scope: Construct, id: string, props: RequestPolicyProps) {
    super(scope, id);
    refuseAny(checkProps(this.node.path, props, REQUEST_POLICY_PROPERTIES));
    const { name, namespace, requester } = props;
    const metadata = { name, namespace, labels: LABELS };

    new policy.CertificateRequestPolicy(this, 'Resource', {
      metadata: { name, labels: LABELS },
      spec: {
        allowed: allowed(props),
        constraints: constraints(props),
        selector: { issuerRef: { ...props.issuer }, namespace: { matchNames: [namespace] } },
      },
    });
    new k8s.KubeRole(this, 'Role', {
      metadata,
      rules: [
        {
          apiGroups: ['policy.cert-manager.io'],
          resources: ['certificaterequestpolicies'],
          resourceNames: [name],
          verbs: ['use'],
        },
      ],
    });
    this.binding = new k8s.KubeRoleBinding(this, 'Binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...requester }],
    });
    this.requester = requester;
  }

  /** Says that the ServiceAccount of the requester is there beforehand: no manifest makes it. */
  public requireRequester(known: Pick<Prerequisite, 'readBy' | 'purpose'>): void {
    requirePrerequisites(this.binding, [{ kind: 'ServiceAccount', ...this.requester, ...known }]);
  }
}

/** What is left out is denied. */
function allowed(props: RequestPolicyProps): policy.CertificateRequestPolicySpecAllowed {
  const { organizations = [], countries = [], commonName, dnsNames = [], uris = [] } = props;
  const hasSerialNumber = props.serialNumber === 'decimal';
  const hasSubject = hasSerialNumber || organizations.length + countries.length > 0;
  // A rule is of a name, and is looked at only where the request has that name: it is on one that is required.
  const named = rulesOfCertificate(props.certificateName);
  const namedByDns = commonName === undefined ? named : [];
  const namedByUri = dnsNames.length === 0 ? namedByDns : [];
  return {
    isCa: props.isCa,
    usages: Object.values(USAGES)
      .filter((usage) => props.usages.includes(usage))
      .sort(),
    commonName: oneName(commonName, named),
    dnsNames: someNames(dnsNames, namedByDns),
    uris:
      props.workloadsOf === undefined
        ? someNames(uris, namedByUri)
        : workloadsOf(props.workloadsOf),
    subject: hasSubject
      ? {
          organizations: someNames(organizations),
          countries: someNames(countries),
          serialNumber: hasSerialNumber ? { validations: [{ rule: DECIMAL }] } : undefined,
        }
      : undefined,
  };
}

interface Rule {
  readonly rule: string;
}

/**
 * The name of the request is that of the Certificate and a revision: whoever may create another Certificate
 * with the same names, and so with a key of their own, is denied.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.1/pkg/controller/certificates/requestmanager/requestmanager_controller.go
 */
function rulesOfCertificate(name: string | undefined): readonly Rule[] {
  return name === undefined || name.length > LONGEST_PLAIN_NAME
    ? []
    : [{ rule: `cr.name.matches("^${name.replaceAll('.', '[.]')}-[0-9]+$")` }];
}

/** A duration that is not said cannot be limited: approver-policy takes it for one that is too long. */
function constraints({
  duration,
  maxDuration = duration,
  key,
}: RequestPolicyProps): policy.CertificateRequestPolicySpecConstraints {
  return {
    minDuration: duration?.toString(),
    maxDuration: maxDuration?.toString(),
    privateKey: {
      algorithm: key.algorithm === 'RSA' ? RSA : ECDSA,
      minSize: key.size,
      maxSize: key.size,
    },
  };
}

/** `*` in a value stands for any text, which would let more in than a wildcard name is: an expression takes it as it is. */
function isPattern(value: string): boolean {
  return value.includes('*');
}

function oneName(
  name: string | undefined,
  rules: readonly Rule[],
): policy.CertificateRequestPolicySpecAllowedCommonName | undefined {
  if (name === undefined) {
    return undefined;
  }
  return isPattern(name)
    ? { required: true, validations: [{ rule: `self == ${JSON.stringify(name)}` }, ...rules] }
    : { required: true, value: name, validations: unlessNone(rules) };
}

interface SomeNames {
  /** Left out where the one name is empty: a subject without it says the same. */
  readonly required?: true;
  readonly values?: string[];
  readonly validations?: Rule[];
}

function someNames(names: readonly string[], rules: readonly Rule[] = []): SomeNames | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const values = [...names].sort();
  return values.some(isPattern)
    ? { required: true, validations: [{ rule: `self in ${JSON.stringify(values)}` }, ...rules] }
    : {
        required: values.join('') === '' ? undefined : true,
        values,
        validations: unlessNone(rules),
      };
}

function unlessNone(rules: readonly Rule[]): Rule[] | undefined {
  return rules.length === 0 ? undefined : [...rules];
}

/** A `*` among values would stand for slashes, too: an expression says what a namespace and an account are made of. */
function workloadsOf(trustDomain: TrustDomain): SomeNames {
  const domain = trustDomain.toString().replaceAll('.', '[.]');
  const id = `^spiffe://${domain}/ns/[a-z0-9-]+/sa/[a-z0-9.-]+$`;
  return { required: true, validations: [{ rule: `self.matches(${JSON.stringify(id)})` }] };
}
