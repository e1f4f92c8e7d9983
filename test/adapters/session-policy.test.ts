import fc from 'fast-check';
import { policiesFor } from '../../adapters/session-policy';
import { bucketName } from '../fakes/identifiers';

const PROPS = { partition: 'aws', write: true };

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
  const [only] = policiesFor([bucketName('orders')], { partition: 'aws-cn', write: false });
  expect(only?.policy).not.toContain('Put');
  expect(only?.policy).toContain('arn:aws-cn:s3:::orders');
});

test('session policies stay within 2,048 characters and name every bucket once', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,200}[a-z0-9]$/).map(bucketName);
  fc.assert(
    fc.property(fc.array(name, { maxLength: 40 }), (buckets) => {
      const parts = policiesFor(buckets, PROPS);
      expect(parts.every(({ policy }) => policy.length <= 2_048)).toBe(true);
      expect(parts.flatMap((part) => part.buckets)).toEqual([...new Set(buckets)]);
    }),
  );
});
