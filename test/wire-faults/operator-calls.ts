import { callerOf } from '../../adapters/caller';
import { stackSetsAdministrators } from '../../adapters/delegated-administrators';
import { bucketNames, busNames, queueNames, roleNames, ruleNames, tableNames } from '../../adapters/names-in-account';
import { organizationDescription } from '../../adapters/organization-description';
import { organizationTree } from '../../adapters/organization-tree';
import { ownOrganizationId } from '../../adapters/own-organization';
import { Pace } from '../../adapters/pace';
import { regionState } from '../../adapters/regions-on';
import { activeStackSets, resourcesDone, stackState } from '../../adapters/stack-states';
import { systemClock } from '../../adapters/system-clock';
import { reason } from '../../core/reasons';
import { HUB } from '../adapters/local-organization';
import { HUB_STACK, NAME } from './hub-account';
import type { PortCall } from './port-call';
import type { World } from './world';

const asked = (name: string, operation: string, run: PortCall['run'], good: unknown, more = {}): PortCall => ({
  ...{ name, operation, run, good, attempts: 3, hasBody: true, isPatient: true },
  ...more,
});
const pace = () => new Pace(1_000, systemClock);

/** What the command line alone asks of AWS. Its clients are the SDK's as they come. */
export const OPERATOR: readonly PortCall[] = [
  asked('whose credentials these are', 'sts GetCallerIdentity', ({ operator }) => callerOf(operator.sts), {
    account: HUB,
    arn: expect.any(String),
  }),
  asked('a Region', 'sts GetCallerIdentity', ({ operator }) => regionState(operator.sts), 'on', {
    // a Region that is not there has no host: that is what it asks after
    mayLackHost: true,
  }),
  asked('depth of a queue', 'sqs GetQueueAttributes', ({ operator }) => operator.letters.queue.depth(), {
    waiting: expect.any(Number),
    delayed: 0,
    inFlight: expect.any(Number),
  }),
  asked('dead letters', 'sqs ReceiveMessage', ({ operator }) => operator.letters.receive(0), expect.any(Array), {
    prepare: ({ reconcile }: World) => reconcile.deadLetters.send('{}', reason('not-our-message')),
  }),
  asked('a stack', 'cloudformation DescribeStacks', ({ operator }) => stackState(operator.cloudFormation, HUB_STACK), {
    ...{ status: 'CREATE_COMPLETE', statusReason: null, createdAt: expect.any(Number), outputs: {} },
  }),
  asked(
    'resources of a stack',
    'cloudformation DescribeStackResources',
    ({ operator }) => resourcesDone(operator.cloudFormation, HUB_STACK),
    expect.any(Number),
  ),
  asked(
    'stack sets',
    'cloudformation ListStackSets',
    ({ operator }) => activeStackSets(operator.cloudFormation, 'DELEGATED_ADMIN'),
    new Set([NAME.roleStackSet]),
  ),
  asked(
    'the organization in levels',
    'organizations ListRoots',
    ({ operator }) => organizationTree(operator.organizations, { pace: pace(), most: 2 }),
    { levels: [expect.any(Object), expect.any(Object)], whole: false },
    { group: 'roster of an OU' },
  ),
  asked(
    'delegated administrators',
    'organizations ListDelegatedAdministrators',
    ({ operator }) => stackSetsAdministrators(operator.organizations),
    [HUB],
  ),
  asked(
    'the ID of the organization',
    'organizations DescribeOrganization',
    ({ operator }) => ownOrganizationId(operator.organizations),
    expect.stringMatching(/^o-/),
  ),
  asked(
    'the organization',
    'organizations DescribeOrganization',
    ({ operator }) => organizationDescription(operator.organizations),
    expect.objectContaining({ featureSet: 'ALL' }),
  ),
  asked('roles', 'iam ListRoles', ({ operator }) => roleNames(operator.iam, '/', ''), expect.any(Array)),
  asked('rules', 'events ListRules', ({ operator }) => ruleNames(operator.events, ''), expect.any(Array)),
  asked('buses', 'events ListEventBuses', ({ operator }) => busNames(operator.events, NAME.bus), [NAME.bus]),
  asked('queues', 'sqs ListQueues', ({ operator }) => queueNames(operator.sqs, NAME.settleQueue), expect.any(Array)),
  asked(
    'tables',
    'dynamodb ListTables',
    ({ operator }) => tableNames(operator.dynamoDb, NAME.inventoryTable),
    [NAME.inventoryTable],
    // the SDK's own number for DynamoDB
    { attempts: 4 },
  ),
  asked(
    'buckets by name',
    's3 GET ListBuckets',
    ({ operator }) => bucketNames(operator.s3, 'faulty'),
    expect.any(Array),
  ),
  asked(
    'uploads of a bucket',
    's3 GET uploads',
    ({ operator, place }) => operator.uploads.listUploads(place, null),
    { kind: 'page', uploads: [expect.objectContaining({ key: 'half' })], next: null },
    {
      attempts: 5,
      group: 'uploads',
      prepare: ({ operator, place }: World) => operator.beginUpload(place.bucket, 'half'),
    },
  ),
  asked(
    'parts of an upload',
    's3 GET uploadId',
    async ({ operator, place }) => {
      const page = await operator.uploads.listUploads(place, null);
      if (page.kind !== 'page') return page;
      const [upload] = page.uploads;
      return operator.uploads.listParts(place, upload ?? { key: '', uploadId: '' }, null);
    },
    { kind: 'page', parts: 0, bytes: 0, next: null },
    { attempts: 5, group: 'uploads' },
  ),
];
