import { VERDICTS } from '../../../core/outcome';
import { ACCOUNT, only, readable, synthesize } from '../synthesized';

interface Widget {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>> & { readonly title: string };
}

const hub = synthesize(ACCOUNT).template('partsweep-hub');
const { DashboardName, DashboardBody } = readable(only(hub, 'AWS::CloudWatch::Dashboard').Properties) as {
  readonly DashboardName: string;
  readonly DashboardBody: string;
};
const { widgets } = JSON.parse(DashboardBody) as { readonly widgets: readonly Widget[] };

function widget(title: RegExp): Widget {
  const found = widgets.filter(({ properties }) => title.test(properties.title));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} widgets match ${title}`);
  return first;
}

/** Namespace and names of a widget's metrics, with the value of their one dimension where they have one. */
function metrics(title: RegExp): unknown[] {
  const rows = (widget(title).properties['metrics'] ?? []) as unknown[][];
  return rows.map((row) => row.filter((cell) => typeof cell === 'string'));
}

test('there is one page, named for the qualifier, that begins with all alarms', () => {
  expect(DashboardName).toBe('partsweep');
  expect(widgets[0]).toMatchObject({ type: 'alarm' });
  expect((widget(/^Alarms$/).properties['alarms'] as unknown[]).length).toBe(20);
});

test('it shows buckets by verdict over time, and the verdicts of each hour', () => {
  expect(metrics(/^Buckets by verdict/)).toEqual(VERDICTS.map((verdict) => ['partsweep', `buckets-${verdict}`]));
  expect(metrics(/^Verdicts of each hour/)).toEqual(VERDICTS.map((verdict) => ['partsweep', verdict]));
});

test('it shows the progress and age of sweeps, and what they could not see', () => {
  expect(metrics(/^Accounts by verdict/)).toEqual(
    ['covered', 'excluded', 'denied', 'failed'].map((verdict) => ['partsweep', `accounts-${verdict}`]),
  );
  expect(metrics(/^Sweeps of everything/)).toEqual(
    ['accounts-missing', 'sweep-accounts-failed', 'fleet-problems', 'forwarder-gaps', 'accounts-missing'].map(
      (name) => ['partsweep', name],
    ),
  );
});

test('it shows age and depth of each queue, and the dead letters', () => {
  const depth = (queue: string) => ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', queue];
  const queues = ['SettleQueue', 'SweepQueue', 'AccountsQueue', 'ReportsQueue'].map(
    (queue) => `{{${queue}.QueueName}}`,
  );
  expect(metrics(/^Age of the oldest message/)).toEqual([
    ...queues.map((queue) => ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', queue]),
    ...queues.map(depth),
  ]);
  expect(metrics(/^Dead letters/)).toEqual(
    ['SettleDeadLetters', 'SweepDeadLetters', 'AccountsDeadLetters', 'ReportsDeadLetters', 'SettleUndelivered'].map(
      (queue) => depth(`{{${queue}.QueueName}}`),
    ),
  );
});

test('it shows contested buckets, and who denies', () => {
  expect(metrics(/^Contested/)).toEqual(
    ['buckets-contested', 'failures-that-may-pause', 'paused-by-itself'].map((name) => ['partsweep', name]),
  );
  const denied = widget(/^Buckets denied/);
  expect(denied).toMatchObject({ type: 'log' });
  expect(denied.properties['query']).toContain("filter verdict = 'denied'");
  for (const name of ['reconcile-bucket', 'survey-account']) {
    expect(denied.properties['query']).toContain(`SOURCE '/aws/lambda/partsweep-${name}'`);
  }
});

test('it shows errors, throttles and duration of each function', () => {
  const functions = ['Reconcile', 'StartSweep', 'Survey', 'Report'].map((id) => `{{${id}Function}}`);
  const each = (name: string) => functions.map((value) => ['AWS/Lambda', name, 'FunctionName', value]);
  expect(metrics(/^Errors/)).toEqual([...each('Errors'), ...each('Throttles')]);
  expect(metrics(/^Duration/)).toEqual(each('Duration'));
});
