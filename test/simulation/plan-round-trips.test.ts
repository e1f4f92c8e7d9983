import { planRoundTrips } from './plan-round-trips';

test('generated configurations get our rule as S3 takes it, keep every foreign one, and come back to the letter', () => {
  const { put, exact, deleted, kept, refused } = planRoundTrips(1_000, 1);
  expect(kept + refused + put).toBe(1_000);
  expect(exact).toBeGreaterThan(200);
  expect(deleted).toBeGreaterThan(50);
}, 600_000);
