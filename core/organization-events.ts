import { DAYS_TAG, EXCLUDE_TAG } from './contract/names';
import { ORGANIZATION_EVENT_SERVICE } from './contract/organization-events';
import { type Fields, fields, isFailed } from './event-fields';
import { parseAccountId } from './identifiers';
import { type IgnoredEvent, ignored, type SweepEvent, sweepOf } from './interpreted-event';
import { type ReasonCode, reason } from './reasons';

/**
 * What a record of AWS Organizations asks for: an account that joined, moved or was tagged may now be in or out. Never
 * throws. Source of the names and members: "Logging AWS Organizations API calls with AWS CloudTrail".
 */
export function interpretOrganizationEvent(record: Fields): SweepEvent | IgnoredEvent {
  const name = record['eventName'];
  const parameters = fields(record['requestParameters']) ?? {};
  const shownName = typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : 'none';
  const sweep = (account: unknown): SweepEvent =>
    sweepOf(parseAccountId(account) ?? null, reason('organization-event', shownName));
  const ignore = (code: ReasonCode): IgnoredEvent => ignored(reason(code, shownName));

  if (record['eventSource'] !== ORGANIZATION_EVENT_SERVICE) return ignore('other-source');
  if (isFailed(record)) return ignore('failed-call');
  if (name === 'CreateAccountResult') {
    const status = fields(fields(record['serviceEventDetails'])?.['createAccountStatus']) ?? {};
    return status['state'] === 'SUCCEEDED' ? sweep(status['accountId']) : ignore('failed-call');
  }
  if (name === 'MoveAccount') return sweep(parameters['accountId']);
  if (name === 'TagResource' || name === 'UntagResource') {
    if (areOtherTags(parameters)) return ignore('other-event');
    const id = parameters['resourceId'];
    if (typeof id === 'string' && id.startsWith('ou-')) {
      return sweepOf(null, reason('organization-event', shownName), parseUnitId(id) ?? null);
    }
    if (parseAccountId(id) !== undefined) return sweep(id);
  }
  return ignore('other-event');
}

/** Whether a change of tags is certainly none of those that we read: of whatever does not say so, it may be. */
function areOtherTags({ tags, tagKeys }: Fields): boolean {
  const given = tags ?? tagKeys;
  if (!Array.isArray(given) || given.length === 0) return false;
  return given.every((tag: unknown) => {
    const key = typeof tag === 'string' ? tag : fields(tag)?.['key'];
    return typeof key === 'string' && key !== EXCLUDE_TAG && key !== DAYS_TAG;
  });
}

/** The ID of an OU, such as `ou-abcd-12345678`. Source: OrganizationalUnit, AWS Organizations API Reference. */
export function parseUnitId(value: unknown): string | undefined {
  return typeof value === 'string' && /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/.test(value) ? value : undefined;
}
