import { remedy } from '../../core/reasons';
import { visibleText } from '../../report/visible-text';
import type { Paint } from '../paint';
import { ruleChanges } from '../rule-changes';
import { paintVerdict } from '../scan/verdict-paint';
import { documentIn } from './draw-rules';
import type { Explanation } from './explanation';
import type { KnownToHub } from './known-to-hub';
import { levelsOf } from './tag-terms';

/** The explanation for a person, its line end included. */
export function explanationText(explanation: Explanation, paint: Paint): string {
  const { place, verdict, reason, hub } = explanation;
  const what = remedy(reason.code);
  const lines = [
    `${paintVerdict(paint, verdict)}: ${visibleText(reason.text)}`,
    ...(what === '' ? [] : [`what to do: ${what}`]),
    `s3://${place.bucket} in ${place.region}, account ${place.account}`,
    '',
    ...ruleLines(explanation, paint),
    ...tagLines(explanation, paint),
    ...(hub === null ? [] : hubLines(hub)),
  ];
  return `${lines.join('\n')}\n`;
}

function ruleLines({ live, problem, covering, terms }: Explanation, paint: Paint): readonly string[] {
  if (live === null) return [`rules: not read, ${visibleText(problem ?? '')}`];
  const { Rules } = documentIn(live.existing);
  const lines = ruleChanges(Rules, Rules).map((line, index) => {
    const text = visibleText(line);
    return covering.includes(index) ? paint.good(`${text}  <- this one does it`) : paint.quiet(text);
  });
  return [`rules: ${Rules.length}, wanted is one for the whole bucket that aborts within ${terms.days} days`, ...lines];
}

function tagLines({ live, profile, terms }: Explanation, paint: Paint): readonly string[] {
  const levels = [
    ...(live === null ? [] : [{ name: 'the bucket', tags: live.tags }]),
    ...(profile.kind === 'known' ? levelsOf(profile.profile) : []),
  ];
  const lines = levels.map(({ name, tags }) => {
    const ours = [...tags].filter(([key]) => key.startsWith('partsweep:'));
    const shown = ours.map(([key, value]) => `${visibleText(key)}=${visibleText(JSON.stringify(value))}`).join(', ');
    return ours.length === 0 ? paint.quiet(`  ${name}: no tag of partsweep`) : `  ${name}: ${shown}`;
  });
  const from = terms.daysFrom === null ? 'no tag says so: the default, or the settings' : terms.daysFrom;
  return [
    'tags, nearest first:',
    ...lines,
    ...terms.problems.map((problem) => `  note: ${visibleText(problem)}`),
    `days: ${terms.days}, ${from}`,
  ];
}

function hubLines({ record, write, account }: KnownToHub): readonly string[] {
  const { outcome = null, change = null, removals = [], hold = null } = record ?? {};
  const latest = removals.at(-1);
  return [
    'inventory:',
    outcome === null
      ? '  outcome: none yet'
      : `  outcome: ${outcome.verdict}, ${visibleText(outcome.reason.text)} (${outcome.at})`,
    change === null
      ? '  last change: no event told of one'
      : `  last change: ${visibleText(change.eventName)} by ${visibleText(change.principal)} with ${change.tool} (${change.at})`,
    latest === undefined
      ? '  removals: none'
      : `  removals: ${removals.length}, the last by ${visibleText(latest.by ?? 'somebody unknown')} with ${latest.tool} (${latest.at})`,
    hold === null ? '  hold: none' : `  hold: since ${hold.since}, asked for by ${visibleText(hold.by)}`,
    write === null
      ? '  our writes: none, and no before-image'
      : `  our writes: the last ${PURPOSES[write.purpose]}, ${write.state}${write.removed ? ', and removed since' : ''} (${write.at}); before-images: ${write.images}`,
    account === null
      ? '  account: not known'
      : `  account: ${visibleText(account.name ?? account.account)}, ${account.profile?.state ?? 'profile not read'}, last swept ${account.visitedAt ?? 'never'}`,
  ];
}

const PURPOSES = {
  rule: 'put the rule in',
  undo: 'took the rule out, as somebody asked',
  exclusion: 'took the rule out, as the bucket is excluded',
  repair: 'put back what a write before it had replaced',
} as const;
