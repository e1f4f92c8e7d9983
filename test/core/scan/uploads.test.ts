import fc from 'fast-check';
import { uploadSums } from '../../../core/scan/upload-sums';
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

describe('sums of a bucket', () => {
  const count = (storageClass: string, uploads: number, measured: number, parts: number, bytes: number) => ({
    ...{ storageClass, uploads, measured, parts, bytes },
  });
  const ages = { overdue: 2, oldest: '2026-01-01T00:00:00.000Z' };
  const GB = 2 ** 30;

  it('count what was not measured as the rest of its class, or as all where none of the class was', () => {
    const sums = uploadSums(
      'us-east-1',
      [count('STANDARD', 10, 5, 20, 5 * GB), count('GLACIER_IR', 4, 0, 0, 0), count('STANDARD_IA', 1, 1, 3, GB)],
      ages,
    );
    expect(sums.classes.map(({ usdPerMonth: _, ...rest }) => rest)).toEqual([
      { storageClass: 'GLACIER_IR', uploads: 4, parts: Math.round((23 * 4) / 6), bytes: 4 * GB, priceEstimated: false },
      { storageClass: 'STANDARD', uploads: 10, parts: 40, bytes: 10 * GB, priceEstimated: false },
      { storageClass: 'STANDARD_IA', uploads: 1, parts: 3, bytes: GB, priceEstimated: false },
    ]);
    expect(sums).toMatchObject({ uploads: 15, parts: 58, bytes: 15 * GB, priceEstimated: false, ...ages });
    expect(sums.usdPerMonth).toBeCloseTo(4 * 0.004 + 10 * 0.023 + 0.0125, 10);
    expect(sums.classes.map(({ usdPerMonth }) => roundedMoney({ ...NO_UPLOADS, usdPerMonth }).usdPerMonth)).toEqual([
      0.016, 0.23, 0.0125,
    ]);
  });

  it('are nothing where nothing was measured, and are estimated where a price is', () => {
    const sums = uploadSums('us-east-1', [count('STANDARD', 3, 0, 0, 0), count('NEW', 1, 0, 0, 0)], ages);
    expect(sums).toMatchObject({ uploads: 4, parts: 0, bytes: 0, usdPerMonth: 0, priceEstimated: true });
    expect(uploadSums('us-east-1', [], { overdue: 0, oldest: null })).toEqual(NO_UPLOADS);
  });

  it('are as old as the older of two, and as dear as both', () => {
    const one = { ...NO_UPLOADS, oldest: '2026-01-02', usdPerMonth: 1, overdue: 1 };
    const other = { ...NO_UPLOADS, oldest: '2026-01-01', usdPerMonth: 2, overdue: 2 };
    expect(addUploads(one, other)).toEqual({ ...NO_UPLOADS, oldest: '2026-01-01', usdPerMonth: 3, overdue: 3 });
    expect(addUploads(other, one).oldest).toBe('2026-01-01');
    expect(addUploads(one, NO_UPLOADS).oldest).toBe('2026-01-02');
    expect(addUploads(NO_UPLOADS, one).oldest).toBe('2026-01-02');
  });
});
