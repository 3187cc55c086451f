/**
 * Names what must exist before its object is applied and what no manifest makes, such as a Secret with the
 * credentials of a datastore: `Kind/name` in the namespace of the object, or `Kind/namespace/name`, separated by commas.
 */
export const PREREQUISITES_ANNOTATION = 'mesh-trust/prerequisites';

/** Names the controller that fills an object: its `data` belongs to that controller, and is never committed. */
export const FILLED_BY_ANNOTATION = 'mesh-trust/filled-by';
