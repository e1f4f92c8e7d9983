import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { ConfigurationState } from './outcome';
import { covers, digest, ruleCount, sameForeignRules } from './plan';
import { hasOurRule } from './undo';

/** What S3 shows after our write: what we wrote; nothing of it yet; or that something besides our rule changed meanwhile. */
export type WrittenState = 'seen' | 'not-seen' | 'lost-update';

/** `before`: what was read before the write; `after`: what was read behind it; `days`: as wanted. */
export function writtenState(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
  days: number,
): WrittenState {
  if (digest(after) === digest(before)) return 'not-seen';
  if (!sameForeignRules(before, after) || !sameHeader(before, after)) return 'lost-update';
  return covers(after, { days }) ? 'seen' : 'not-seen';
}

/** The same for a write that takes our rule out. */
export function takenOutState(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
): WrittenState {
  if (digest(after) === digest(before)) return 'not-seen';
  // without a configuration there is no header either
  if (!sameForeignRules(before, after) || (after !== undefined && !sameHeader(before, after))) return 'lost-update';
  return hasOurRule(after) ? 'not-seen' : 'seen';
}

export function stateOf(configuration: LifecycleConfiguration | undefined): ConfigurationState {
  return { rules: ruleCount(configuration), digest: digest(configuration) };
}

/** The digest without the header, which S3 makes up where a write sends none. */
export function textDigest(configuration: LifecycleConfiguration | undefined): string {
  return digest(configuration === undefined ? undefined : { xml: configuration.xml });
}

function sameHeader(before: LifecycleConfiguration | undefined, after: LifecycleConfiguration | undefined): boolean {
  const sent = before?.transitionDefaultMinimumObjectSize;
  return sent === undefined || sent === after?.transitionDefaultMinimumObjectSize;
}
