import type { BucketLook } from '../../core/bucket-look';
import { withLifecycleGrant } from '../../core/directory-grant';
import { reason } from '../../core/reasons';
import { lookWorld as world } from './look-world';

describe('our rule in a directory bucket', () => {
  const directory = { kind: 'directory' as const };
  const granting = (look: BucketLook, answer: unknown): BucketLook =>
    Object.assign(look, { store: Object.assign(look.store, { readLifecycleGrant: async () => answer }) });
  const missing = { kind: 'missing', statement: '{\n  "Effect": "Allow"\n}' };

  test('is reported with the statement that is missing', async () => {
    const look = granting(world(directory).look, missing);
    for (const [verdict, code] of [
      ['applied', 'applied'],
      ['covered', 'covered-by-ours'],
    ] as const) {
      const { outcome } = await withLifecycleGrant(look, look.done(verdict, reason(code)));
      expect(outcome).toMatchObject({
        verdict: 'reported',
        reason: { ...reason('directory-bucket-policy', '{ "Effect": "Allow" }'), snippet: missing.statement },
      });
    }
  });

  test('stands where the grant is there, where there is none of ours, and in any other bucket', async () => {
    const granted = granting(world(directory).look, { kind: 'granted' });
    const applied = granted.done('applied', reason('applied'));
    expect(await withLifecycleGrant(granted, applied)).toEqual(applied);
    const look = granting(world(directory).look, missing);
    const other = look.done('covered', reason('covered-by-other'));
    expect(await withLifecycleGrant(look, other)).toBe(other);
    const plain = granting(world().look, missing);
    const done = plain.done('applied', reason('applied'));
    expect(await withLifecycleGrant(plain, done)).toBe(done);
  });

  test('is looked at again where the policy cannot be read for now', async () => {
    const look = granting(world(directory).look, { kind: 'retry', code: 'x', message: 'y' });
    const came = await withLifecycleGrant(look, look.done('applied', reason('applied')));
    expect(came).toMatchObject({ kind: 'retry', outcome: { reason: reason('s3-unavailable', 'x: y') } });
  });
});
