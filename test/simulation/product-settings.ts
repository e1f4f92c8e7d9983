import type { Region } from '../../core/identifiers';
import type { ReconcileRules } from '../../core/reconcile-services';
import type { SelectionRules } from '../../core/selection';
import { region } from '../fakes/identifiers';
import type { Random } from './random';
import { HOME } from './world-places';

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
    ...({
      bucketOptOut: true,
      ruleOfExcluded: 'keep',
      repairLostUpdates: true,
      contestedAfter: 3,
      contestedDays: 30,
    } as const),
    ...{ retrySeconds: 30, maxTries: 10, settleSeconds: 300 },
  },
  selection: { days: 7, mode: 'apply', modes: {}, targets: null },
  excludedNames: [],
  forwardedRegions: [region('eu-west-1'), region('us-east-1')],
  directoryRegions: [],
};

/** Settings that somebody may deploy. */
export function someSettings(random: Random): ProductSettings {
  const often = <T>(usual: T, ...others: readonly T[]): T => (random.chance(0.75) ? usual : random.pick(others));
  return {
    ...DEFAULT_SETTINGS,
    rules: {
      ...DEFAULT_SETTINGS.rules,
      onLongerRule: often<'add' | 'accept' | 'report'>('add', 'accept', 'report'),
      ruleOfExcluded: often<'keep' | 'remove'>('keep', 'remove'),
      bucketOptOut: random.chance(0.95),
      // whoever cannot get in gives up sooner, mostly: a world would wait for hours
      maxTries: random.chance(0.15) ? DEFAULT_SETTINGS.rules.maxTries : 3,
    },
    selection: { ...DEFAULT_SETTINGS.selection, days: often(7, 3), mode: random.chance(0.06) ? 'audit' : 'apply' },
    excludedNames: ['cdk-*'],
    directoryRegions: [HOME],
  };
}
