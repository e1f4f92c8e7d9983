import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { refuseToReplace, writeOutput } from '../../cli/scan/output-file';
import { beginState, keepAccount, resumeState } from '../../cli/scan/state-file';
import { WrongUse } from '../../cli/wrong-use';
import type { ScannedAccount } from '../../core/scan/scan-row';
import type { ScanRequest } from '../../core/scan/state-lines';
import { account } from '../fakes/identifiers';

const REQUEST: ScanRequest = { organization: null, accounts: ['1'], excludedAccounts: [], days: 7, mostUploads: null };
const SINCE = '2026-01-01T00:00:00.000Z';
const scanned = (id: string, name: string | null = null): ScannedAccount => ({
  account: account(id),
  name,
  problems: [],
  rows: [],
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
  file = join(folder, 'scan.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a state file', () => {
  it('keeps accounts, the last of each', () => {
    beginState(file, REQUEST, SINCE);
    keepAccount(file, scanned('111111111111'));
    keepAccount(file, scanned('222222222222'));
    keepAccount(file, scanned('111111111111', 'again'));
    const { accounts, startedAt, repaired } = resumeState(file, REQUEST);
    expect([...accounts.values()].map(({ name }) => name)).toEqual(['again', null]);
    expect({ startedAt, repaired }).toEqual({ startedAt: SINCE, repaired: false });
  });

  it('loses the line that was cut off and no other, wherever it was, and goes on after that', () => {
    beginState(file, REQUEST, SINCE);
    const head = readFileSync(file).length;
    keepAccount(file, scanned('111111111111', 'ünï\u{1f600}'));
    const first = readFileSync(file).length;
    keepAccount(file, scanned('222222222222', 'ünï\u{1f600}'));
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.integer({ min: head, max: whole.length - 1 }), (length) => {
        writeFileSync(file, whole.subarray(0, length));
        const cut = length !== head && length !== first;
        const before = resumeState(file, REQUEST);
        expect(before).toMatchObject({ repaired: cut });
        expect(before.accounts.size).toBe(length >= first ? 1 : 0);
        keepAccount(file, scanned('333333333333'));
        const after = resumeState(file, REQUEST);
        expect(after.repaired).toBe(false);
        expect([...after.accounts.keys()]).toEqual([...before.accounts.keys(), '333333333333']);
      }),
    );
  });

  it('refuses to begin where there is a file', () => {
    writeFileSync(file, 'precious');
    expect(() => beginState(file, REQUEST, SINCE)).toThrow(WrongUse);
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it.each([
    ['nothing in it', ''],
    ['a cut off beginning', '{"version":1,"kind":"partsweep-sc'],
    ['something else in it', 'precious\n'],
  ])('refuses to go on with a file with %s, and leaves it', (_, text) => {
    writeFileSync(file, text);
    expect(() => resumeState(file, REQUEST)).toThrow(WrongUse);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('refuses a file that is damaged in its middle, says where, and leaves it', () => {
    beginState(file, REQUEST, SINCE);
    keepAccount(file, scanned('111111111111'));
    const text = `${readFileSync(file, 'utf8')}{"account"\n${JSON.stringify(scanned('222222222222'))}\n{"cut`;
    writeFileSync(file, text);
    expect(() => resumeState(file, REQUEST)).toThrow(`${file}:3 cannot be read`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('an output file', () => {
  it('refuses to replace a file unless it is told to', () => {
    writeFileSync(file, 'precious');
    expect(() => refuseToReplace(file, false)).toThrow(WrongUse);
    writeOutput(file, ['a', 'b'], true);
    expect(readFileSync(file, 'utf8')).toBe('ab');
  });

  it('is left as it was when what is written breaks off', () => {
    writeFileSync(file, 'precious');
    const broken = function* (): Iterable<string> {
      yield 'a';
      throw new Error('broken');
    };
    expect(() => writeOutput(file, broken(), true)).toThrow('broken');
    expect(readFileSync(file, 'utf8')).toBe('precious');
    expect(existsSync(`${file}.${process.pid}.part`)).toBe(false);
  });

  it('fails in words where there is no such folder', () => {
    expect(() => writeOutput(join(folder, 'none', 'out.csv'), ['a'], false)).toThrow('cannot be written');
  });
});
