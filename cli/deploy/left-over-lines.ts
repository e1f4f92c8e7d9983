import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import type { AfterDestroy } from './left-over';

/** What becomes of the rules in the buckets. */
export type RulesChoice = 'keep' | 'undo';

/** What a person is told once the stacks are away. */
export function afterLines({ left, kept, unseen }: AfterDestroy, rules: RulesChoice, paint: Paint): readonly string[] {
  return [
    ...(left.length === 0
      ? [
          `${paint.good('nothing is left')} of stacks, stack sets, roles, rules and queues${unseen.length === 0 ? '' : ', as far as could be seen'}`,
        ]
      : [paint.bad('this is left')]),
    ...left.map(({ kind, name, region, reason }) =>
      visibleText(`  ${kind} ${name} (${region})${reason === null ? '' : `: ${reason}`}`),
    ),
    ...unseen.map(({ what, why, permission }) =>
      visibleText(`  ${what} could not be looked at: ${why}${permission === null ? '' : ` (needs ${permission})`}`),
    ),
    rules === 'keep'
      ? 'our rules stay in the buckets, and go on aborting incomplete uploads'
      : 'our rules are out of the buckets',
    ...(kept.length === 0 ? [] : ['kept on purpose, for it knows how the buckets were before:']),
    ...kept.map(({ kind, name, remove }) => `  ${kind} ${name}  remove it with: ${remove}`),
    ...(kept.length === 0 ? [] : ['  (docs/operations.md, Uninstall, has how to empty the bucket)']),
  ];
}
