import { DNS_LABEL } from '../../trust/names';
import {
  listOf,
  objectWith,
  oneOf,
  optional,
  record,
  text,
  type PropertyTable,
} from '../../trust/props';
import type { IstioComponents } from './istio-components';
import type { IstioOperatorSpec } from './istio-operator-spec';
import type { IstioValues } from './istio-values';
import { anyObject, anyText, MESH_CONFIG_PROPERTIES } from './mesh-config-properties';

const gateways = listOf(objectWith(['name'], "{ name: 'istio-ingressgateway', … }"));

const COMPONENT_PROPERTIES: PropertyTable<IstioComponents> = {
  base: optional(anyObject),
  pilot: optional(anyObject),
  cni: optional(anyObject),
  ztunnel: optional(anyObject),
  ingressGateways: optional(gateways),
  egressGateways: optional(gateways),
};

const VALUES_PROPERTIES: PropertyTable<IstioValues> = {
  global: optional(anyObject),
  pilot: optional(anyObject),
  sidecarInjectorWebhook: optional(anyObject),
  gateways: optional(anyObject),
  cni: optional(anyObject),
  base: optional(anyObject),
  telemetry: optional(anyObject),
  revisionTags: optional(listOf(anyText)),
  defaultRevision: optional(anyText),
};

/** One check for each property of the spec; below it, istioctl refuses what it does not know. */
export const ISTIO_OPERATOR_SPEC_PROPERTIES: PropertyTable<IstioOperatorSpec> = {
  profile: optional(
    oneOf([
      'ambient',
      'default',
      'demo',
      'empty',
      'minimal',
      'openshift',
      'openshift-ambient',
      'preview',
      'remote',
      'stable',
    ]),
  ),
  hub: optional(text(/^[a-z0-9][a-z0-9./:_-]*$/, 'a registry and path', 'docker.io/istio')),
  tag: optional(text(/^\w[\w.-]{0,127}$/, 'a tag', '1.30.3')),
  namespace: optional(text(DNS_LABEL, 'a DNS label', 'istio-system')),
  revision: optional(text(DNS_LABEL, 'a DNS label', '1-30')),
  compatibilityVersion: optional(text(/^\d+\.\d+$/, 'a minor version', '1.29')),
  installPackagePath: optional(anyText),
  meshConfig: optional(record(MESH_CONFIG_PROPERTIES)),
  components: optional(record(COMPONENT_PROPERTIES)),
  values: optional(record(VALUES_PROPERTIES)),
};
