import type { LifecycleConfiguration } from './configuration';
import { type ParsedXml, parseElements } from './xml-tree';

const PARSED = new WeakMap<LifecycleConfiguration, ParsedXml>();

/** The XML of `configuration`, parsed once for as long as the object is there: whether it can be read, what it holds, its digest and its plan all ask. */
export function parsedXml(configuration: LifecycleConfiguration): ParsedXml {
  const known = PARSED.get(configuration);
  if (known !== undefined) return known;
  const parsed = parseElements(configuration.xml);
  PARSED.set(configuration, parsed);
  return parsed;
}
