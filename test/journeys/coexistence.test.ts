import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from '../../core/outcome';
import type { ReasonCode } from '../../core/reasons';
import type { SettingsInput } from '../../core/settings/settings';
import { Operator } from './operator-stage';
import { abortAfter, SCRATCH, ToolUser } from './tool-user';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
const TERRAFORM = ['Terraform', '1.9.8'] as const;

/** What becomes of a bucket, by its name. */
type Becomes = Readonly<Record<string, readonly [verdict: Verdict, code: ReasonCode]>>;

const SETTINGS: readonly (readonly [string, Partial<SettingsInput>, Becomes])[] = [
  [
    'by default',
    {},
    {
      'of-a-person': ['applied', 'applied'],
      'of-a-tool': ['applied', 'applied'],
      'of-a-stack': ['applied', 'applied'],
      'of-a-tool-once': ['applied', 'applied'],
      'with-a-longer-rule': ['applied', 'applied'],
      'with-a-longer-old-rule': ['reported', 'longer-rule-v1'],
      bare: ['applied', 'applied'],
    },
  ],
  [
    'with `report`',
    { onForeignConfiguration: 'report', onManagedConfiguration: 'report', onLongerRule: 'report' },
    {
      'of-a-person': ['reported', 'foreign-configuration'],
      'of-a-tool': ['reported', 'managed-configuration'],
      'of-a-stack': ['reported', 'managed-configuration'],
      'of-a-tool-once': ['reported', 'foreign-configuration'],
      'with-a-longer-rule': ['reported', 'longer-rule-reported'],
      'with-a-longer-old-rule': ['reported', 'longer-rule-reported'],
      bare: ['applied', 'applied'],
    },
  ],
  [
    'with `skip`, and longer rules accepted',
    { onForeignConfiguration: 'skip', onManagedConfiguration: 'skip', onLongerRule: 'accept' },
    {
      'of-a-person': ['excluded', 'foreign-configuration'],
      'of-a-tool': ['excluded', 'managed-configuration'],
      'of-a-stack': ['excluded', 'managed-configuration'],
      'of-a-tool-once': ['excluded', 'foreign-configuration'],
      'with-a-longer-rule': ['covered', 'longer-rule-accepted'],
      'with-a-longer-old-rule': ['covered', 'longer-rule-accepted'],
      bare: ['applied', 'applied'],
    },
  ],
];

describe.each(SETTINGS)('somebody else has a hand in the configuration, %s', (_, settings, becomes) => {
  let operator: Operator;
  let account: string;

  beforeAll(async () => {
    operator = await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: 2, settings });
    const { stage } = operator;
    account = operator.account(1);
    const person = new ToolUser(stage, account, REGION);
    const terraform = new ToolUser(stage, account, REGION, TERRAFORM);
    const { Filter: _filter, ...older } = abortAfter(30);
    await terraform.create('of-a-tool');
    await terraform.create('of-a-tool-once');
    for (const bucket of ['of-a-person', 'with-a-longer-rule', 'with-a-longer-old-rule', 'bare']) {
      await person.create(bucket);
    }
    // CloudTrail tells whole seconds: within one of them nobody knows what came last
    await sleep(1100);
    await terraform.putRules('of-a-tool', SCRATCH);
    await person.putRules('of-a-person', SCRATCH);
    await person.putRules('of-a-tool-once', SCRATCH);
    await person.putRules('with-a-longer-rule', abortAfter(30));
    await person.putRules('with-a-longer-old-rule', { ...older, Prefix: '' });
    await stage.cloud.stacks.deployStack({
      template: { Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'of-a-stack' } } } },
      ...{ account, region: REGION, stackName: 'data' },
    });
  });

  afterAll(() => operator?.stage.stop());

  it.each(Object.entries(becomes))('%s becomes %j', async (bucket, [verdict, code]) => {
    const outcome = await operator.known(account, bucket, verdict, code);

    const written = verdict === 'applied' ? [`s3:PutBucketLifecycleConfiguration ${bucket}`] : [];
    expect(operator.writes(bucket)).toEqual(written);
    const added = outcome.verdict === 'applied' ? written.length : 0;
    expect(outcome.after?.rules).toBe((outcome.before?.rules ?? 0) + added);
  });

  it('says so again in a sweep, and writes nothing', async () => {
    await operator.idle();
    const from = operator.now();
    const told = operator.stage.outcomes().length;
    await operator.sweep();
    await operator.idle();

    expect(operator.writes(undefined, from)).toEqual([]);
    for (const [bucket, [verdict, code]] of Object.entries(becomes)) {
      await operator.known(account, bucket, verdict, code);
    }
    // nothing of it was worth another look by the writer
    expect(operator.stage.outcomes().slice(told)).toEqual([]);
  });

  it('knows who changed the lifecycle last, and with what', async () => {
    const user = `arn:aws:iam::${account}:user/administrator`;
    const changes = async (bucket: string) => (await operator.record(account, bucket))?.change;

    expect(await changes('of-a-tool')).toMatchObject({
      eventName: 'PutBucketLifecycle',
      principal: user,
      tool: 'terraform',
      userAgent: expect.stringContaining('Terraform/1.9.8'),
      service: null,
    });
    expect(await changes('of-a-tool-once')).toMatchObject({ principal: user, tool: 'sdk' });
    expect(await changes('bare')).toMatchObject({ eventName: 'CreateBucket', principal: user, tool: 'sdk' });
    expect(await changes('of-a-stack')).toMatchObject({
      eventName: 'CreateBucket',
      tool: 'cloudformation',
      service: 'cloudformation.amazonaws.com',
    });
  });
});

describe('a bucket that a tool manages, of which no event arrived', () => {
  let operator: Operator;

  beforeAll(async () => {
    const settings = { onManagedConfiguration: 'report', onForeignConfiguration: 'skip' } as const;
    operator = await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: 1, settings });
  });

  afterAll(() => operator?.stage.stop());

  it('is found by a sweep by the tags of its stack, and left alone by the next one too', async () => {
    const account = operator.account(1);
    // a Region from which no events are forwarded
    await operator.stage.cloud.stacks.deployStack({
      template: { Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'of-a-silent-stack' } } } },
      ...{ account, region: 'us-east-1', stackName: 'silent' },
    });
    const person = new ToolUser(operator.stage, account, 'us-east-1');
    await person.create('of-a-silent-person');
    await person.putRules('of-a-silent-person', SCRATCH);

    for (let sweep = 0; sweep < 2; sweep += 1) {
      await operator.sweep();
      await operator.idle();
      const outcome = await operator.known(account, 'of-a-silent-stack', 'reported', 'managed-configuration');
      expect(outcome.reason.text).toContain('stack "silent"');
      await operator.known(account, 'of-a-silent-person', 'excluded', 'foreign-configuration');
    }
    expect(operator.writes()).toEqual([]);
    // once by the survey that found it and once by the writer, both in the first sweep
    const told = (bucket: string) => operator.stage.outcomes(bucket).map(({ verdict }) => verdict);
    expect(told('of-a-silent-stack')).toEqual(['waiting', 'reported']);
    expect(told('of-a-silent-person')).toEqual(['waiting', 'excluded']);
  });
});
