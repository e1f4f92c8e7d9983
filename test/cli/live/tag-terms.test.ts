import { tagTerms } from '../../../cli/live/tag-terms';
import { type AccountId, parseAccountId } from '../../../core/identifiers';
import type { ProfileRead } from '../../../core/ports';

const ACCOUNT = parseAccountId('111122223333') as AccountId;
const NONE: ReadonlyMap<string, string> = new Map();

function known(account: Record<string, string>, ...units: Record<string, string>[]): ProfileRead {
  const organizationalUnits = units.map((tags, index) => ({ id: `ou-${index}`, tags: new Map(Object.entries(tags)) }));
  return { kind: 'known', profile: { state: 'ACTIVE', tags: new Map(Object.entries(account)), organizationalUnits } };
}

test('days come from the nearest tag that can be used, and its level is named', () => {
  const read = known({ 'partsweep:days': 'soon' }, {}, { 'partsweep:days': '3' }, { 'partsweep:days': '3' });
  const terms = tagTerms(ACCOUNT, read, NONE, 7);
  expect(terms).toMatchObject({ days: 3, daysFrom: 'partsweep:days on ou-1', excluded: null });
  expect(terms.problems).toEqual([expect.stringContaining('"soon" on the account')]);
});

test('days are those that were asked for where no tag gives them', () => {
  expect(tagTerms(ACCOUNT, known({}), NONE, 9)).toEqual({ days: 9, daysFrom: null, excluded: null, problems: [] });
});

test("an OU's exclusion counts, and so does the bucket's own", () => {
  const excluded = (read: ProfileRead, tags: Record<string, string>) =>
    tagTerms(ACCOUNT, read, new Map(Object.entries(tags)), 7).excluded?.code;
  expect(excluded(known({}, { 'partsweep:exclude': 'yes' }), {})).toBe('excluded-by-ou-tag');
  expect(excluded(known({}), { 'partsweep:exclude': '' })).toBe('excluded-by-bucket-tag');
  expect(excluded({ kind: 'unknown', message: 'no' }, { 'partsweep:exclude': '' })).toBe('excluded-by-bucket-tag');
});

test('says that tags were not read', () => {
  const { problems } = tagTerms(ACCOUNT, { kind: 'unknown', message: 'AccessDenied' }, NONE, 7);
  expect(problems).toEqual([expect.stringMatching(/were not read.*AccessDenied/)]);
});
