import type { Region } from '../../core/identifiers';
import type { ReconcileRules } from '../../core/reconcile-services';
import type { SelectionRules } from '../../core/selection';
import { region } from '../fakes/identifiers';

/** What a version of the product was deployed with. */
export interface ProductSettings {
  readonly rules: ReconcileRules;
  readonly selection: SelectionRules;
  readonly excludedNames: readonly string[];
  readonly forwardedRegions: readonly Region[];
  readonly directoryRegions: readonly Region[];
}

/** As the settings have it by default. */
export const DEFAULT_SETTINGS: ProductSettings = {
  rules: {
    ...({ onLongerRule: 'add', onForeignConfiguration: 'merge', onManagedConfiguration: 'merge' } as const),
    ...({ bucketOptOut: true, ruleOfExcluded: 'keep', contestedAfter: 3, contestedDays: 30 } as const),
    ...{ retrySeconds: 30, maxTries: 10, settleSeconds: 300 },
  },
  selection: { days: 7, mode: 'apply', modes: {}, targets: null },
  excludedNames: [],
  forwardedRegions: [region('eu-west-1'), region('us-east-1')],
  directoryRegions: [],
};
