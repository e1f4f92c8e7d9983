import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { documentOfConfiguration } from '../core/lifecycle/configuration-document';
import type { Outcome } from '../core/outcome';
import type { ReportedBucket } from '../report/tables';

/** An outcome with the configurations that it is about; none where there was none. */
export interface Shown {
  readonly outcome: Outcome;
  readonly before?: LifecycleConfiguration | undefined;
  readonly after?: LifecycleConfiguration | undefined;
}

/** The outcome with the configuration before and after, as the contract of `npm start -- --json` has it. */
export function reported({ outcome, before, after }: Shown): ReportedBucket {
  return {
    ...outcome,
    beforeConfiguration: documentOfConfiguration(before),
    afterConfiguration: documentOfConfiguration(after),
  };
}
