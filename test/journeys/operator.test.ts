import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Operator } from './operator-stage';
import { ToolUser } from './tool-user';

jest.setTimeout(600_000);

const REGION = 'eu-central-1';
/** A Region from which no events are forwarded. */
const SILENT = 'us-east-1';
const QUEUE = 'verdicts';

let operator: Operator;
let account: string;
let hub: string;

/** What somebody in the hub deploys who wants to hear of some verdicts: the pattern is that of docs/operations.md. */
function subscription(hubAccount: string): object {
  return {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: QUEUE } },
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'events.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
                Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Rule', 'Arn'] } } },
              },
            ],
          },
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: 'partsweep',
          State: 'ENABLED',
          EventPattern: {
            source: ['partsweep'],
            'detail-type': ['Bucket Outcome Changed'],
            account: [hubAccount],
            detail: { outcome: { verdict: ['applied', 'denied', 'excluded', 'gone'] } },
          },
          Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
        },
      },
    },
  };
}

beforeAll(async () => {
  operator = await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: 1 });
  account = operator.account(1);
  hub = operator.stage.landscape.hub.id;
  await operator.stage.cloud.stacks.deployStack({
    template: subscription(hub),
    ...{ account: hub, region: REGION, stackName: 'verdicts' },
  });
});

afterAll(() => operator?.stage.stop());

interface OutcomeEvent {
  readonly account: string;
  readonly source: string;
  readonly detail: {
    readonly outcome: { readonly bucket: string; readonly verdict: string };
    readonly was: string | null;
  };
}

function heard(bucket: string): readonly OutcomeEvent[] {
  const { messages } = operator.stage.cloud.sqs.inspect(`arn:aws:sqs:${REGION}:${hub}:${QUEUE}`);
  return messages
    .map(({ body }) => JSON.parse(body) as OutcomeEvent)
    .filter(({ detail }) => detail.outcome.bucket === bucket);
}

async function heardOf(bucket: string, count: number): Promise<readonly OutcomeEvent[]> {
  return operator.stage.waitFor(
    `${count} events of ${bucket}`,
    () => (heard(bucket).length >= count ? heard(bucket) : undefined),
    20,
  );
}

describe('whoever subscribes to the central bus', () => {
  it('hears when the outcome of a bucket changes, by event', async () => {
    const tools = new ToolUser(operator.stage, account, REGION);
    await tools.create('told-of');
    await heardOf('told-of', 1);
    await tools.delete('told-of');

    const events = await heardOf('told-of', 2);
    expect(events.map(({ detail: { outcome, was } }) => [was, outcome.verdict])).toEqual([
      [null, 'applied'],
      ['applied', 'gone'],
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        account: hub,
        source: 'partsweep',
        detail: {
          outcome: { account, region: REGION, reason: { code: expect.any(String) }, calls: expect.any(Object) },
        },
      });
    }
  });

  it('hears it of a sweep as well, and nothing where a sweep finds nothing new', async () => {
    const { id } = operator.stage.landscape.logArchive;
    operator.stage.cloud.s3.seedBuckets(account, SILENT, ['found'], new Date('2025-03-01'));
    operator.stage.cloud.s3.seedBuckets(id, SILENT, ['found-denied'], new Date('2025-03-01'));
    await operator.sweep();
    expect((await heardOf('found', 1)).map(({ detail }) => detail.was)).toEqual(['waiting']);
    expect((await heardOf('found-denied', 1)).map(({ detail }) => detail.outcome.verdict)).toEqual(['denied']);
    await operator.sweep();
    await operator.idle();
    expect([heard('found').length, heard('found-denied').length]).toEqual([1, 1]);

    await new ToolUser(operator.stage, account, SILENT).delete('found');
    await operator.sweep();
    expect((await heardOf('found', 2)).map(({ detail }) => detail.outcome.verdict)).toEqual(['applied', 'gone']);
  });
});

describe('alarms', () => {
  it('each reach the topic, and say what to do next in a section of docs/operations.md', async () => {
    const { cloudwatch, sns } = operator.stage.cloud;
    const topic = `arn:aws:sns:${REGION}:${hub}:partsweep-alarms`;
    const handbook = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');
    const alarms = cloudwatch.alarms(hub, REGION);
    expect(alarms.length).toBeGreaterThanOrEqual(16);

    for (const { name, properties } of alarms) {
      const before = sns.messages(topic).length;
      await cloudwatch.fire(hub, REGION, name);
      const [message, ...more] = sns.messages(topic).slice(before);
      expect([name, more]).toEqual([name, []]);
      const told = JSON.parse(message?.message ?? '{}') as Record<string, unknown>;
      expect(told).toMatchObject({ AlarmName: name, NewStateValue: 'ALARM' });
      expect(told['AlarmDescription']).toBe(properties.AlarmDescription);
      const section = /docs\/operations\.md, section ([\w-]+)\.$/.exec(String(properties.AlarmDescription))?.[1];
      expect(handbook).toContain(`\n### ${section}\n`);
      expect(name).toBe(`partsweep-${section}`);
    }
  });
});

describe('the dashboard', () => {
  it('is one page that shows verdicts, sweeps, queues, dead letters and alarms', () => {
    const [dashboard, ...more] = operator.stage.cloud.cloudwatch.dashboards(hub);
    expect([dashboard?.name, more]).toEqual(['partsweep', []]);

    const body = dashboard?.body ?? '';
    for (const shown of ['buckets-contested', 'buckets-denied', 'sweep-accounts-failed', 'fleet-problems']) {
      expect(body).toContain(`"${shown}"`);
    }
    for (const queue of ['settle', 'sweep', 'accounts']) expect(body).toContain(`"partsweep-${queue}"`);
    expect(body).toContain('partsweep-settle-dead-letters');
    expect(body).toContain('ApproximateAgeOfOldestMessage');
    const shownAlarms = dashboard?.widgets.find(({ type }) => type === 'alarm')?.properties?.['alarms'];
    expect(shownAlarms).toHaveLength(operator.stage.cloud.cloudwatch.alarms(hub, REGION).length);
  });

  it('is fed: the metrics of its verdicts are counted under the names that it reads', async () => {
    await operator.sweep();
    const entry = await operator.stage.traced(
      'the totals of a sweep',
      (line) => line.kind === 'log' && line.functionName === 'partsweep-start-sweep' && line.line.includes('"buckets-'),
      30,
    );
    const line = JSON.parse(entry.kind === 'log' ? entry.line : '{}') as Record<string, unknown>;
    const body = operator.stage.cloud.cloudwatch.dashboards(hub)[0]?.body ?? '';
    const { _aws } = line as { readonly _aws?: { readonly CloudWatchMetrics: readonly { Namespace: string }[] } };
    expect(body).toContain(`"${_aws?.CloudWatchMetrics[0]?.Namespace}"`);
    const read = (prefix: string) =>
      [...body.matchAll(new RegExp(`"(${prefix}-[a-z-]+)",\\{`, 'g'))].map(([, name]) => name);
    expect(Object.keys(line)).toEqual(expect.arrayContaining([...new Set([...read('buckets'), ...read('accounts')])]));
    expect(read('buckets').length).toBeGreaterThan(10);
  });

  it('lists what is denied by account, also what a sweep alone was denied', async () => {
    const bucket = 'denied-to-the-sweep';
    const tools = new ToolUser(operator.stage, account, SILENT);
    await tools.create(bucket);
    await tools.putPolicy(bucket, {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:GetLifecycleConfiguration',
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/partsweep-member` } },
    });
    await operator.sweep();
    await operator.known(account, bucket, 'denied', 'access-denied');

    const query = operator.stage.cloud.cloudwatch
      .dashboards(hub)[0]
      ?.widgets.find(({ properties }) => properties?.['title'] === 'Buckets denied, by account')?.properties?.['query'];
    const groups = [...String(query).matchAll(/SOURCE '\/aws\/lambda\/([\w-]+)'/g)].map(([, name]) => name);
    const told = operator.stage.cloud.trace
      .entries()
      .flatMap((entry) => (entry.kind === 'log' && groups.includes(entry.functionName) ? [entry.line] : []));
    expect(told).toContainEqual(expect.stringMatching(new RegExp(`"bucket":"${bucket}","verdict":"denied"`)));
  });
});
