import { CONFIGURATION_EVENT_NAMES } from './contract/bucket-events';
import { type Fields, fields, includes, isFailed, timeOf } from './event-fields';
import { foreignText } from './foreign-text';
import { agentText, type Tool, toolOf } from './tool';

/** A change of a bucket's lifecycle configuration and who made it, as CloudTrail tells it. */
export interface Change {
  readonly eventName: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /**
   * A role's ARN with the session's name behind it, `arn:aws:iam::111122223333:role/Name (session name)`; a user's ARN; `root`; a
   * service's name. At most 256 characters: a path too long for that is given as `…`.
   */
  readonly principal: string;
  /** As the caller gave it, at most 256 characters, control characters replaced. */
  readonly userAgent: string | null;
  readonly tool: Tool;
  /** The service that made the call, for somebody or for itself. */
  readonly service: string | null;
}

const LONGEST_PRINCIPAL = 256;
const SESSION = ' (session ';

/**
 * Who changed the lifecycle of a bucket: of a CloudTrail record of CreateBucket (a new bucket has no configuration) or of a call
 * that put or deleted one. Undefined for other calls, calls that failed, and records without a time. Never throws, whatever
 * `record` is. Source: "CloudTrail userIdentity element", AWS CloudTrail User Guide.
 */
export function changeOf(record: unknown): Change | undefined {
  const call = fields(record);
  if (call === undefined || isFailed(call)) return undefined;
  const { eventName } = call;
  const time = timeOf(call['eventTime']);
  if (!includes(CONFIGURATION_EVENT_NAMES, eventName) || time === null) return undefined;
  const identity = fields(call['userIdentity']) ?? {};
  const userAgent = text(call['userAgent']);
  const invokedBy = text(identity['invokedBy']);
  return {
    eventName,
    at: new Date(time).toISOString(),
    principal: foreignText(principalOf(identity)) ?? 'unknown',
    userAgent: foreignText(agentText(userAgent)),
    tool: toolOf({ userAgent, invokedBy, sourceIPAddress: text(call['sourceIPAddress']) }),
    service: foreignText(invokedBy),
  };
}

/**
 * Whether the role of that name made the change: in whichever account, so compare the bucket's own account where that matters.
 */
export function isOwnChange(change: Pick<Change, 'principal'>, memberRoleName: string): boolean {
  const { principal } = change;
  const session = principal.lastIndexOf(SESSION);
  const role = /^arn:[^:]*:iam::[^:]*:role\/(?:.*\/)?([^/]+)$/.exec(
    session < 0 ? principal : principal.slice(0, session),
  );
  const assumed = /^arn:[^:]*:sts::[^:]*:assumed-role\/([^/]+)\//.exec(principal);
  return (role ?? assumed)?.[1] === memberRoleName;
}

function principalOf(identity: Fields): string {
  const { type } = identity;
  if (type === 'Root') return 'root';
  const arn = text(identity['arn']);
  const issuer = type === 'AssumedRole' ? text(sessionIssuer(identity)['arn']) : null;
  if (issuer !== null) {
    const session = sessionName(arn, text(identity['principalId']));
    return shortened(issuer, session === undefined ? '' : `${SESSION}${session})`);
  }
  if (arn !== null) return shortened(arn, '');
  return text(identity['invokedBy']) ?? otherName(identity);
}

function sessionIssuer(identity: Fields): Fields {
  return fields(fields(identity['sessionContext'])?.['sessionIssuer']) ?? {};
}

/** What follows the role's name in an assumed role's ARN, or its unique ID in `principalId`. */
function sessionName(arn: string | null, principalId: string | null): string | undefined {
  return /:assumed-role\/[^/]+\/([^/]+)$/.exec(arn ?? '')?.[1] ?? /^[^:]+:(.+)$/.exec(principalId ?? '')?.[1];
}

/** A caller of another account, or one that a foreign directory vouches for, has no ARN here. Empty when nothing is told. */
function otherName(identity: Fields): string {
  return ['accountId', 'userName', 'principalId'].flatMap((name) => text(identity[name]) ?? []).join(' ');
}

/** The path gives way before the name does: the name says who it was. */
function shortened(arn: string, behind: string): string {
  const whole = arn + behind;
  const first = arn.indexOf('/');
  const last = arn.lastIndexOf('/');
  return whole.length <= LONGEST_PRINCIPAL || first === last
    ? whole
    : `${arn.slice(0, first)}/…${arn.slice(last)}${behind}`;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
