import { reason } from '../../core/reasons';
import { problemMeaning } from '../../core/store-problem';

test('a problem of the store comes to a verdict, with the words of S3', () => {
  const problem = { code: 'Slow', message: 'no' };
  expect(problemMeaning({ kind: 'no-such-bucket' }, true)).toEqual({
    verdict: 'failed',
    reason: reason('bucket-not-there-yet'),
  });
  expect(problemMeaning({ kind: 'no-such-bucket' }, false)).toEqual({ verdict: 'gone', reason: reason('bucket-gone') });
  expect(problemMeaning({ kind: 'denied', message: 'no' }, true)).toEqual({
    verdict: 'denied',
    reason: reason('access-denied', 'no'),
  });
  expect(problemMeaning({ kind: 'denied', message: 'no', policyKind: 'bucket policy' }, true).reason).toEqual(
    reason('access-denied', 'by a bucket policy: no'),
  );
  expect(problemMeaning({ kind: 'refused', ...problem }, true)).toEqual({
    verdict: 'refused',
    reason: reason('refused-by-s3', 'Slow: no'),
  });
  expect(problemMeaning({ kind: 'wrong-region' }, true)).toEqual({
    verdict: 'failed',
    reason: reason('region-unknown'),
  });
  expect(problemMeaning({ kind: 'retry', ...problem }, true)).toEqual({
    verdict: 'failed',
    reason: reason('s3-unavailable', 'Slow: no'),
  });
});
