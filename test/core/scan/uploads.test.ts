import fc from 'fast-check';
import { addUploads, NO_UPLOADS, roundedMoney, type UploadSums } from '../../../core/scan/uploads';

const anyClass = fc.record({
  storageClass: fc.constantFrom('STANDARD', 'STANDARD_IA', 'GLACIER'),
  uploads: fc.nat(1_000),
  parts: fc.nat(1_000),
  bytes: fc.nat(2 ** 31 - 1),
  usdPerMonth: fc.nat(1_000),
  priceEstimated: fc.boolean(),
});

const anySums = fc
  .tuple(
    fc.uniqueArray(anyClass, { selector: ({ storageClass }) => storageClass }),
    fc.nat(100),
    fc.option(fc.date({ min: new Date('2010-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })),
  )
  .map(([classes, overdue, oldest]): UploadSums => {
    const sum = (key: 'uploads' | 'parts' | 'bytes' | 'usdPerMonth') =>
      classes.reduce((total, one) => total + one[key], 0);
    return {
      uploads: sum('uploads'),
      parts: sum('parts'),
      bytes: sum('bytes'),
      usdPerMonth: sum('usdPerMonth'),
      priceEstimated: classes.some(({ priceEstimated }) => priceEstimated),
      overdue,
      oldest: oldest?.toISOString() ?? null,
      classes: classes.toSorted((a, b) => (a.storageClass < b.storageClass ? -1 : 1)),
    };
  });

describe('sums of uploads', () => {
  it('are the same in whatever order they are added', () =>
    fc.assert(
      fc.property(anySums, anySums, anySums, (a, b, c) => {
        expect(addUploads(a, b)).toEqual(addUploads(b, a));
        expect(addUploads(addUploads(a, b), c)).toEqual(addUploads(a, addUploads(b, c)));
        expect(addUploads(a, NO_UPLOADS)).toEqual(a);
      }),
    ));

  it('are those of their storage classes', () =>
    fc.assert(
      fc.property(anySums, anySums, (a, b) => {
        const both = addUploads(a, b);
        expect(both.classes.reduce((total, { bytes }) => total + bytes, 0)).toBe(both.bytes);
        expect(new Set(both.classes.map(({ storageClass }) => storageClass)).size).toBe(both.classes.length);
      }),
    ));

  it('show money without what floating point makes of it', () => {
    const sums = roundedMoney({ ...NO_UPLOADS, usdPerMonth: 0.1 + 0.2 });
    expect(sums.usdPerMonth).toBe(0.3);
  });
});
