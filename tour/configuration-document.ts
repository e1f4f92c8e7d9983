import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { readLifecycleXml } from '../core/lifecycle/xml';
import { documentOf } from '../core/lifecycle/xml-to-json';
import type { Outcome } from '../core/outcome';
import type { ReportedBucket } from '../report/tables';

export type ConfigurationDocument = ReturnType<typeof documentOf>;

/** An outcome with the configurations that it is about; none where there was none. */
export interface Shown {
  readonly outcome: Outcome;
  readonly before?: LifecycleConfiguration | undefined;
  readonly after?: LifecycleConfiguration | undefined;
}

/** In the shape of `get-bucket-lifecycle-configuration`; null where there is none. */
export function documentOfConfiguration(
  configuration: LifecycleConfiguration | undefined,
): ConfigurationDocument | null {
  if (configuration === undefined) return null;
  const read = readLifecycleXml(configuration.xml);
  const root = read.ok ? read.lifecycle.root : read.root;
  return root === undefined ? null : documentOf(root, configuration.transitionDefaultMinimumObjectSize);
}

/** The outcome with the configuration before and after, as the contract of `npm start -- --json` has it. */
export function reported({ outcome, before, after }: Shown): ReportedBucket {
  return {
    ...outcome,
    beforeConfiguration: documentOfConfiguration(before),
    afterConfiguration: documentOfConfiguration(after),
  };
}
