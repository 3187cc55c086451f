import { AwsCredentials } from '../../src/spire/server/upstream/aws-credentials';
import { UpstreamAuthority } from '../../src/spire/server/upstream-authority';
import { UpstreamCa } from '../../src/spire/server/upstream/upstream-ca';
import type { Environment } from '../../src/stack/environment';
import { Lifetime } from '../../src/trust/lifetime';
import { SecretRef } from '../../src/trust/secret-ref';
import { Subject } from '../../src/trust/subject';
import { Ttl } from '../../src/trust/ttl';
import type { Components } from '../components/components';
import { SPIRE_SERVER } from '../mesh-under-test/mesh-under-test';
import { triedEnvironment } from '../mesh-under-test/tried-environment';

/** How long its root lives, in days. */
export const AWS_ROOT_DAYS = 3650;

const SECRET = 'spire-aws';
const CREDENTIALS = AwsCredentials.accessKey({
  accessKeyId: SecretRef.of(SECRET, 'access-key-id'),
  secretAccessKey: SecretRef.of(SECRET, 'secret-access-key'),
});
const CA = UpstreamCa.belowRootOfItsOwn({
  subject: Subject.of('aws root'),
  lifetime: Lifetime.of(Ttl.days(AWS_ROOT_DAYS)),
  keyAtRenewal: 'kept',
});

/** The Secret with the access key, which nobody verifies here. */
export const AWS_ACCESS_KEY = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: SECRET, namespace: SPIRE_SERVER.namespace },
  stringData: { 'access-key-id': 'nobody', 'secret-access-key': 'nobody' },
};

/** SPIRE below a CA of AWS Private CA. */
export function spireBelowAwsPca(
  components: Components,
  certificateAuthorityArn: string,
): Environment {
  return below(
    components,
    UpstreamAuthority.awsPca({ certificateAuthorityArn, credentials: CREDENTIALS, ca: CA }),
  );
}

/** SPIRE below a CA in AWS Secrets Manager. */
export function spireBelowAwsSecret(
  components: Components,
  arns: {
    readonly certFileArn: string;
    readonly keyFileArn: string;
    readonly bundleFileArn: string;
  },
): Environment {
  return below(
    components,
    UpstreamAuthority.awsSecret({ ...arns, credentials: CREDENTIALS, ca: CA }),
  );
}

function below(components: Components, upstream: UpstreamAuthority): Environment {
  const { spire } = triedEnvironment(components).props;
  return triedEnvironment(components, {
    samples: [],
    spire: { ...spire, upstream, separateRootBecause: 'AWS is tried by itself' },
  });
}
