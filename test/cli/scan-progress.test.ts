import fc from 'fast-check';
import { ScanProgress } from '../../cli/scan/progress';

describe('the progress of a scan', () => {
  it('says how far it is, how fast, and how long it still takes', () => {
    const progress = new ScanProgress(4, 0);
    progress.looked('a', 1_500, 1_500);
    progress.finished('a');
    expect(progress.line(10_000)).toBe('1 of 4 accounts · 1,500 buckets · 150/s · about 30 s left');
    progress.looked('b', 100, 50);
    expect(progress.line(10_000)).toBe('1 of 4 accounts · 1,550 buckets · 155/s · about 17 s left');
  });

  it('promises nothing in its first moments', () => {
    const progress = new ScanProgress(4, 0);
    progress.looked('a', 10, 10);
    expect(progress.line(1_000)).toBe('0 of 4 accounts · 10 buckets · 10/s');
  });

  it('is a line without nonsense, whatever comes', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(2_000), fc.nat(2_000), fc.boolean())),
        fc.nat(100_000_000),
        (steps, now) => {
          const progress = new ScanProgress(3, 0);
          const ended = new Set<string>();
          for (const [account, listed, seen, ends] of steps) {
            if (ended.has(account)) continue;
            progress.looked(account, listed, seen);
            if (ends) progress.finished(account);
            if (ends) ended.add(account);
          }
          expect(progress.line(now)).toMatch(
            /^\d of 3 accounts · [\d,]+ buckets · [\d,]+\/s( · about [\d.]+ (s|min|h) left)?$/,
          );
        },
      ),
    ));
});
