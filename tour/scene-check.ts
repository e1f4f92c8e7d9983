import { RULE_ID } from '../core/contract/names';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Outcome } from '../core/outcome';
import { covers, ruleCount, sameForeignRules } from '../core/plan';
import type { Scene } from './scenes';

/** What became of a scene's bucket: its configuration before the product could touch it, and at the end. */
export interface SceneResult {
  /** What the user put there; undefined when nothing. */
  readonly written: LifecycleConfiguration | undefined;
  readonly before: LifecycleConfiguration | undefined;
  readonly after: LifecycleConfiguration | undefined;
  readonly outcome: Outcome;
}

/** Every expectation of the scene that did not hold, one sentence each; empty when all is as it should be. */
export function problemsOf(
  scene: Pick<Scene, 'verdict' | 'reasonCode' | 'change'>,
  { written, before, after, outcome }: SceneResult,
): string[] {
  const problems: string[] = [];
  if (!holds(before, written)) problems.push('S3 did not hold what the user had put there');
  const { verdict, reason } = outcome;
  if (verdict !== scene.verdict) {
    problems.push(`the verdict is ${verdict} (${reason.text}), expected ${scene.verdict}`);
  } else if (scene.reasonCode !== undefined && reason.code !== scene.reasonCode) {
    problems.push(`the reason is ${reason.code}, expected ${scene.reasonCode}`);
  }
  if (scene.change === 'untouched') {
    if (before?.xml !== after?.xml) problems.push('the configuration is not to the letter what it was');
  } else {
    problems.push(...problemsOfChange(before, after, outcome.days));
    const rules = ruleCount(before) + (scene.change === 'added' ? 1 : 0);
    if (ruleCount(after) !== rules) problems.push(`there are ${ruleCount(after)} rules, expected ${rules}`);
  }
  const header = before?.transitionDefaultMinimumObjectSize;
  if (before !== undefined && after?.transitionDefaultMinimumObjectSize !== header) {
    problems.push(`the header is ${after?.transitionDefaultMinimumObjectSize}, expected ${header}`);
  }
  return problems;
}

/** Without a header S3 takes `all_storage_classes_128K`. Source: PutBucketLifecycleConfiguration, and recordings. */
function holds(before: LifecycleConfiguration | undefined, written: LifecycleConfiguration | undefined): boolean {
  if (written === undefined) return before === undefined;
  const header = written.transitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
  return (
    ruleCount(before) === ruleCount(written) &&
    sameForeignRules(before, written) &&
    before?.transitionDefaultMinimumObjectSize === header
  );
}

function problemsOfChange(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
  days: number | null,
): string[] {
  const problems: string[] = [];
  if (days === null || !covers(after, { days })) problems.push('no rule aborts incomplete uploads as wanted');
  if (!sameForeignRules(before, after)) problems.push('the rules of others do not mean what they meant');
  for (const rule of foreignRuleTexts(before)) {
    if (after?.xml.includes(rule) !== true) problems.push(`a rule of others is not there byte by byte: ${rule}`);
  }
  return problems;
}

/** The rules of others as S3 sent them, each from its start tag to its end tag. */
export function foreignRuleTexts(configuration: LifecycleConfiguration | undefined): readonly string[] {
  const rules = configuration?.xml.match(/<Rule>.*?<\/Rule>/gs) ?? [];
  return rules.filter((rule) => !rule.includes(`<ID>${RULE_ID}</ID>`));
}
