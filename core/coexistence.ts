import type { Change } from './change';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { readLifecycleXml } from './lifecycle/xml';
import { type Reason, reason } from './reasons';
import type { Coexistence } from './reconcile-services';
import { isManaging } from './tool';

/** Source: "Resource tags", AWS CloudFormation User Guide. */
const STACK_TAG = 'aws:cloudformation:stack-name';

export interface CoexistenceRules {
  readonly onForeignConfiguration: Coexistence;
  readonly onManagedConfiguration: Coexistence;
}

/** Who else has a hand in a configuration, as far as it is known. */
export interface Evidence {
  readonly existing: LifecycleConfiguration | undefined;
  /** Who changed the lifecycle last, ourselves not counted. */
  readonly change: Change | null;
  /** Of the bucket; empty where they were not read. */
  readonly tags: ReadonlyMap<string, string>;
}

/** That a bucket which needs the rule is left alone, and why. */
export interface StandingAside {
  readonly verdict: 'reported' | 'excluded';
  readonly reason: Reason;
}

/**
 * Whether the rules ask to leave a configuration alone that somebody else has a hand in: a tool first, then foreign rules. Undefined
 * where our rule may be put beside theirs.
 */
export function standsAside(evidence: Evidence, rules: CoexistenceRules): StandingAside | undefined {
  const { onManagedConfiguration, onForeignConfiguration } = rules;
  const manager = onManagedConfiguration === 'merge' ? undefined : managerOf(evidence);
  if (manager !== undefined) {
    return { verdict: verdictOf(onManagedConfiguration), reason: reason('managed-configuration', manager) };
  }
  if (onForeignConfiguration === 'merge' || !hasForeignRules(evidence.existing)) return undefined;
  return { verdict: verdictOf(onForeignConfiguration), reason: reason('foreign-configuration') };
}

/** Whether a configuration has a rule that is not ours; one that cannot be read has. */
export function hasForeignRules(configuration: LifecycleConfiguration | undefined): boolean {
  if (configuration === undefined) return false;
  const read = readLifecycleXml(configuration.xml);
  return !read.ok || read.lifecycle.view.rules.some(({ ours }) => !ours);
}

/** The tool that manages the bucket, in words. */
function managerOf({ change, tags }: Evidence): string | undefined {
  if (change !== null && isManaging(change.tool)) return `${change.tool}, as ${change.principal}`;
  const stack = tags.get(STACK_TAG);
  return stack === undefined ? undefined : `cloudformation, stack ${JSON.stringify(stack)}`;
}

function verdictOf(choice: Coexistence): StandingAside['verdict'] {
  return choice === 'report' ? 'reported' : 'excluded';
}
