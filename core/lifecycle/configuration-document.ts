import type { LifecycleConfiguration } from './configuration';
import { readLifecycleXml } from './xml';
import { documentOf } from './xml-to-json';

export type ConfigurationDocument = ReturnType<typeof documentOf>;

/** In the shape of `get-bucket-lifecycle-configuration`; null where there is none, or where the text is no XML. */
export function documentOfConfiguration(
  configuration: LifecycleConfiguration | undefined,
): ConfigurationDocument | null {
  if (configuration === undefined) return null;
  const read = readLifecycleXml(configuration.xml);
  const root = read.ok ? read.lifecycle.root : read.root;
  return root === undefined ? null : documentOf(root, configuration.transitionDefaultMinimumObjectSize);
}
