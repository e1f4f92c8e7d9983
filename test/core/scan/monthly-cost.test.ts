import fc from 'fast-check';
import { monthlyCost } from '../../../core/scan/monthly-cost';
import { PRICES, REGION_PRICES } from '../../../core/scan/prices';

const GB = 2 ** 30;
const CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
  'INTELLIGENT_TIERING',
];

describe('what incomplete uploads cost a month', () => {
  it.each([
    ['us-east-1', 'STANDARD', 0.023],
    ['eu-central-1', 'STANDARD', 0.0245],
    ['eu-central-1', 'STANDARD_IA', 0.0135],
    // parts for the slow archives wait at the price of Standard
    ['us-east-1', 'DEEP_ARCHIVE', 0.023],
    ['us-east-1', 'GLACIER', 0.023],
  ])('in %s as %s is %d USD for a GB', (region, storageClass, price) => {
    const cost = monthlyCost(region, storageClass, GB);
    expect(cost.usd).toBeCloseTo(price, 10);
    expect(cost.estimated).toBe(false);
  });

  it('is estimated for a Region, or a class, of which no price is known', () => {
    expect(monthlyCost('xx-north-9', 'STANDARD', GB)).toEqual({ usd: 0.023, estimated: true });
    expect(monthlyCost('us-east-1', 'TOMORROWS_CLASS', GB)).toEqual({ usd: 0.023, estimated: true });
    expect(monthlyCost('us-east-1', 'toString', GB)).toEqual({ usd: 0.023, estimated: true });
  });

  it('grows with the bytes, and is never more than as Standard', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...REGION_PRICES.keys(), 'xx-north-9'),
        fc.constantFrom(...CLASSES),
        fc.maxSafeNat(),
        (region, storageClass, bytes) => {
          const { usd } = monthlyCost(region, storageClass, bytes);
          expect(usd).toBeGreaterThanOrEqual(0);
          expect(usd).toBeLessThanOrEqual(monthlyCost(region, 'STANDARD', bytes).usd);
          expect(monthlyCost(region, storageClass, bytes * 2).usd).toBeCloseTo(usd * 2, 4);
        },
      ),
    ));

  it('comes with its date and source', () => {
    expect(Date.parse(PRICES.asOf)).not.toBeNaN();
    expect(new URL(PRICES.source).protocol).toBe('https:');
  });
});
