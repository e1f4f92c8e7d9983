import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { type ConfigurationDocument, documentOfConfiguration } from '../core/lifecycle/configuration-document';
import type { Outcome } from '../core/outcome';

/** An outcome, and the configuration before and after as JSON (null: none). */
export interface ReportedBucket extends Outcome {
  readonly beforeConfiguration: ConfigurationDocument | null;
  readonly afterConfiguration: ConfigurationDocument | null;
}

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
