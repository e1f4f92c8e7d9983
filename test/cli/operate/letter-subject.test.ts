import * as fc from 'fast-check';
import { letterSubject } from '../../../cli/operate/letter-subject';

const PLACE = { account: '111111111111', region: 'eu-central-1', bucket: 'orders' };

test.each([
  [{ version: 1, ...PLACE, digest: 'd' }, 's3://orders (111111111111, eu-central-1)'],
  [{ version: 1, task: 'undo', ...PLACE, run: 'r' }, 'undo, s3://orders (111111111111, eu-central-1), run r'],
  [{ version: 1, kind: 'list', run: 'r', step: 3 }, 'list, run r'],
  [{ version: 1, run: 'r', account: '111111111111', step: 0 }, '111111111111, run r'],
  [{ version: 1 }, 'a message without a subject'],
  [{ 'detail-type': 'x' }, 'x'],
])('%j is about %j', (message, subject) => {
  expect(letterSubject(JSON.stringify(message))).toBe(subject);
});

test('says which call an event is about, and on which bucket', () => {
  const event = {
    source: 'aws.s3',
    'detail-type': 'AWS API Call via CloudTrail',
    account: '111111111111',
    region: 'eu-central-1',
    detail: {
      eventSource: 's3.amazonaws.com',
      eventName: 'CreateBucket',
      awsRegion: 'eu-central-1',
      recipientAccountId: '111111111111',
      requestParameters: { bucketName: 'orders' },
    },
  };
  expect(letterSubject(JSON.stringify(event))).toBe('CreateBucket, s3://orders (111111111111, eu-central-1)');
});

test('shows any text without control or direction characters, on one line', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant('\u202e\u001b[31m\n'));
  fc.assert(
    fc.property(texts, fc.string({ unit: 'binary' }), (body, name) => {
      for (const text of [body, JSON.stringify({ version: 1, kind: name, bucket: name, run: name })]) {
        expect(letterSubject(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }),
  );
});
