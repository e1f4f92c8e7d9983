import type { Outcome } from '../../core/outcome';
import type { BucketPlace } from '../../core/ports';
import { recordOf, removalText } from './bucket-item';
import type { Item } from './expression';
import { bucketKey, firstKey, writeKey } from './keys';
import type { InventoryTable, Update } from './table';

/** How often an end is tried again when others change the bucket's item meanwhile. */
const TRIES = 10;

/**
 * Ends a bucket's life at `at` (milliseconds since 1970): what is older is forgotten. Done again, it changes nothing more. Images
 * that are kept outside of the table stay there, and nothing leads to them.
 */
export async function endLife(table: InventoryTable, place: BucketPlace, at: number): Promise<void> {
  const older = { condition: '#readAt < :at', values: { ':at': at } };
  await table.delete(writeKey(place), older);
  await table.delete(firstKey(place), older);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const item = await table.get(bucketKey(place));
    const update = item === undefined ? undefined : forgetting(item, new Date(at).toISOString());
    if (update === undefined) return;
    const { kind } = await table.update(bucketKey(place), update);
    if (kind === 'done') return;
  }
  throw new Error(`the record of ${place.bucket} in ${place.account} was changed ${TRIES} times while its life ended`);
}

/** The update that forgets what is older than `at`, if nothing changed meanwhile; undefined when nothing is. */
function forgetting(item: Item, at: string): Update | undefined {
  const { outcome, change, removals, hold } = recordOf(item);
  const young = removals.filter((removal) => removal.at >= at);
  const removes = [
    ...(hold !== null && hold.since < at ? ['#hold'] : []),
    ...(change !== null && change.at < at ? ['#change'] : []),
    ...(removals.length > 0 && young.length === 0 ? ['#removals'] : []),
    ...(endsStanding(item, outcome, at) ? ['#standing'] : []),
  ];
  const trims = young.length > 0 && young.length < removals.length;
  const begins = typeof item['since'] === 'string' && item['since'] < at;
  if (removes.length === 0 && !trims && !begins) return undefined;

  const ended = (item['endedAt'] as string | undefined) ?? at;
  const sets = ['#endedAt = :ended', ...(begins ? ['#since = :at'] : []), ...(trims ? ['#removals = :young'] : [])];
  const { revision, outcomeAt } = item;
  return {
    update: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`} ADD #revision :one`,
    condition: [
      revision === undefined ? 'attribute_not_exists(#revision)' : '#revision = :revision',
      outcomeAt === undefined ? 'attribute_not_exists(#outcomeAt)' : '#outcomeAt = :outcomeAt',
      'attribute_exists(#pk)',
    ].join(' AND '),
    values: {
      ':ended': ended > at ? ended : at,
      ':one': 1,
      ...(begins ? { ':at': at } : {}),
      ...(trims ? { ':young': young.map(removalText) } : {}),
      ...(revision === undefined ? {} : { ':revision': revision }),
      ...(outcomeAt === undefined ? {} : { ':outcomeAt': outcomeAt }),
    },
  };
}

/** Whether the same outcome would be news from now on. A bucket that is gone stays gone. */
function endsStanding(item: Item, outcome: Outcome | null, at: string): boolean {
  return item['standing'] !== undefined && outcome !== null && outcome.verdict !== 'gone' && outcome.at < at;
}
