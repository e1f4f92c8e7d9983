import { ruleChanges } from '../cli/rule-changes';
import { type ConfigurationDocument, documentOfConfiguration } from '../core/lifecycle/configuration-document';
import type { Check } from './check';
import type { Shown } from './configuration-document';
import type { PlayedBucket } from './play';
import type { PlayedContest } from './play-contested';
import { inWords, type PlayedSweep, type SweptBucket } from './play-sweep';

const rulesOf = (configuration: Shown['before']): ConfigurationDocument['Rules'] =>
  documentOfConfiguration(configuration)?.Rules ?? [];

/** What happened to one bucket, in a few lines. */
export function tellBucket(played: PlayedBucket): string {
  const { scene, outcome, problems } = played;
  const rules = ruleChanges(rulesOf(played.before), rulesOf(played.after));
  const calls = Object.entries(outcome.calls).map(([operation, count]) => `${count} ${operation.replace('s3:', '')}`);
  return [
    `${mark(problems)} ${scene.title}`,
    `      ${outcome.bucket} in ${outcome.account}, ${outcome.region}`,
    `      ${outcome.verdict}: ${outcome.reason.text}`,
    ...(rules.length === 0 ? ['        (no rules, before and after)'] : rules.map((line) => `        ${line}`)),
    `      ${calls.length === 0 ? 'no call to S3' : `calls: ${calls.join(', ')}`}`,
    ...tellProblems(problems),
  ].join('\n');
}

/** How the sweep went on, and what became of each bucket that only it could find. */
export function tellSweep({ progress, buckets, lostEvent }: PlayedSweep): string {
  return [
    `A sweep. ${buckets.length} buckets were there before, and one event was lost: nobody had heard of any of them.`,
    ...progress.map((seen) => `      ${inWords(seen)}`),
    '',
    ...[...buckets, lostEvent].map(tellSwept),
  ].join('\n');
}

function tellSwept({ title, outcome, before, after, problems }: SweptBucket): string {
  const [had, has] = [rulesOf(before).length, rulesOf(after).length];
  const rules = `${had} ${had === 1 ? 'rule' : 'rules'}${had === has ? '' : `, now ${has}`}`;
  return [
    `${mark(problems)} ${outcome.verdict.padEnd(8)} ${title} (${rules})`,
    `             ${outcome.bucket}: ${firstSentence(outcome.reason.text)}`,
    ...tellProblems(problems),
  ].join('\n');
}

/** Who removes our rule, and the code that makes peace. */
export function tellContested({ bucket, outcome, check }: PlayedContest): string {
  const snippet = (outcome.reason.snippet ?? '').trimEnd().split('\n');
  return [
    tellCheck(check),
    `      ${bucket} is ${outcome.verdict} and not written any more. What makes peace, in Terraform's own language:`,
    ...snippet.map((line) => (line === '' ? '' : `        ${line}`)),
  ].join('\n');
}

export function tellCheck({ title, ok, seen }: Check): string {
  return `${ok ? 'ok ' : 'BAD'} ${title}\n      ${seen}`;
}

function mark(problems: readonly string[]): string {
  return problems.length === 0 ? 'ok ' : 'BAD';
}

function tellProblems(problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `      PROBLEM: ${problem}`);
}

/** Statements and S3's own words can be long. */
function firstSentence(text: string): string {
  return text.length <= 110 ? text : `${text.slice(0, 109)}…`;
}
