import { BucketHistory, type Footing } from './bucket-history';

const SETTLE_MS = 300_000;
const [A, B, OURS] = ['a', 'b', 'ours'].map((xml) => ({ xml }));

/** What a write comes upon that is read at `readAt` and made a tenth of a second later; times in seconds. */
function footing(
  changes: readonly {
    readonly at: number;
    readonly xml?: { readonly xml: string } | undefined;
    readonly by?: 'product';
  }[],
  readAt: number,
  reads: readonly number[] = [],
): Footing {
  const history = new BucketHistory();
  const before = (time: number) => changes.filter(({ at }) => at <= time).length;
  for (const { at, xml, by = 'owner' } of changes) {
    history.changes.push({ at: at * 1_000, by, exists: true, lifecycle: xml });
  }
  for (const at of reads) history.reads.push({ at: at * 1_000, index: before(at) });
  const writeAt = readAt + 0.1;
  const write = {
    at: writeAt * 1_000,
    index: before(writeAt),
    readAt: readAt * 1_000,
    readIndex: before(readAt),
    stale: false,
  };
  return history.footing(write, SETTLE_MS);
}

describe('what a write comes upon', () => {
  test('has settled when it had been there for the settling time', () => {
    expect(footing([{ at: 0 }], 300)).toBe('settled');
    expect(footing([{ at: 0 }, { at: 12, xml: A }], 312)).toBe('settled');
  });

  test('was straddled when the owner wrote between our read and our write, and not when we did', () => {
    expect(footing([{ at: 0 }, { at: 400.05, xml: A }], 400)).toBe('straddled');
    expect(footing([{ at: 0 }, { at: 400.05, xml: OURS, by: 'product' }], 400)).toBe('settled');
  });

  test('was hasty when it is younger than that and new', () => {
    expect(footing([{ at: 0 }, { at: 12, xml: A }], 300)).toBe('hasty');
    expect(footing([{ at: 0 }, { at: 12, xml: A }, { at: 500, xml: B }], 600)).toBe('hasty');
    expect(footing([], 600)).toBe('hasty');
  });

  test('is a reversal when it was there before, changed and changed back', () => {
    const changes = [{ at: 0 }, { at: 12, xml: A }, { at: 500, xml: B }, { at: 550, xml: A }];
    expect(footing(changes, 600)).toBe('reversal');
    expect(footing(changes, 600, [450, 560])).toBe('reversal');
    expect(
      footing(
        [
          { at: 0, xml: A },
          { at: 400, xml: OURS, by: 'product' },
          { at: 500, xml: A },
        ],
        600,
      ),
    ).toBe('reversal');
  });

  test('was overlooked when the writer looked in between', () => {
    const changes = [{ at: 0 }, { at: 12, xml: A }, { at: 500, xml: B }, { at: 550, xml: A }];
    expect(footing(changes, 600, [520])).toBe('overlooked');
  });

  test('is the same only if the header is', () => {
    const [one, other] = ['x', 'y'].map((header) => ({ xml: 'a', transitionDefaultMinimumObjectSize: header }));
    expect(
      footing(
        [
          { at: 0, xml: one },
          { at: 400, xml: B },
          { at: 500, xml: one },
        ],
        600,
      ),
    ).toBe('reversal');
    expect(
      footing(
        [
          { at: 0, xml: one },
          { at: 400, xml: B },
          { at: 500, xml: other },
        ],
        600,
      ),
    ).toBe('hasty');
  });
});
