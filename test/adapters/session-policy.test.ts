import fc from 'fast-check';
import { policiesFor, SURVEY_POLICY } from '../../adapters/session-policy';
import { account, bucketName } from '../fakes/identifiers';

const PROPS = { partition: 'aws', account: account('111122223333'), mode: 'apply' } as const;

test('a session policy allows three actions on the buckets named, and nothing else', () => {
  const [only, ...others] = policiesFor([bucketName('orders'), bucketName('logs')], PROPS);
  expect(others).toEqual([]);
  expect(JSON.parse(only?.policy ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetLifecycleConfiguration', 's3:GetBucketTagging', 's3:PutLifecycleConfiguration'],
        Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::logs'],
      },
    ],
  });
});

test('a session policy that is for reading cannot write', () => {
  const [only] = policiesFor([bucketName('orders')], { ...PROPS, partition: 'aws-cn', mode: 'audit' });
  expect(only?.policy).not.toContain('Put');
  expect(only?.policy).toContain('arn:aws-cn:s3:::orders');
});

test('directory buckets have a statement of their own, in any Region of their account', () => {
  const buckets = [bucketName('orders'), bucketName('fast--use1-az4--x-s3')];
  const [only, ...others] = policiesFor(buckets, PROPS);
  expect(others).toEqual([]);
  expect(JSON.parse(only?.policy ?? '')).toMatchObject({
    Statement: [
      { Resource: ['arn:aws:s3:::orders'] },
      {
        Effect: 'Allow',
        Action: [
          's3express:GetLifecycleConfiguration',
          's3express:ListTagsForResource',
          's3express:GetBucketPolicy',
          's3express:PutLifecycleConfiguration',
        ],
        Resource: ['arn:aws:s3express:*:111122223333:bucket/fast--use1-az4--x-s3'],
      },
    ],
  });
  const [audit] = policiesFor(buckets, { ...PROPS, mode: 'audit' });
  expect(audit?.policy).not.toContain('Put');
});

test('the policy of a survey is one statement of reads', () => {
  const { Statement } = JSON.parse(SURVEY_POLICY) as { Statement: { Action: string[] }[] };
  expect(Statement).toHaveLength(1);
  expect(Statement[0]?.Action.every((action) => /^[a-z0-9]+:(Get|List)[A-Z][A-Za-z]+$/.test(action))).toBe(true);
  expect(SURVEY_POLICY.length).toBeLessThanOrEqual(2_048);
});

test('session policies stay within 2,048 characters and name every bucket once', () => {
  const general = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,200}[a-z0-9]$/);
  const directory = fc.stringMatching(/^[a-z0-9]{3,40}$/).map((base) => `${base}--use1-az4--x-s3`);
  const name = fc.oneof(general, directory).map(bucketName);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 40 }), (buckets) => {
      const parts = policiesFor(buckets, PROPS);
      expect(parts.every(({ policy }) => policy.length <= 2_048)).toBe(true);
      expect(parts.flatMap((part) => part.buckets)).toEqual([...new Set(buckets)]);
    }),
  );
});
