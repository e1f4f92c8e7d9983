import { STSClient } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import { StsSurveyAccess } from '../../adapters/survey-access';
import { systemClock } from '../../adapters/system-clock';
import { surveyAccount } from '../../core/sweep/survey-account';
import type { SurveyServices } from '../../core/sweep/survey-services';
import { account, region } from '../../test/fakes/identifiers';
import { activeProfile } from '../../test/fakes/in-memory-accounts';
import { inMemoryInventory } from '../../test/fakes/in-memory-inventory';
import { countingBuckets } from '../../test/simulation/counting-buckets';
import { type Course, CREDENTIALS, type Through } from './course';

const ACCOUNT = account('111122223333');
const HERE = region('eu-central-1');
const NOTHING = async () => undefined;
/** What the server answers, as the inventory knows it from the visit before. */
const COVERED = {
  xml:
    '<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>' +
    '<ID>abort</ID><Filter/><Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation>' +
    '</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>',
};

/**
 * Ours: a visit of an account in calm, whole. It assumes the role, lists the buckets page by page beside what the inventory knows of them, asks for hints
 * of tags and for directory buckets, reads, parses and plans each bucket, and finds that nothing changed. The inventory is in memory.
 */
export async function sweep({ url, buckets, parallel }: Course): Promise<Through> {
  let visits = 0;
  const sts = new STSClient({ region: HERE, endpoint: `${url}/sts`, credentials: CREDENTIALS });
  return async () => {
    visits += 1;
    const { access, ...services } = servicesFor(buckets, parallel);
    const opened = new StsSurveyAccess({
      ...{ sts, clock: systemClock, partition: 'aws', rolePath: '/', roleName: 'member', sessionName: 'survey' },
      ...{ homeRegion: HERE, endpoint: url, requestHandler: sts.config.requestHandler },
    });
    const run = `run-${visits}`;
    const startedAt = new Date(systemClock.now()).toISOString();
    await services.accounts.saveProfile(ACCOUNT, null, activeProfile(), systemClock.now());
    const begun = { id: run, trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: null } as const;
    await services.runs.begin({ ...begun, startedAt, finishedAt: null });
    await services.runs.open(run, ACCOUNT);
    const message = { version: 1, run, account: ACCOUNT, step: 0 } as const;
    const deadline = { remaining: () => 900_000 };
    const { kind } = await surveyAccount(
      { ...services, access: opened },
      message,
      { sentAt: systemClock.now() },
      deadline,
    );
    const { rows } = await services.runs.parts(run, null);
    const covered = rows[0]?.progress.counts['covered'];
    if (kind !== 'done' || covered !== buckets)
      throw new Error(`the visit was ${kind} with ${covered} buckets covered`);
  };
}

function servicesFor(buckets: number, parallel: number): SurveyServices {
  const clock = systemClock;
  const { runs, accounts, brake } = inMemoryInventory(clock);
  const known = countingBuckets({ account: ACCOUNT, region: HERE, lifecycle: COVERED, known: buckets });
  return {
    ...{ clock, runs, accounts, brake, buckets: known.buckets },
    access: { open: () => Promise.reject(new Error('there is another one')) },
    journal: { log: () => undefined, count: () => undefined, outcome: () => undefined },
    settleQueue: { send: NOTHING, sendAll: NOTHING },
    accountQueue: { send: NOTHING },
    sweepQueue: { send: NOTHING },
    events: { publish: NOTHING },
    selection: { days: 7, mode: 'apply', modes: {}, targets: null },
    rules: {
      ...{ onLongerRule: 'add', onForeignConfiguration: 'merge', onManagedConfiguration: 'merge', bucketOptOut: true },
      ...{ excludedNames: [], contestedAfter: 3, contestedDays: 30, ruleOfExcluded: 'keep' },
    },
    ...{ forwardedRegions: [HERE], directoryRegions: [HERE], claimSeconds: 900, settleSeconds: 300 },
    limit: pLimit(parallel),
  };
}
