import { type AccountId, parseAccountId } from './identifiers';
import type { IgnoredEvent, SweepEvent } from './interpreted-event';
import { reason } from './reasons';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a record of AWS Organizations asks for: an account that joined, moved or was tagged may now be in or out. Never
 * throws. Source of the names and members: "Logging AWS Organizations API calls with AWS CloudTrail".
 */
export function interpretOrganizationEvent(record: Fields): SweepEvent | IgnoredEvent {
  const name = record['eventName'];
  const parameters = fields(record['requestParameters']);
  const shownName = typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : 'none';
  if (record['eventSource'] !== 'organizations.amazonaws.com') return ignore('other-source');
  if (record['errorCode'] !== undefined && record['errorCode'] !== null) return ignore('failed-call');
  if (name === 'CreateAccountResult') {
    const status = fields(fields(record['serviceEventDetails'])['createAccountStatus']);
    if (status['state'] !== 'SUCCEEDED') return ignore('failed-call');
    return sweep(parseAccountId(status['accountId']) ?? null, shownName);
  }
  if (name === 'MoveAccount') return sweep(parseAccountId(parameters['accountId']) ?? null, shownName);
  if (name === 'TagResource' || name === 'UntagResource') {
    const id = parameters['resourceId'];
    const account = parseAccountId(id);
    if (account !== undefined) return sweep(account, shownName);
    if (typeof id === 'string' && id.startsWith('ou-')) return sweep(null, shownName);
  }
  return ignore('other-event');

  function sweep(account: AccountId | null, detail: string): SweepEvent {
    return {
      action: 'sweep',
      account,
      region: null,
      bucket: null,
      kind: null,
      reason: reason('organization-event', detail),
    };
  }
  function ignore(code: 'other-source' | 'failed-call' | 'other-event'): IgnoredEvent {
    return { action: 'ignore', account: null, region: null, bucket: null, kind: null, reason: reason(code, shownName) };
  }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
