import pLimit from 'p-limit';
import { CountedStore } from '../../core/counted-store';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { digest, plan } from '../../core/plan';
import type { BucketPlace, BucketStore } from '../../core/ports';
import type { ScannedAccount } from '../../core/scan/scan-row';
import { visibleText } from '../../report/visible-text';
import { drawConfigurations } from '../live/draw-rules';
import type { Terminal } from '../terminal';

const READ_AT_A_TIME = 8;

/** A bucket that a person was shown what would be written into. */
export interface Shown {
  readonly place: BucketPlace;
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  /** Of the configuration as it was then. */
  readonly digest: string;
}

/**
 * Shows for each bucket that needs the rule its rules before and after, and gives those that are still as the scan saw them. `silent`:
 * nothing is shown, and nothing read for it.
 */
export async function showChanges(
  { rows, account }: ScannedAccount,
  store: BucketStore,
  { out, paint, progress, stop }: Terminal,
  silent: boolean,
): Promise<readonly Shown[]> {
  const shown = rows.flatMap(({ bucket, region, verdict, days, before }) =>
    verdict === 'would-apply' && bucket !== null && region !== null && days !== null && before !== null
      ? [{ place: { account, region, bucket }, days, digest: before.digest }]
      : [],
  );
  if (silent) return shown;
  const limit = pLimit(READ_AT_A_TIME);
  const drawn = shown.map((one) => limit(() => (stop.aborted ? undefined : draw(one))));
  for (const [index, lines] of drawn.entries()) {
    progress(`reading what is there: ${index} of ${shown.length}`);
    for (const line of (await lines) ?? []) out(`${line}\n`);
  }
  progress('');
  return shown;

  async function draw({ place, days, digest: seen }: Shown): Promise<readonly string[]> {
    const name = `\ns3://${place.bucket} (${place.region})`;
    const read = await new CountedStore(store, place).readLifecycle();
    const existing: LifecycleConfiguration | undefined = read.kind === 'found' ? read.configuration : undefined;
    if (read.kind !== 'found' && read.kind !== 'none') return [`${name}: ${paint.bad('it cannot be read any more')}`];
    const planned = plan(existing, { days, onLongerRule: 'add' });
    if (digest(existing) !== seen || planned.verdict !== 'put')
      return [`${name}: it was changed since the scan, and is left alone`];
    return [
      `${name}: ${visibleText(planned.reason.text)}`,
      ...drawConfigurations(existing, planned.configuration, paint),
    ];
  }
}
