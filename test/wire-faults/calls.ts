import { randomBytes, randomUUID } from 'node:crypto';
import { reason } from '../../core/reasons';
import { LISTING, type Run } from '../../core/sweep/run';
import { HOME, MEMBER } from '../adapters/local-organization';
import { outcomeOf } from '../contracts/outcomes';
import { bucketName } from '../fakes/identifiers';
import { OPERATOR } from './operator-calls';
import type { PortCall } from './port-call';
import { REPORT } from './report-calls';
import type { World } from './world';

const LIFECYCLE = {
  xml: '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>one</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
};
/** Compressed still too large for an item. */
const LARGE = { xml: `<LifecycleConfiguration>${randomBytes(320_000).toString('hex')}</LifecycleConfiguration>` };
const found = (name: string) =>
  expect.objectContaining({
    kind: 'found',
    configuration: expect.objectContaining({ xml: expect.stringContaining(name) }),
  });
const TEAM = { kind: 'found', tags: new Map([['team', 'blue']]) };
const page = (...members: unknown[]) => expect.objectContaining({ kind: 'page', ...Object.assign({}, ...members) });

/** A run that there is not yet. */
function newRun(): Run {
  const startedAt = new Date().toISOString();
  const id = `${startedAt}-${randomUUID()}`;
  return { id, trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: 'ada', startedAt, finishedAt: null };
}

async function keepLargeImage({ reconcile: { writes }, place }: World, name: string): Promise<string> {
  const at = { ...place, bucket: bucketName(name) };
  const last = await writes.last(at);
  const claim = await writes.claim(
    at,
    { purpose: 'rule', before: LARGE, planned: 'p', days: 7, readAt: Date.now() },
    last,
  );
  if (claim.kind !== 'claimed') throw new Error(JSON.stringify(claim));
  await writes.end(at, claim.id, 'written');
  return claim.kind;
}

/** What `publish` would not tell: it never fails, it logs. */
async function published({ reconcile: { events }, place, lines }: World): Promise<string> {
  const before = lines.length;
  await events.publish([{ outcome: outcomeOf(place), was: null }]);
  const warning = lines.slice(before).find((line) => line.includes('not taken'));
  if (warning !== undefined) throw new Error(warning);
  return 'published';
}

const S3: readonly PortCall[] = [
  {
    name: 'readLifecycle',
    operation: 's3 GET lifecycle',
    attempts: 1,
    hasBody: true,
    prepare: ({ store, place }) => store.writeLifecycle(place, LIFECYCLE),
    run: ({ store, place }) => store.readLifecycle(place),
    good: found('<ID>one</ID>'),
  },
  {
    name: 'readLifecycle of a survey',
    operation: 's3 GET lifecycle',
    attempts: 3,
    hasBody: true,
    run: ({ surveyed, place }) => surveyed.readLifecycle(place),
    good: found('<ID>one</ID>'),
  },
  {
    name: 'writeLifecycle',
    operation: 's3 PUT lifecycle',
    attempts: 1,
    hasBody: false,
    run: ({ store, place }) => store.writeLifecycle(place, LIFECYCLE),
    good: { kind: 'written' },
  },
  {
    name: 'readTags',
    operation: 's3 GET tagging',
    attempts: 1,
    hasBody: true,
    run: ({ store, place }) => store.readTags(place),
    good: TEAM,
  },
  {
    name: 'listBuckets',
    operation: 's3 GET ListBuckets',
    attempts: 3,
    hasBody: true,
    run: ({ surveyed }) => surveyed.listBuckets(null),
    good: page({ buckets: expect.arrayContaining([expect.objectContaining({ region: HOME })]) }),
  },
];

const S3_EXPRESS: readonly PortCall[] = [
  {
    name: 'readLifecycle of a directory bucket',
    operation: 's3express GET lifecycle',
    attempts: 1,
    hasBody: true,
    prepare: ({ store, directory }) => store.writeLifecycle(directory, LIFECYCLE),
    run: ({ store, directory }) => store.readLifecycle(directory),
    good: found('<ID>one</ID>'),
  },
  {
    name: 'readTags of a directory bucket',
    operation: 's3express GET tags',
    attempts: 1,
    hasBody: true,
    run: ({ store, directory }) => store.readTags(directory),
    good: TEAM,
  },
  {
    name: 'readLifecycleGrant',
    operation: 's3express GET policy',
    attempts: 1,
    hasBody: true,
    run: ({ store, directory }) => store.readLifecycleGrant(directory),
    good: { kind: 'granted' },
  },
  {
    name: 'listDirectoryBuckets',
    operation: 's3express GET ListDirectoryBuckets',
    attempts: 3,
    hasBody: true,
    run: ({ surveyed }) => surveyed.listDirectoryBuckets(HOME, null),
    good: page({ buckets: expect.arrayContaining([expect.objectContaining({ region: HOME })]) }),
  },
];

const ACCOUNTS: readonly PortCall[] = [
  {
    name: 'access to an account',
    operation: 'sts AssumeRole',
    attempts: 2,
    hasBody: true,
    run: async ({ reconcile, place }) => reconcile.access.open(MEMBER, [place.bucket], 'apply'),
    good: expect.objectContaining({ kind: 'open' }),
  },
  {
    name: 'taggedBuckets',
    operation: 'tagging GetResources',
    attempts: 3,
    hasBody: true,
    run: ({ surveyed }) => surveyed.taggedBuckets(HOME, 'team'),
    good: { kind: 'known', buckets: expect.any(Set) },
  },
  ...['DescribeAccount', 'ListTagsForResource'].map((operation) => ({
    name: `profile (${operation})`,
    operation: `organizations ${operation}`,
    group: 'profile',
    attempts: 3,
    hasBody: true,
    run: ({ reconcile }: World) => reconcile.profiles.profile(MEMBER),
    good: {
      kind: 'known',
      profile: expect.objectContaining({ state: 'ACTIVE', tags: new Map([['team', 'blue']]) }),
    },
  })),
  {
    name: 'roster of all',
    operation: 'organizations ListAccounts',
    attempts: 5,
    hasBody: true,
    run: ({ sweep }) => sweep.roster.page(null, null),
    good: page({ accounts: expect.arrayContaining([expect.objectContaining({ account: MEMBER })]) }),
  },
  {
    name: 'roster of an OU',
    operation: 'organizations ListAccountsForParent',
    group: 'roster of an OU',
    attempts: 5,
    hasBody: true,
    run: ({ sweep, unit }) => sweep.roster.page(unit, null),
    good: page({ next: expect.any(String) }),
  },
  {
    name: 'roster of the OUs below',
    operation: 'organizations ListOrganizationalUnitsForParent',
    group: 'roster of an OU',
    attempts: 5,
    hasBody: true,
    run: async ({ sweep, unit }) => {
      const first = await sweep.roster.page(unit, null);
      return first.kind === 'page' ? sweep.roster.page(unit, first.next) : first;
    },
    good: page({ next: expect.any(String) }),
  },
  {
    name: 'instances of a stack set',
    operation: 'cloudformation ListStackInstances',
    attempts: 5,
    hasBody: true,
    run: ({ sweep }) => sweep.fleet.instances(sweep.stackSetNames[0] ?? '', null),
    good: page({ instances: [expect.objectContaining({ account: MEMBER })] }),
  },
];

const MESSAGES: readonly PortCall[] = [
  {
    name: 'accountQueue.send',
    operation: 'sqs SendMessage',
    attempts: 3,
    hasBody: true,
    run: ({ sweep }) => sweep.accountQueue.send({ version: 1, run: 'one', account: MEMBER, step: 0 }, 0),
    good: undefined,
  },
  {
    name: 'deadLetters.send',
    operation: 'sqs SendMessage',
    attempts: 3,
    hasBody: true,
    run: ({ reconcile }) => reconcile.deadLetters.send('{}', reason('not-our-message')),
    good: undefined,
  },
  {
    name: 'postpone',
    operation: 'sqs ChangeMessageVisibility',
    attempts: 3,
    hasBody: false,
    run: ({ sweep, received }) => sweep.postpone(received, 600),
    good: undefined,
  },
  {
    name: 'settleQueue.sendAll',
    operation: 'sqs SendMessageBatch',
    attempts: 3,
    hasBody: true,
    run: ({ survey, place: { account, region, bucket } }) => {
      const now = new Date().toISOString();
      const message = {
        version: 1,
        account,
        region,
        bucket,
        digest: 'd',
        sightedAt: now,
        firstSightedAt: now,
      } as const;
      return survey.settleQueue.sendAll([message], 900);
    },
    good: undefined,
  },
  {
    name: 'events.publish',
    operation: 'events PutEvents',
    attempts: 3,
    hasBody: true,
    run: published,
    good: 'published',
  },
];

const INVENTORY: readonly PortCall[] = [
  {
    name: 'bucket',
    operation: 'dynamodb GetItem',
    attempts: 3,
    hasBody: true,
    prepare: ({ reconcile, place }) => reconcile.buckets.record(outcomeOf(place)),
    run: ({ reconcile, place }) => reconcile.buckets.bucket(place),
    good: expect.objectContaining({ outcome: expect.objectContaining({ verdict: 'waiting' }) }),
  },
  {
    name: 'the pause switch',
    operation: 'dynamodb GetItem',
    attempts: 3,
    hasBody: true,
    prepare: ({ reconcile, place }) =>
      reconcile.brake.pause({ kind: 'account', id: place.account }, { since: '', by: 'ada', why: 'a test' }),
    run: ({ reconcile }) => reconcile.brake.switch(),
    good: {
      kind: 'known',
      state: expect.objectContaining({ accounts: { [MEMBER]: expect.objectContaining({ by: 'ada' }) } }),
    },
  },
  {
    name: 'accounts',
    operation: 'dynamodb BatchGetItem',
    attempts: 3,
    hasBody: true,
    prepare: ({ sweep }) => sweep.accounts.mayHint(MEMBER, Date.now(), 1),
    run: ({ sweep }) => sweep.accounts.accounts([MEMBER]),
    good: [expect.objectContaining({ account: MEMBER })],
  },
  {
    name: 'latest',
    operation: 'dynamodb Query',
    group: 'runs',
    attempts: 3,
    hasBody: true,
    prepare: ({ sweep }) => sweep.runs.begin(newRun()),
    run: ({ sweep }) => sweep.runs.latest(1),
    good: [expect.objectContaining({ by: 'ada' })],
  },
  {
    name: 'begin',
    operation: 'dynamodb PutItem',
    group: 'runs',
    attempts: 3,
    hasBody: true,
    run: ({ sweep }) => sweep.runs.begin(newRun()),
    good: true,
  },
  {
    name: 'advance',
    operation: 'dynamodb UpdateItem',
    group: 'runs',
    attempts: 3,
    hasBody: true,
    // a step of a part that there is since just now
    run: async ({ sweep: { runs } }) => {
      await runs.open('steps', LISTING);
      const [listing] = (await runs.parts('steps', null)).rows;
      const step = listing?.progress.step ?? 0;
      return runs.advance('steps', LISTING, step, { state: 'open', cursor: null, counts: {}, reason: null });
    },
    good: true,
  },
  {
    name: 'allow',
    operation: 'dynamodb UpdateItem',
    group: 'runs',
    attempts: 3,
    hasBody: true,
    run: ({ reconcile }) => reconcile.brake.allow(null),
    good: { kind: 'granted' },
  },
  {
    name: 'clearProblem',
    operation: 'dynamodb DeleteItem',
    attempts: 3,
    hasBody: true,
    run: ({ sweep, place }) =>
      sweep.accounts.clearProblem({ account: MEMBER, region: HOME, source: { kind: 'bucket', name: place.bucket } }),
    good: undefined,
  },
];

/** They need the inventory as well, so nothing else is broken while they are looked at. */
const IMAGES: readonly PortCall[] = [
  {
    name: 'keeping a large image',
    operation: 's3 PUT PutObject',
    attempts: 2,
    hasBody: false,
    run: (world) => keepLargeImage(world, `image-${randomUUID()}`),
    good: 'claimed',
  },
  {
    name: 'reading a large image',
    operation: 's3 GET GetObject',
    attempts: 2,
    hasBody: true,
    prepare: (world) => keepLargeImage(world, world.place.bucket),
    run: ({ reconcile, place }) => reconcile.writes.images(place),
    good: expect.arrayContaining([{ configuration: LARGE }]),
  },
];

export const CALLS: readonly PortCall[] = [
  ...S3,
  ...S3_EXPRESS,
  ...ACCOUNTS,
  ...MESSAGES,
  ...INVENTORY,
  ...REPORT,
  ...OPERATOR,
];
export const CALLS_ALONE: readonly PortCall[] = IMAGES;
