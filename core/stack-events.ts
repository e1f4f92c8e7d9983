import { STACK_CREATED, STACK_EVENT_DETAIL_TYPE, stackNamePrefix } from './contract/stack-events';
import { type Fields, fields, shown } from './event-fields';
import type { AccountId } from './identifiers';
import { type IgnoredEvent, ignored, type SweepEvent, sweepOf } from './interpreted-event';
import { reason } from './reasons';

/**
 * What an event of a stack asks for: where a stack of one of the stack sets was created, the account has just joined. `event` is
 * the envelope of source `aws.cloudformation`, `account` the one that EventBridge stamped on it. A stack in that account may
 * bear such a name and belong to no stack set: the worst is a survey too many. Never throws.
 */
export function interpretStackEvent(
  event: Fields,
  account: AccountId,
  stackSetNames: readonly string[],
): SweepEvent | IgnoredEvent {
  const detail = fields(event['detail']) ?? {};
  const stackId = detail['stack-id'];
  const status = fields(detail['status-details'])?.['status'];
  if (event['detail-type'] !== STACK_EVENT_DETAIL_TYPE) return ignore(event['detail-type']);
  if (status !== STACK_CREATED) return ignore(status);
  const stack =
    typeof stackId === 'string' ? /^arn:[^:]+:cloudformation:[^:]+:(\d{12}):stack\/(.+)$/.exec(stackId) : null;
  const [, owner, name = ''] = stack ?? [];
  if (!stackSetNames.some((stackSet) => name.startsWith(stackNamePrefix(stackSet)))) return ignore(stackId);
  if (owner !== account) return ignored(reason('other-recipient', shown(owner)), { account });
  return sweepOf(account, reason('stack-completed', shown(name)));

  function ignore(detail: unknown): IgnoredEvent {
    return ignored(reason('other-event', shown(detail)), { account });
  }
}
