import { ourRuleXml } from '../../core/lifecycle/our-rule';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { stateOf, takenOutState, textDigest, writtenState } from '../../core/written-state';
import { configuration, rule } from './reconcile-world';

describe('what is read behind a write', () => {
  const foreign = rule('a', '<Expiration><Days>1</Days></Expiration>');
  const other = rule('b', '<Expiration><Days>1</Days></Expiration>');
  const before = configuration(foreign);
  const ours = (days: number) => ourRuleXml(days, 'V2', '');
  const headless = ({ xml }: { readonly xml: string }) => ({ xml });
  const sized = { ...before, transitionDefaultMinimumObjectSize: 'other' };

  test.each([
    ['nothing of it', before, before, 'not-seen'],
    ['nothing new where our rule was there', configuration(ours(7)), configuration(ours(7)), 'not-seen'],
    ['nothing any more, not even a header', configuration(ours(8)), undefined, 'lost-update'],
    ['our rule', before, configuration(foreign, ours(7)), 'seen'],
    ['our rule alone, as there was nothing', undefined, { xml: ourConfigurationXml(7) }, 'seen'],
    ['our rule, but too late', before, configuration(foreign, ours(8)), 'not-seen'],
    ['a foreign rule more', before, configuration(foreign, other, ours(7)), 'lost-update'],
    ['a foreign rule less', before, configuration(ours(7)), 'lost-update'],
    [
      'another header',
      before,
      { ...configuration(foreign, ours(7)), ...{ transitionDefaultMinimumObjectSize: 'x' } },
      'lost-update',
    ],
    ['a header where none was sent', headless(before), configuration(foreign, ours(7)), 'seen'],
    ['nothing any more', before, undefined, 'lost-update'],
  ])('shows %s', (_, existing, after, state) => {
    expect(writtenState(existing, after, 7)).toBe(state);
  });

  const full = configuration(foreign, ours(7));
  test.each([
    ['nothing of it', full, full, 'not-seen'],
    ['nothing new where there was no rule of ours', before, before, 'not-seen'],
    ['our rule gone', full, before, 'seen'],
    ['our rule still there, but otherwise', full, configuration(foreign, ours(8)), 'not-seen'],
    ['a foreign rule gone as well', full, configuration(other), 'lost-update'],
    ['another header', full, sized, 'lost-update'],
    ['a header where none was sent', headless(full), before, 'seen'],
    ['everything gone where all was ours', configuration(ours(7)), undefined, 'seen'],
    ['everything gone where not all was ours', full, undefined, 'lost-update'],
  ])('that takes our rule out shows %s', (_, existing, after, state) => {
    expect(takenOutState(existing, after)).toBe(state);
  });

  test('has a state, and a digest of its text alone', () => {
    expect(stateOf(full)).toMatchObject({ rules: 2 });
    expect(stateOf(sized).digest).not.toBe(stateOf(before).digest);
    expect(textDigest(sized)).toBe(textDigest(headless(before)));
    expect(textDigest(undefined)).toBe(stateOf(undefined).digest);
    expect(textDigest(full)).not.toBe(textDigest(before));
  });
});
