import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { account, bucketName, region } from '../fakes/identifiers';
import { rule, reconcileWorld as world } from './reconcile-world';

const place = {
  account: account('111122223333'),
  region: region('eu-west-1'),
  bucket: bucketName('hot--euw1-az1--x-s3'),
};
const THEIRS = {
  xml: `<LifecycleConfiguration>${rule('keep', '<Expiration><Days>30</Days></Expiration>')}</LifecycleConfiguration>`,
};

describe('a directory bucket', () => {
  test('is written without a header, and asked whether S3 may act on it', async () => {
    const { settled, bucket, s3 } = world(THEIRS, { place });
    const { outcome } = await settled();
    expect(outcome).toMatchObject({ verdict: 'applied', before: { rules: 1 }, after: { rules: 2 } });
    expect(outcome.calls).toEqual({
      's3:GetBucketLifecycleConfiguration': 2,
      's3control:ListTagsForResource': 1,
      's3:PutBucketLifecycleConfiguration': 1,
      's3:GetBucketPolicy': 1,
    });
    expect(s3.operations()).toHaveLength(6);
    expect(bucket.lifecycle).toEqual({ xml: expect.stringContaining('<ID>keep</ID>') });
  });

  test('is never sent a header, even if one was read', async () => {
    const { settled, bucket } = world({ ...THEIRS, transitionDefaultMinimumObjectSize: 'odd' }, { place });
    expect((await settled()).outcome.verdict).toBe('applied');
    expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBeUndefined();
  });

  test.each([
    ['bare', undefined],
    ['covered', { xml: ourConfigurationXml(7) }],
  ])('that is %s and whose policy lacks the grant is reported, with the statement to add', async (_, existing) => {
    const { run, runNext, event, bucket } = world(existing, { place });
    bucket.grantsLifecycle = false;
    let { outcome } = await run(event('CreateBucket'));
    if (outcome.verdict === 'waiting') outcome = (await runNext()).outcome;
    expect(outcome).toMatchObject({
      verdict: 'reported',
      ruleId: 'partsweep-abort-incomplete-multipart-uploads',
      reason: {
        code: 'directory-bucket-policy',
        text: expect.stringContaining('s3express:CreateSession'),
        snippet: expect.stringContaining('s3express:CreateSession'),
      },
      calls: { 's3:GetBucketPolicy': 1 },
    });
  });

  test('whose policy cannot be read for now is tried again; denied, it says so', async () => {
    const { run, event, s3 } = world({ xml: ourConfigurationXml(7) }, { place });
    s3.answerNext('readLifecycleGrant', { kind: 'retry', code: 'SlowDown', message: 'later' });
    expect((await run(event('PutBucketTagging'))).kind).toBe('retry');
    s3.answerNext('readLifecycleGrant', { kind: 'denied', message: 'no' });
    expect((await run(event('PutBucketTagging'))).outcome.verdict).toBe('denied');
  });

  test('without our rule is not asked for its policy', async () => {
    const { run, event, s3 } = world(THEIRS, { place });
    await run(event('PutBucketTagging'));
    expect(s3.operations()).toEqual(['readLifecycle']);
  });

  test('has our rule taken out like any other', async () => {
    const { settled, run, takeOut, bucket } = world(THEIRS, { place });
    await settled();
    expect((await run(takeOut('undo'))).outcome.reason.code).toBe('undone');
    expect(bucket.lifecycle).toEqual(THEIRS);
  });
});
