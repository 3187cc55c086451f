import * as path from 'node:path';
import type { GoProgram } from '../components/go-program';

/**
 * Vault, in the newest release whose module builds with releases of its own parts: those of 1.21.2 to 1.21.4 are
 * written against an unreleased `sdk`.
 */
export const VAULT: GoProgram = {
  name: 'vault',
  module: 'github.com/hashicorp/vault',
  version: 'v1.21.1',
  package: 'github.com/hashicorp/vault',
  replaces: [
    'github.com/99designs/keyring=github.com/Jeffail/keyring@v1.2.3',
    'github.com/ma314smith/signedxml@v1.1.1=github.com/moov-io/signedxml@v1.1.1',
  ],
};

/** The part of cert-manager that has Vault sign. */
export const VAULT_ISSUER: GoProgram = {
  name: 'vault-issuer',
  module: 'github.com/cert-manager/cert-manager',
  version: 'v1.21.2',
  package: '.',
  source: path.join('conformance', 'authorities', 'vault-issuer', 'main.go'),
};

/** The controller of AWSPCAClusterIssuers: 1.11.1 and newer are written for a newer Go. */
export const AWS_PCA_ISSUER: GoProgram = {
  name: 'aws-privateca-issuer',
  module: 'github.com/cert-manager/aws-privateca-issuer',
  version: 'v1.11.0',
  package: 'github.com/cert-manager/aws-privateca-issuer',
};
