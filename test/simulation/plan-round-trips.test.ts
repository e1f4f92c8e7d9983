import { addTrips, planRoundTrips } from './plan-round-trips';
import { Random } from './random';

test('drawn configurations get our rule as S3 takes it, keep every foreign one, and come back to the letter', () => {
  const { put, undone, kept, refused, unheld, blind } = planRoundTrips(new Random(1), 3_000);
  expect(Object.keys(put).sort()).toEqual(['longer-rule-shortened', 'our-rule-changed', 'rule-missing']);
  expect(Object.keys(undone).sort()).toEqual(['cut', 'deleted', 'exact']);
  expect(Object.keys(kept).sort()).toEqual(['covered-by-other', 'covered-by-ours', 'longer-rule-accepted']);
  const refusals = ['longer-rule-reported', 'longer-rule-v1', 'rule-id-taken', 'v1-abort-overlap'];
  expect(Object.keys(refused)).toEqual(expect.arrayContaining(refusals));
  expect(Object.keys(unheld)).toEqual(expect.arrayContaining(['MalformedXML, refuse', 'InvalidArgument, put']));
  expect(Object.keys(blind).sort()).toEqual(['InvalidArgument', 'InvalidRequest']);
}, 600_000);

test('the same seed draws the same, and what slices came to adds up', () => {
  const [one, other] = [planRoundTrips(new Random(2), 50), planRoundTrips(new Random(3), 50)];
  expect(planRoundTrips(new Random(2), 50)).toEqual(one);
  const both = addTrips(one, other);
  expect(both.configurations).toBe(100);
  for (const [code, count] of Object.entries(both.put)) {
    expect(count).toBe((one.put[code] ?? 0) + (other.put[code] ?? 0));
  }
});
