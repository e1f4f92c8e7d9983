import fc from 'fast-check';
import { accountLine, headLine, readAccountLine, readHead, type ScanRequest } from '../../../core/scan/state-lines';
import { account } from '../../fakes/identifiers';

const REQUEST: ScanRequest = {
  organization: 'o-example0001',
  accounts: ['222222222222', '111111111111'],
  excludedAccounts: [],
  days: 7,
  mostUploads: null,
};
const SINCE = '2026-01-01T00:00:00.000Z';

describe('the first line of a state file', () => {
  it('is one of the same scan, in whatever order accounts were named', () => {
    const line = headLine({ ...REQUEST, accounts: REQUEST.accounts.toReversed() }, SINCE);
    expect(line.endsWith('\n')).toBe(true);
    expect(readHead(line.trimEnd(), REQUEST)).toEqual({ kind: 'head', startedAt: SINCE });
  });

  it.each<[string, Partial<ScanRequest>]>([
    ['organization', { organization: 'o-another00001' }],
    ['organization', { organization: null }],
    ['accounts', { accounts: [] }],
    ['excludedAccounts', { excludedAccounts: ['333333333333'] }],
    ['days', { days: 8 }],
    ['mostUploads', { mostUploads: 1_000 }],
  ])('refuses another scan: %s', (name, change) => {
    const read = readHead(headLine({ ...REQUEST, ...change }, SINCE).trimEnd(), REQUEST);
    expect(read).toEqual({ kind: 'other', what: expect.stringMatching(`^it belongs to another scan: ${name} is `) });
  });

  it('refuses a newer version', () => {
    const line = headLine(REQUEST, SINCE).replace('"version":1', '"version":2');
    expect(readHead(line, REQUEST)).toEqual({ kind: 'other', what: 'a newer version wrote it (2)' });
  });

  it('says what is different, value by value', () => {
    const other = { ...REQUEST, days: 8, mostUploads: 5, accounts: ['222222222222', '222222222222'] };
    expect(readHead(headLine(other, SINCE).trimEnd(), REQUEST)).toEqual({
      kind: 'other',
      what:
        'it belongs to another scan: accounts is ["222222222222"] there and ["111111111111","222222222222"] here, ' +
        'days is 8 there and 7 here, mostUploads is 5 there and null here',
    });
  });

  it.each([
    ['"version":1', '"version":0', 'its version is 0'],
    ['"version":1', '"version":"2"', 'its version is "2"'],
    ['"partsweep-scan"', '"partsweep-image"', 'it is no state file of a scan'],
    [`"${SINCE}"`, '7', 'its first line is damaged'],
    ['"request":{', '"request":[],"was":{', 'its first line is damaged'],
  ])('refuses one with %s made %s', (from, to, what) => {
    const line = headLine(REQUEST, SINCE).trimEnd();
    expect(line).toContain(from);
    expect(readHead(line.replace(from, to), REQUEST)).toEqual({ kind: 'other', what });
  });

  it.each(['', 'x', '[]', 'null', '"x"', '{}'])('refuses %j', (line) => {
    expect(readHead(line, REQUEST)).toEqual({ kind: 'other', what: 'it is no state file of a scan' });
  });

  it('refuses anything else', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(readHead(line, REQUEST).kind).toBe('other');
      }),
    ));
});

describe('the line of an account', () => {
  const scanned = { account: account('111111111111'), problems: ['a\nb'], rows: [] };

  it('is one line that is read back as it was, whatever the name', () =>
    fc.assert(
      fc.property(fc.option(fc.string({ unit: 'binary' })), (name) => {
        const line = accountLine({ ...scanned, name });
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(readAccountLine(line)).toEqual({ ...scanned, name });
      }),
    ));

  it('is damaged where it is cut off anywhere', () => {
    const line = accountLine({ ...scanned, name: 'shop' }).trimEnd();
    for (let length = 0; length < line.length; length += 1) {
      expect(readAccountLine(line.slice(0, length))).toBeUndefined();
    }
  });

  it('is damaged where a row lacks what every row has', () => {
    const row = { verdict: 'covered', reason: {}, bucket: null };
    const line = (rows: unknown, more: object = {}) => JSON.stringify({ account: '1', problems: [], rows, ...more });
    expect(readAccountLine(line([row, row]))).toMatchObject({ rows: [row, row] });
    for (const name of Object.keys(row)) {
      const { [name as 'verdict']: _, ...rest } = row;
      expect(readAccountLine(line([row, rest]))).toBeUndefined();
    }
    for (const broken of [null, 'x', { ...row, verdict: 7 }, { ...row, reason: 'x' }, { ...row, reason: [] }]) {
      expect(readAccountLine(line([broken]))).toBeUndefined();
    }
    for (const more of [{ account: 1 }, { problems: {} }, { rows: {} }]) {
      expect(readAccountLine(line([], more))).toBeUndefined();
    }
  });

  it('is damaged where its rows are none', () => {
    expect(readAccountLine('{"account":"1","problems":[],"rows":[{"verdict":"covered"}]}')).toBeUndefined();
    expect(readAccountLine('{"account":"1","problems":[]}')).toBeUndefined();
  });
});
