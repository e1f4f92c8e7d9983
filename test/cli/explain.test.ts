import { partsweep } from './command';

const explain = (input: string, ...flags: string[]) => partsweep(['explain', ...flags, '-'], { input });

const event = {
  version: '0',
  id: '3f1c5a52-0000-4000-8000-000000000001',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-01-01T00:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: { type: 'Root', accountId: '111122223333' },
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    awsRegion: 'eu-central-1',
    requestParameters: { bucketName: 'amber-field-notes', Host: 'amber-field-notes.s3.eu-central-1.amazonaws.com' },
    responseElements: null,
    recipientAccountId: '111122223333',
    eventID: '3f1c5a52-0000-4000-8000-000000000002',
  },
};

test('explains an EventBridge event in the keys of the contract', () => {
  const { status, stdout, stderr } = explain(JSON.stringify(event), '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    action: 'reconcile',
    account: '111122223333',
    region: 'eu-central-1',
    bucket: 'amber-field-notes',
    kind: expect.any(String),
    reason: { code: expect.any(String), text: expect.any(String) },
  });
});

test('explains a bare CloudTrail record', () => {
  expect(JSON.parse(explain(JSON.stringify(event.detail), '--json').stdout)).toMatchObject({ action: 'reconcile' });
});

test('tells people the action, the reason and the bucket', () => {
  const { stdout } = explain(JSON.stringify(event));
  expect(stdout).toMatch(/^reconcile: /);
  expect(stdout).toContain('amber-field-notes');
});

test.each(['{}', '{"detail": 7}', '{"source": "mine", "account": []}'])(
  'ignores the JSON object %s with a reason',
  (input) => {
    const { status, stdout } = explain(input, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ action: 'ignore', reason: { text: expect.stringMatching(/./) } });
  },
);

test.each([
  ['a list', '[]', /is a list, not an object/],
  ['null', 'null', /is null, not an object/],
  ['a text', '"x"', /is a string, not an object/],
  ['broken JSON', '{"a":\n1,}', /standard input:2:3 is not JSON/],
  ['nothing', '', /is not JSON/],
])('fails with status 2 for %s', (_, input, message) => {
  const { status, stdout, stderr } = explain(input, '--json');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('fails with status 2 for a file that is not there, and for none at all', () => {
  expect(partsweep(['explain', '/nowhere/event.json'])).toMatchObject({ status: 2, stdout: '' });
  expect(partsweep(['explain'])).toMatchObject({ status: 2, stdout: '' });
});
