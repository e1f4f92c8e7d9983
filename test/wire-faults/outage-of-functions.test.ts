import { reason } from '../../core/reasons';
import { composeReconcileBucket } from '../../handlers/composition/reconcile-bucket';
import { composeStartSweep } from '../../handlers/composition/start-sweep';
import { composeSurveyAccount } from '../../handlers/composition/survey-account';
import { composeWriteReport } from '../../handlers/composition/write-report';
import { outcomeOf } from '../contracts/outcomes';
import { account, bucketName, region } from '../fakes/identifiers';
import { BrokenAws, type Outage } from './broken-aws';
import { hubConfig } from './hub-account';
import { type AskedInOutage, countInOutage, isWrong, USUAL } from './outage';

// the clients that the functions' bundles have
jest.mock('@aws-sdk/client-cloudformation', () => jest.requireActual('../../adapters/function-clients/cloudformation'));
jest.mock('@aws-sdk/client-dynamodb', () => jest.requireActual('../../adapters/function-clients/dynamodb'));
jest.mock('@aws-sdk/client-eventbridge', () => jest.requireActual('../../adapters/function-clients/eventbridge'));
jest.mock('@aws-sdk/client-organizations', () => jest.requireActual('../../adapters/function-clients/organizations'));
jest.mock('@aws-sdk/client-sqs', () => jest.requireActual('../../adapters/function-clients/sqs'));
jest.mock('@aws-sdk/client-sts', () => jest.requireActual('../../adapters/function-clients/sts'));
jest.mock('@aws-sdk/client-resource-groups-tagging-api', () =>
  jest.requireActual('../../adapters/function-clients/tagging'),
);

const HERE = region('eu-central-1');
/** Accounts that the operations are about, one after the other. */
const ACCOUNTS = 50;

const aws = new BrokenAws();
let endpoint = '';

beforeAll(async () => {
  endpoint = await aws.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterAll(() => aws.stop());

const accountOf = (index: number) => account(String(300_000_000_000 + (index % ACCOUNTS)));
const placeOf = (index: number) => ({ account: accountOf(index), region: HERE, bucket: bucketName(`orders-${index}`) });

/** All ports of the functions, made anew: what one outage used up is no matter in the next. */
function functions() {
  const config = hubConfig(endpoint);
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const surveyed = composeSurveyAccount(config, write);
  return {
    lines,
    writer: composeReconcileBucket(config, write),
    starter: composeStartSweep(config, write),
    reporter: composeWriteReport(config, write),
    ...{ surveyed, surveyOf: surveyOf(surveyed) },
  };
}

function surveyOf({ access }: ReturnType<typeof composeSurveyAccount>) {
  return async (index: number) => {
    const opening = await access.open(accountOf(index));
    if (opening.kind !== 'open') throw new Error(`no session: ${opening.message}`);
    return opening.survey;
  };
}

function asked({ writer, starter, reporter, surveyed, surveyOf: survey }: ReturnType<typeof functions>) {
  const list: (AskedInOutage & { readonly of: string })[] = [
    {
      ...{ of: 'the writer', name: 'readLifecycle', operation: 's3 GET lifecycle' },
      run: async (index) => {
        const place = placeOf(index);
        const opening = await writer.access.open(place.account, [place.bucket], 'apply');
        if (opening.kind !== 'open') throw new Error(`no session: ${opening.message}`);
        return opening.store.readLifecycle(place);
      },
    },
    {
      ...{ of: 'the writer', name: 'bucket', operation: 'dynamodb GetItem' },
      run: (index) => writer.buckets.bucket(placeOf(index)),
    },
    {
      ...{ of: 'the writer', name: 'deadLetters.send', operation: 'sqs SendMessage' },
      run: () => writer.deadLetters.send('{}', reason('not-our-message')),
    },
    {
      ...{ of: 'the writer', name: 'postpone', operation: 'sqs ChangeMessageVisibility' },
      run: () => writer.postpone('handle', 30),
    },
    {
      ...{ of: 'the writer', name: 'profile', operation: 'organizations DescribeAccount' },
      run: (index) => writer.profiles.profile(accountOf(index)),
    },
    {
      ...{ of: 'the writer', name: 'events.publish', operation: 'events PutEvents', isSilent: true },
      run: (index) => writer.events.publish([{ outcome: outcomeOf(placeOf(index)), was: null }]),
    },
    {
      ...{ of: 'the survey', name: 'readLifecycle', operation: 's3 GET lifecycle' },
      run: async (index) => (await survey(index)).readLifecycle(placeOf(index)),
    },
    {
      ...{ of: 'the survey', name: 'listBuckets', operation: 's3 GET ListBuckets' },
      run: async (index) => (await survey(index)).listBuckets(null),
    },
    {
      ...{ of: 'the survey', name: 'listDirectoryBuckets' },
      operation: 's3express GET ListDirectoryBuckets',
      run: async (index) => (await survey(index)).listDirectoryBuckets(HERE, null),
    },
    {
      ...{ of: 'the survey', name: 'taggedBuckets', operation: 'tagging GetResources' },
      run: async (index) => (await survey(index)).taggedBuckets(HERE, 'team'),
    },
    {
      ...{ of: 'the survey', name: 'runs.latest', operation: 'dynamodb Query' },
      run: () => surveyed.runs.latest(1),
    },
    {
      ...{ of: 'the start of a sweep', name: 'roster', operation: 'organizations ListAccounts' },
      // it keeps a pace of five a second
      many: { before: 12, after: 20 },
      run: () => starter.roster.page(null, null),
    },
    {
      ...{ of: 'the start of a sweep', name: 'fleet', operation: 'cloudformation ListStackInstances' },
      run: () => starter.fleet.instances('roles', null),
    },
    {
      ...{ of: 'the report', name: 'runs.latest', operation: 'dynamodb Query' },
      run: () => reporter.inventory.runs.latest(1),
    },
    {
      ...{ of: 'the report', name: 'a file', operation: 's3 POST uploads' },
      run: () => reporter.filesOf('run').begin('report.html'),
    },
  ];
  return list;
}

const outages: readonly Outage[] = ['unavailable', 'reset'];

describe.each(outages)('where all of AWS but STS is %s', (outage) => {
  test('an operation is tried at most 1.1 times once the retries are used up, still tried once, and never believed', async () => {
    aws.isDown = (service) => (service === 'sts' ? undefined : outage);
    const ports = functions();
    const rows = [];
    for (const one of asked(ports)) rows.push({ of: one.of, name: one.name, ...(await countInOutage(aws, one)) });
    expect(rows.filter(isWrong)).toEqual([]);
    expect(ports.lines.filter((line) => line.includes('not taken'))).toHaveLength(USUAL.before + USUAL.after);
  });

  test('nor is STS asked more often for sessions', async () => {
    aws.isDown = () => outage;
    const { writer, surveyed } = functions();
    const sessions: readonly AskedInOutage[] = [
      {
        ...{ name: 'of the writer', operation: 'sts AssumeRole' },
        run: (index) => writer.access.open(accountOf(index), [placeOf(index).bucket], 'apply'),
      },
      {
        ...{ name: 'of the survey', operation: 'sts AssumeRole' },
        run: (index) => surveyed.access.open(accountOf(index)),
      },
    ];
    for (const one of sessions) {
      const count = await countInOutage(aws, one);
      expect(isWrong(count) ? { name: one.name, ...count } : undefined).toBeUndefined();
    }
  });
});
