import { ruleChanges } from '../cli/rule-changes';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import { readLifecycleXml } from '../core/lifecycle/xml';
import { documentOf } from '../core/lifecycle/xml-to-json';
import type { ReportedBucket } from '../report/page';
import type { PlayedBucket } from './play';
import type { StrangerCheck } from './strangers';

type Document = ReturnType<typeof documentOf>;

/** In the shape of `get-bucket-lifecycle-configuration`; null where there is none. */
function documentOfConfiguration(configuration: LifecycleConfiguration | undefined): Document | null {
  if (configuration === undefined) return null;
  const read = readLifecycleXml(configuration.xml);
  const root = read.ok ? read.lifecycle.root : read.root;
  return root === undefined ? null : documentOf(root, configuration.transitionDefaultMinimumObjectSize);
}

/** The outcome with the configuration before and after, as the contract of `npm start -- --json` has it. */
export function reported(played: PlayedBucket): ReportedBucket {
  return {
    ...played.outcome,
    beforeConfiguration: documentOfConfiguration(played.before),
    afterConfiguration: documentOfConfiguration(played.after),
  };
}

const rulesOf = (configuration: LifecycleConfiguration | undefined): Document['Rules'] =>
  documentOfConfiguration(configuration)?.Rules ?? [];

/** What happened to one bucket, in a few lines. */
export function tellBucket(played: PlayedBucket): string {
  const { scene, outcome, problems } = played;
  const rules = ruleChanges(rulesOf(played.before), rulesOf(played.after));
  const calls = Object.entries(outcome.calls).map(([operation, count]) => `${count} ${operation.replace('s3:', '')}`);
  return [
    `${problems.length === 0 ? 'ok ' : 'BAD'} ${scene.title}`,
    `      ${outcome.bucket} in ${outcome.account}, ${outcome.region}`,
    `      ${outcome.verdict}: ${outcome.reason.text}`,
    ...(rules.length === 0 ? ['        (no rules, before and after)'] : rules.map((line) => `        ${line}`)),
    `      ${calls.length === 0 ? 'no call to S3' : `calls: ${calls.join(', ')}`}`,
    ...problems.map((problem) => `      PROBLEM: ${problem}`),
  ].join('\n');
}

export function tellStranger({ title, ok, seen }: StrangerCheck): string {
  return `${ok ? 'ok ' : 'BAD'} ${title}\n      ${seen}`;
}
