import { roleArn } from '../../core/contract/names';
import { foreignBucketEventPattern } from '../../lib/bucket-event-pattern';

test('the pattern stays under the length that EventBridge takes, with the longest path that the settings take', () => {
  const arn = roleArn('aws-us-gov', '111111111111', `/${'p'.repeat(254)}/`, `${'q'.repeat(32)}-member`);
  expect(JSON.stringify(foreignBucketEventPattern(arn)).length).toBeLessThanOrEqual(2_048);
});

test('fails when the pattern is longer than EventBridge takes', () => {
  expect(() => foreignBucketEventPattern(`arn:aws:iam::111111111111:role/${'p'.repeat(1_800)}`)).toThrow(
    /at most 2048 are allowed: shorten the path/,
  );
});
