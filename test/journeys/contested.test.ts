import { setTimeout as sleep } from 'node:timers/promises';
import { covers } from '../../core/plan';
import { Operator } from './operator-stage';
import { SCRATCH, ToolUser } from './tool-user';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const TERRAFORM = ['Terraform', '1.9.8'] as const;

let operator: Operator;
let account: string;
let terraform: ToolUser;
let silent: ToolUser;

beforeAll(async () => {
  operator = await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: 1 });
  account = operator.account(1);
  terraform = new ToolUser(operator.stage, account, REGION, TERRAFORM);
  silent = new ToolUser(operator.stage, account, SILENT, TERRAFORM);
});

afterAll(() => operator?.stage.stop());

async function hasRule(bucket: string, region = REGION): Promise<boolean> {
  const configuration = await operator.stage.user(account, region).readLifecycle(bucket);
  return covers(configuration, { days: 7 });
}

async function removalsOf(bucket: string) {
  return (await operator.record(account, bucket))?.removals ?? [];
}

/** A bucket that has its rule. */
async function applied(bucket: string): Promise<void> {
  const from = operator.toldSoFar(bucket);
  await terraform.create(bucket);
  await operator.told(bucket, from, 'applied');
}

/** Terraform puts the bucket back to what its code says, and the product answers that. */
async function removeByTerraform(bucket: string, verdict: 'applied' | 'contested'): Promise<void> {
  const from = operator.toldSoFar(bucket);
  await terraform.putRules(bucket, SCRATCH);
  await operator.told(bucket, from, verdict);
}

describe('a bucket whose rule Terraform keeps removing', () => {
  const bucket = 'taken-away';

  it('is contested after three removals, each after a completed write of ours', async () => {
    await applied(bucket);
    await removeByTerraform(bucket, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(1);
    await removeByTerraform(bucket, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(2);
    await removeByTerraform(bucket, 'contested');

    expect(await removalsOf(bucket)).toHaveLength(3);
    expect(operator.writes(bucket)).toHaveLength(3);
    expect(await hasRule(bucket)).toBe(false);
  });

  it('names who removes it, with what, and what to put into the code of that tool', async () => {
    const { reason } = await operator.known(account, bucket, 'contested', 'contested');

    expect(reason.text).toContain(`3 times in 30 days, by arn:aws:iam::${account}:user/administrator with terraform`);
    expect(reason.snippet).toContain('abort_incomplete_multipart_upload {');
    expect(reason.snippet).toContain('days_after_initiation = 7');
  });

  it('is written by no event and no sweep any more', async () => {
    const from = operator.now();
    const told = operator.toldSoFar(bucket);
    await terraform.putRules(bucket, SCRATCH, { ...SCRATCH, ID: 'more', Filter: { Prefix: 'more/' } });
    await operator.told(bucket, told, 'contested');
    await operator.sweep();
    await operator.idle();

    expect(operator.writes(bucket, from)).toEqual([]);
    expect((await operator.record(account, bucket))?.outcome?.verdict).toBe('contested');
    expect(await removalsOf(bucket)).toHaveLength(3);
  });

  it('is written again once it is released, and its removals are forgotten', async () => {
    const told = operator.toldSoFar(bucket);
    await operator.bucket('release', account, REGION, bucket);
    await operator.told(bucket, told, 'applied');

    expect(await hasRule(bucket)).toBe(true);
    expect(await removalsOf(bucket)).toEqual([]);
    await removeByTerraform(bucket, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(1);
  });
});

describe('one removal', () => {
  it('counts once, however often it is noticed', async () => {
    const bucket = 'noticed-often';
    await applied(bucket);
    const told = operator.toldSoFar(bucket);
    await terraform.deleteRules(bucket);
    const second = new Date().toISOString();
    const detail = {
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteBucketLifecycle',
      awsRegion: REGION,
      eventTime: second,
      recipientAccountId: account,
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/administrator`, accountId: account },
      userAgent: '[Terraform/1.9.8]',
      requestParameters: { bucketName: bucket },
    };
    const event = {
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      time: second,
      resources: [],
      detail,
    };
    operator.stage.cloud.events.publish(account, REGION, event);
    operator.stage.cloud.events.publish(account, REGION, event);
    const scope = { kind: 'account', id: account as never } as const;
    await Promise.all([operator.sweep(scope), operator.sweep(scope), terraform.deleteTags(bucket)]);
    await operator.told(bucket, told, 'applied');
    await operator.idle();

    expect(await removalsOf(bucket)).toEqual([
      { at: expect.any(String), by: `arn:aws:iam::${account}:user/administrator`, tool: 'terraform' },
    ]);
    expect(operator.writes(bucket)).toHaveLength(2);
    expect(await hasRule(bucket)).toBe(true);
  });

  it('does not count when it was of a bucket that has been deleted and made again', async () => {
    const bucket = 'made-again';
    await applied(bucket);
    await removeByTerraform(bucket, 'applied');
    await removeByTerraform(bucket, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(2);

    await terraform.delete(bucket);
    await operator.known(account, bucket, 'gone');
    await applied(bucket);

    expect(await removalsOf(bucket)).toEqual([]);
    await removeByTerraform(bucket, 'applied');
    await removeByTerraform(bucket, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(2);
  });

  it('is none where the bucket itself was deleted and made again at once', async () => {
    const bucket = 'made-again-at-once';
    await applied(bucket);
    // CloudTrail tells whole seconds: in one of them nobody knows whether our write was before the deletion
    await sleep(1100);
    const told = operator.toldSoFar(bucket);
    await terraform.delete(bucket);
    await terraform.create(bucket);
    await operator.told(bucket, told, 'applied');

    expect(await removalsOf(bucket)).toEqual([]);
  });
});

describe('removals of which no event arrives', () => {
  it('are found by sweeps, which name the tool that the bucket belongs to', async () => {
    const stack = { account, region: SILENT, stackName: 'silent' };
    const names = ['silent-of-a-stack', 'silent-of-nobody'];
    await operator.stage.cloud.stacks.deployStack({
      template: { Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: names[0] } } } },
      ...stack,
    });
    await silent.create('silent-of-nobody');
    for (let removal = 0; removal < 3; removal += 1) {
      const told = names.map((bucket) => operator.toldSoFar(bucket));
      await operator.sweep();
      await Promise.all(names.map((bucket, index) => operator.told(bucket, told[index] ?? 0, 'applied')));
      for (const bucket of names) await silent.deleteRules(bucket);
    }
    const from = operator.now();
    await operator.sweep();
    const ofStack = await operator.known(account, 'silent-of-a-stack', 'contested');
    const ofNobody = await operator.known(account, 'silent-of-nobody', 'contested');

    expect(ofStack.reason.text).toContain('by somebody whom no event named with cloudformation');
    expect(ofStack.reason.snippet).toContain('AbortIncompleteMultipartUpload:\n        DaysAfterInitiation: 7');
    expect(ofNobody.reason.text).toMatch(/by somebody whom no event named$/);
    expect(ofNobody.reason.snippet).toContain('put-bucket-lifecycle-configuration');
    await operator.sweep();
    await operator.idle();
    expect(names.flatMap((bucket) => operator.writes(bucket, from))).toEqual([]);
  });

  it('do not count in a bucket that a sweep found gone before it was made again', async () => {
    const bucket = 'silent-made-again';
    await silent.create(bucket);
    await operator.sweep();
    await operator.known(account, bucket, 'applied');
    await silent.deleteRules(bucket);
    const told = operator.toldSoFar(bucket);
    await operator.sweep();
    await operator.told(bucket, told, 'applied');
    expect(await removalsOf(bucket)).toHaveLength(1);

    await silent.delete(bucket);
    await operator.sweep();
    await operator.known(account, bucket, 'gone');
    await silent.create(bucket);
    await operator.sweep();
    await operator.known(account, bucket, 'applied');
    expect(await removalsOf(bucket)).toEqual([]);
  });
});

describe('a bucket that denies the write', () => {
  const DENIED = 'denied-by-policy';

  it('is denied by its policy, and the next sweep does not try again until something changed', async () => {
    await terraform.create(DENIED);
    await terraform.putPolicy(DENIED, {
      Sid: 'KeepLifecycle',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutLifecycleConfiguration',
      Resource: `arn:aws:s3:::${DENIED}`,
      Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/partsweep-member` } },
    });
    const outcome = await operator.known(account, DENIED, 'denied');
    expect(outcome.reason.code).toBe('access-denied');
    expect(operator.writes(DENIED)).toHaveLength(1);

    await operator.sweep();
    await operator.idle();
    expect(operator.writes(DENIED)).toHaveLength(1);
    expect(await operator.known(account, DENIED, 'denied')).toEqual(outcome);

    // another configuration is worth another try
    await terraform.putRules(DENIED, SCRATCH);
    await operator.idle();
    await operator.sweep();
    await operator.idle();
    expect(operator.writes(DENIED)).toHaveLength(2);
  });

  it('is denied by a service control policy, and tried once', async () => {
    const { id } = operator.stage.landscape.logArchive;
    operator.stage.cloud.s3.seedBuckets(id, REGION, ['logs-of-old'], new Date('2024-01-01'));
    await operator.sweep();
    const outcome = await operator.known(id, 'logs-of-old', 'denied');
    expect(outcome.reason.text).toContain('service control policy');
    await operator.sweep();
    await operator.idle();
    expect(operator.writes('logs-of-old')).toHaveLength(1);
  });
});
