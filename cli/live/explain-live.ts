import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { ProfileRead } from '../../core/ports';
import { visibleText } from '../../report/visible-text';
import { Hub } from '../hub/hub';
import type { HubOptions } from '../hub/hub-options';
import { bucketName } from '../operate/find-bucket';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { documentIn } from './draw-rules';
import { type Explanation, explain } from './explanation';
import { explanationText } from './explanation-text';
import { type KnownToHub, knownToHub } from './known-to-hub';
import { type LiveAccount, openLiveAccount } from './live-account';
import { type LiveBucket, readLiveBucket } from './read-live-bucket';

export interface ExplainLiveOptions extends HubOptions {
  readonly account?: AccountId;
  readonly bucketRegion?: Region;
}

const DEFAULT_DAYS = 7;
/** Verdicts at which nobody needs to do anything. */
const FINE: readonly Explanation['verdict'][] = ['covered', 'applied', 'excluded', 'gone'];

/**
 * What `partsweep explain s3://BUCKET` does. `withHub`: the inventory is asked too. 1 where the bucket lacks the rule and is not excluded. Throws
 * WrongUse where neither S3 nor the inventory says anything.
 */
export async function runExplainLive(
  argument: string,
  options: ExplainLiveOptions,
  withHub: boolean,
  { out, note, progress, paint }: Terminal,
): Promise<ExitStatus> {
  const bucket = bucketName(argument);
  progress(`reading s3://${bucket}`);
  const own = await openLiveAccount(options);
  const { account = own.account, bucketRegion: region = own.region } = options;
  const read = await tryToRead({ ...own, account, region }, bucket);
  if (read instanceof WrongUse && !withHub) throw read;
  const live = read instanceof WrongUse ? null : read;
  const problem = read instanceof WrongUse ? read.message : null;
  const named = { bucket, account: options.account ?? null, region: options.bucketRegion ?? null };
  const hub = withHub ? await knownToHub(await Hub.open(options), live?.place ?? null, named) : null;
  const place = live?.place ?? hub?.place ?? { account, region, bucket };
  const profile = await profileOf(own, place.account, hub);
  const days = hub?.record?.outcome?.days ?? DEFAULT_DAYS;
  const explanation = explain({ place, live, problem, hub, profile, days });
  progress('');
  if (explanation === undefined)
    throw read instanceof WrongUse ? read : new Error('a bucket that was read is explained');
  if (options.json === true) out(`${JSON.stringify(documentOf(explanation), undefined, 2)}\n`);
  else out(explanationText(explanation, paint));
  note(
    withHub
      ? `Next: partsweep plan s3://${bucket}   (shows the rules before and after)`
      : `Next: partsweep explain s3://${bucket} --config cdk.json   (asks the hub as well: last event, removals, hold)`,
  );
  return FINE.includes(explanation.verdict) ? 0 : 1;
}

async function tryToRead(live: LiveAccount, bucket: BucketName): Promise<LiveBucket | WrongUse> {
  try {
    return await readLiveBucket(live, bucket);
  } catch (error) {
    if (error instanceof WrongUse) return error;
    throw error;
  }
}

/** As Organizations says now, otherwise as the inventory knew it last. */
async function profileOf({ profiles }: LiveAccount, account: AccountId, hub: KnownToHub | null): Promise<ProfileRead> {
  const read = await profiles.profile(account);
  const kept = hub?.account?.profile ?? null;
  return read.kind === 'unknown' && kept !== null ? { kind: 'known', profile: kept } : read;
}

/** What `--json` prints. */
function documentOf({ place, verdict, reason, live, problem, hub, profile, terms, covering }: Explanation) {
  const tags = (of: ReadonlyMap<string, string>) => Object.fromEntries(of);
  return {
    ...place,
    verdict,
    reason,
    days: terms.days,
    daysFrom: terms.daysFrom,
    problems: terms.problems.map((text) => visibleText(text)),
    configuration: live === null ? null : documentIn(live.existing),
    coveringRules: covering,
    readProblem: problem,
    tags: live === null ? null : tags(live.tags),
    profile:
      profile.kind === 'unknown'
        ? null
        : {
            state: profile.profile.state,
            tags: tags(profile.profile.tags),
            organizationalUnits: profile.profile.organizationalUnits.map((unit) => ({
              id: unit.id,
              tags: tags(unit.tags),
            })),
          },
    inventory: hub === null ? null : { record: hub.record, write: hub.write },
  };
}
