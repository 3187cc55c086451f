/** Name and version of this package as every header says them; a test holds them against package.json. */
export const PACKAGE = { name: 'cdk8s-mesh-trust', version: '0.1.0' } as const;
