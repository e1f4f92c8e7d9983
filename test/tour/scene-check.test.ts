import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Outcome, Verdict } from '../../core/outcome';
import { plan } from '../../core/plan';
import { reason } from '../../core/reasons';
import { foreignRuleTexts, problemsOf } from '../../tour/scene-check';

const RULE =
  '<Rule><ID>scratch</ID><Filter><Prefix>scratch/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule>';
const BEFORE: LifecycleConfiguration = {
  xml: `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${RULE}</LifecycleConfiguration>`,
  transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
};
const ADDED = { verdict: 'applied', reasonCode: 'applied', change: 'added' } as const;
const UNTOUCHED = { verdict: 'covered', change: 'untouched' } as const;

function planned(): LifecycleConfiguration {
  const result = plan(BEFORE, { days: 7, onLongerRule: 'add' });
  if (result.verdict !== 'put') throw new Error('nothing was planned');
  return result.configuration;
}

function outcome(verdict: Verdict): Outcome {
  return { verdict, reason: reason('applied'), days: 7 } as Outcome;
}

describe('the check of a scene', () => {
  it('finds nothing where all is as it should be', () => {
    expect(
      problemsOf(ADDED, { written: BEFORE, before: BEFORE, after: planned(), outcome: outcome('applied') }),
    ).toEqual([]);
    expect(
      problemsOf(UNTOUCHED, { written: BEFORE, before: BEFORE, after: BEFORE, outcome: outcome('covered') }),
    ).toEqual([]);
  });

  it.each<[string, { readonly after?: LifecycleConfiguration; readonly verdict?: Verdict }, string]>([
    ['another verdict', { verdict: 'failed' }, 'verdict is failed'],
    ['a foreign rule that changed', { after: { ...planned(), xml: planned().xml.replace('>3<', '>4<') } }, 'others'],
    ['a foreign rule that is gone', { after: { ...planned(), xml: planned().xml.replace(RULE, '') } }, 'byte by byte'],
    [
      'a foreign rule that is written differently',
      { after: { ...planned(), xml: planned().xml.replace('<ID>scratch', '\n<ID>scratch') } },
      'byte by byte',
    ],
    ['a rule that was not added', { after: BEFORE }, 'no rule aborts'],
    ['another header', { after: { xml: planned().xml } }, 'header is undefined'],
  ])('fails on %s', (_what, { after = planned(), verdict = 'applied' }, problem) => {
    const problems = problemsOf(ADDED, { written: BEFORE, before: BEFORE, after, outcome: outcome(verdict) });
    expect(problems.join('\n')).toContain(problem);
  });

  it.each<[string, LifecycleConfiguration | undefined]>([
    ['other rules', { ...BEFORE, xml: BEFORE.xml.replace('>3<', '>4<') }],
    ['another header', { xml: BEFORE.xml }],
    ['nothing', undefined],
  ])('fails when the user had put %s there than what S3 held', (_what, written) => {
    const problems = problemsOf(ADDED, { written, before: BEFORE, after: planned(), outcome: outcome('applied') });
    expect(problems).toEqual(['S3 did not hold what the user had put there']);
  });

  it('fails on another reason', () => {
    const scene = { ...ADDED, reasonCode: 'covered-by-ours' };
    expect(
      problemsOf(scene, { written: BEFORE, before: BEFORE, after: planned(), outcome: outcome('applied') }),
    ).toEqual(['the reason is applied, expected covered-by-ours']);
  });

  it('fails on a bucket that was to stay as it is', () => {
    const problems = problemsOf(UNTOUCHED, {
      written: BEFORE,
      before: BEFORE,
      after: planned(),
      outcome: outcome('covered'),
    });
    expect(problems).toEqual(['the configuration is not to the letter what it was']);
  });

  it('knows the rules of others from ours', () => {
    expect(foreignRuleTexts(planned())).toEqual([RULE]);
    expect(foreignRuleTexts(undefined)).toEqual([]);
  });
});
