import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { RULE_ID } from '../../core/contract/names';
import { covers, sameForeignRules } from '../../core/plan';
import { type PlayedBucket, playScenes } from '../../tour/play';
import { centralBusArn } from '../../tour/product';
import { foreignRuleTexts } from '../../tour/scene-check';
import { SCENES } from '../../tour/scenes';
import { Stage } from '../../tour/stage';
import { empty, type HubQueue, hubQueue } from './settle-queue';
import { calm } from './sweep-stage';
import { byMemberRole, byWriter, callsOf, memberActions, type TracedCall, writerActions } from './trace-reader';

const REGIONS = ['eu-central-1', 'us-east-1'];
const OUTSIDER = '999999999999';

let stage: Stage;
let played: ReadonlyMap<string, PlayedBucket>;
let settleQueue: HubQueue;
let deadLetters: HubQueue;

beforeAll(async () => {
  stage = await Stage.open({ accounts: 3, regions: REGIONS, settleSeconds: 1 });
  // a survey that comes upon a bucket while it settles has the writer look at it twice
  await calm(stage);
  played = new Map((await playScenes(stage)).map((bucket) => [bucket.scene.name, bucket]));
  settleQueue = await hubQueue(stage, 'partsweep-settle');
  deadLetters = await hubQueue(stage, 'partsweep-settle-dead-letters');
  await empty(settleQueue);
}, 600_000);

afterAll(async () => {
  settleQueue?.sqs.destroy();
  deadLetters?.sqs.destroy();
  await stage?.stop();
});

function bucketOf(name: string): PlayedBucket {
  const bucket = played.get(name);
  if (bucket === undefined) throw new Error(`there is no scene ${name}`);
  return bucket;
}

/** The text without our rule. */
function withoutOurs(xml: string): string {
  return xml.replace(/<Rule>(?:(?!<Rule>).)*?<\/Rule>/gs, (rule) => (rule.includes(`<ID>${RULE_ID}</ID>`) ? '' : rule));
}

describe('what becomes of each bucket', () => {
  it.each(SCENES.map((scene) => [scene.title, scene] as const))('%s', (_title, scene) => {
    const { before, after, outcome, account, region, bucket, problems } = bucketOf(scene.name);

    expect(problems).toEqual([]);
    expect(outcome).toMatchObject({ account, region, bucket, verdict: scene.verdict });
    if (scene.reasonCode !== undefined) expect(outcome.reason.code).toBe(scene.reasonCode);
    if (scene.change === 'untouched') {
      expect(after).toEqual(before);
      return;
    }
    expect(covers(after, { days: 7 })).toBe(true);
    expect(sameForeignRules(before, after)).toBe(true);
    if (before === undefined) return;
    expect(foreignRuleTexts(before).filter((rule) => after?.xml.includes(rule) !== true)).toEqual([]);
    expect(withoutOurs(after?.xml ?? '')).toBe(withoutOurs(before.xml));
    expect(after?.transitionDefaultMinimumObjectSize).toBe(before.transitionDefaultMinimumObjectSize);
  });

  it('the header is that of the user, not the one that S3 makes up', () => {
    expect(bucketOf('foreign-rules').after?.transitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  });

  it.each([
    ['foreign-rules', '<ID>keep seven years</ID>'],
    ['old-dialect', '<Date>2031-11-10T00:00:00.000Z</Date>'],
    ['unknown-element', '<RetentionNovelty><Mode>guarded</Mode></RetentionNovelty>'],
    ['while-settling', '<ID>scratch</ID>'],
  ])('%s has what its user wrote, before and after', (name, text) => {
    const { before, after } = bucketOf(name);
    expect(before?.xml).toContain(text);
    expect(after?.xml).toContain(text);
  });

  it('names the kind of the policy that denied', () => {
    expect(bucketOf('log-archive').outcome.reason.text).toContain('service control policy');
  });
});

describe('an account that joins', () => {
  it('is served by the stack sets, the roles before the forwarders', () => {
    const { account } = bucketOf('newcomer');
    const known = [stage.landscape.hub, stage.landscape.logArchive, ...stage.landscape.workloads];
    expect(known.map(({ id }) => id)).not.toContain(account);

    const stacks = stage.cloud.trace
      .entries()
      .flatMap((entry) => (entry.kind === 'stack' && entry.account === account ? [entry] : []));
    expect(stacks.map(({ status }) => status)).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE', 'CREATE_COMPLETE']);
    expect(stacks[0]).toMatchObject({ stackName: expect.stringContaining('partsweep-roles'), region: REGIONS[0] });
    expect(stacks.slice(1).map(({ region }) => region)).toEqual(expect.arrayContaining(REGIONS));
    expect(stacks.slice(1).every(({ stackName }) => stackName.includes('partsweep-forwarder'))).toBe(true);
  });
});

describe('calls over the wire', () => {
  it('are four for a bare bucket', () => {
    const { bucket, outcome } = bucketOf('bare');
    expect(writerActions(stage, bucket)).toEqual([
      's3:GetBucketLifecycleConfiguration',
      's3:GetBucketTagging',
      's3:PutBucketLifecycleConfiguration',
      's3:GetBucketLifecycleConfiguration',
    ]);
    expect(outcome.calls).toEqual({
      's3:GetBucketLifecycleConfiguration': 2,
      's3:GetBucketTagging': 1,
      's3:PutBucketLifecycleConfiguration': 1,
    });
  });

  it('are no other than the three of lifecycles and tags where the writer is in a member account, so never a ListBuckets', () => {
    const actions = new Set(callsOf(stage, byWriter).map(({ action }) => action));
    expect([...actions].sort()).toEqual([
      's3:GetBucketLifecycleConfiguration',
      's3:GetBucketTagging',
      's3:PutBucketLifecycleConfiguration',
    ]);
  });

  it('are reads in a member account where the writer does not make them', () => {
    const others = callsOf(stage, (call) => byMemberRole(call) && !byWriter(call));
    expect(others.length).toBeGreaterThan(0);
    const sessions = others.map(({ caller }) => caller.split(':').at(-1));
    expect(new Set(sessions)).toEqual(new Set(['assumed-role/partsweep-member/partsweep-survey-account']));
    expect(others.filter(({ action }) => !/^(s3|s3express|tag):(Get|List)/.test(action))).toEqual([]);
  });

  it('open no session in an excluded account', () => {
    const { account } = bucketOf('excluded-account');
    const opened = callsOf(stage, ({ action, resource }) => action === 'sts:AssumeRole' && resource.includes(account));
    expect(opened).toEqual([]);
  });

  it('write to no bucket that must stay as it is', () => {
    const untouched = SCENES.filter((scene) => scene.change === 'untouched' && scene.verdict !== 'denied');
    expect(untouched.length).toBeGreaterThan(0);
    for (const { name } of untouched) {
      expect(memberActions(stage, bucketOf(name).bucket)).not.toContain('s3:PutBucketLifecycleConfiguration');
    }
  });

  it('are one for a covered bucket, and one AssumeRole for an account and batch', async () => {
    await empty(settleQueue);
    const covered = [...played.values()].filter(
      ({ outcome, account }) => outcome.verdict === 'applied' && account === bucketOf('bare').account,
    );
    expect(covered.length).toBeGreaterThan(2);
    const from = stage.cloud.trace.entries().length;
    const now = new Date().toISOString();
    await settleQueue.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: settleQueue.url,
        Entries: covered.map(({ account, region, bucket }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({
            version: 1,
            account,
            region,
            bucket,
            digest: 'of another time',
            sightedAt: now,
            firstSightedAt: now,
          }),
        })),
      }),
    );
    await empty(settleQueue);

    for (const { bucket } of covered) {
      expect(writerActions(stage, bucket, from)).toEqual(['s3:GetBucketLifecycleConfiguration']);
    }
    const batches = stage.cloud.trace
      .entries()
      .slice(from)
      .filter(
        (entry) => entry.kind === 'invocation' && entry.functionArn.endsWith(':partsweep-reconcile-bucket'),
      ).length;
    expect(batches).toBeLessThan(covered.length);
    const byReconcile = ({ action, caller }: TracedCall) =>
      action === 'sts:AssumeRole' && caller.includes(':assumed-role/partsweep-reconcile-bucket/');
    expect(callsOf(stage, byReconcile, from)).toHaveLength(batches);
  });
});

describe('an event that nobody at AWS sent', () => {
  const bucket = 'tour-never-made';

  async function put(account: string, source: string) {
    const region = REGIONS[0] ?? '';
    const client = new EventBridgeClient({
      endpoint: stage.cloud.endpoint,
      region,
      credentials: stage.cloud.administrator(account),
    });
    const detail = {
      eventSource: 's3.amazonaws.com',
      eventName: 'CreateBucket',
      awsRegion: region,
      recipientAccountId: account,
      requestParameters: { bucketName: bucket },
    };
    try {
      return await client.send(
        new PutEventsCommand({
          Entries: [
            {
              Source: source,
              DetailType: 'AWS API Call via CloudTrail',
              Detail: JSON.stringify(detail),
              EventBusName: centralBusArn(stage.cloud, stage.landscape, region),
            },
          ],
        }),
      );
    } finally {
      client.destroy();
    }
  }

  /** Events on the central bus since entry `from`. */
  function arrived(from: number) {
    return stage.cloud.trace
      .entries()
      .slice(from)
      .flatMap((entry) => (entry.kind === 'event' && entry.busArn.endsWith('event-bus/partsweep') ? [entry] : []));
  }

  it('refuses a member that claims to be S3', async () => {
    const from = stage.cloud.trace.entries().length;
    const answer = await put(stage.landscape.workloads[1]?.id ?? '', 'aws.s3');

    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }],
    });
    expect(arrived(from)).toEqual([]);
  });

  it('comes to nothing when a member sends it under a name of its own', async () => {
    const from = stage.cloud.trace.entries().length;
    const answer = await put(stage.landscape.workloads[1]?.id ?? '', 'somebody.s3');

    expect(answer.FailedEntryCount).toBe(0);
    expect(arrived(from)).toMatchObject([{ source: 'somebody.s3', matched: [] }]);
    await empty(settleQueue);
    expect(stage.outcomes(bucket)).toEqual([]);
    expect(memberActions(stage, bucket)).toEqual([]);
  });

  it('refuses an account outside the organization', async () => {
    const from = stage.cloud.trace.entries().length;

    await expect(put(OUTSIDER, 'somebody.s3')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(stage.cloud.trace.entries().slice(from)).toContainEqual(
      expect.objectContaining({
        kind: 'denied',
        action: 'events:PutEvents',
        policyKind: 'resource-based policy',
        explicit: false,
      }),
    );
    expect(arrived(from)).toEqual([]);
  });
});

describe('a message that is not ours', () => {
  it.each([
    ['no JSON', 'make me a sandwich', 'not-our-message'],
    ['JSON of somebody else', '{"order":1}', 'not-our-message'],
  ])('goes to the dead letters with the reason: %s', async (_what, body, code) => {
    await settleQueue.sqs.send(new SendMessageCommand({ QueueUrl: settleQueue.url, MessageBody: body }));
    const { Messages } = await deadLetters.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetters.url,
        WaitTimeSeconds: 10,
        MessageAttributeNames: ['All'],
      }),
    );

    expect(Messages).toHaveLength(1);
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
    await deadLetters.sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetters.url, ReceiptHandle }));
    expect(Messages?.[0]?.Body).toBe(body);
    expect(Messages?.[0]?.MessageAttributes).toMatchObject({
      reasonCode: { StringValue: code },
      reasonText: { StringValue: expect.stringContaining('neither an event nor one of ours') },
    });
    await empty(settleQueue);
  });
});
