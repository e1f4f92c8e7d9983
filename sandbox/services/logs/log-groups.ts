import { formatArn } from '../../arn';
import { AwsError } from '../../aws-error';

export interface LogEvent {
  readonly stream: string;
  readonly timestamp: Date;
  readonly message: string;
}

export interface LogGroupName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** Source: API reference of PutRetentionPolicy, CloudWatch Logs. In days. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Older events are forgotten, so that an organization can run for days. */
const KEPT_EVENTS = 10_000;

/** The log groups of all accounts and what was written to them. Callers authorize. */
export class LogGroups {
  readonly #groups = new Map<string, LogEvent[]>();

  /**
   * Returns the ARN without `:*`. Throws AwsError ResourceAlreadyExistsException, or InvalidParameterException for a name or
   * a retention (in days) that CloudWatch Logs refuses.
   */
  create(group: LogGroupName, retentionDays?: number): string {
    const arn = logGroupArn(group);
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(group.name) || group.name.startsWith('aws/')) {
      throw new AwsError('InvalidParameterException', `The log group name '${group.name}' is not valid.`);
    }
    this.checkRetention(retentionDays);
    if (this.#groups.has(arn)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    this.#groups.set(arn, []);
    return arn;
  }

  /** Nothing is kept as long as a retention here: it is only checked. Throws AwsError InvalidParameterException. */
  checkRetention(days: number | undefined): void {
    if (days === undefined || RETENTIONS.includes(days)) return;
    throw new AwsError(
      'InvalidParameterException',
      `The retention of ${days} days is not one of ${RETENTIONS.join(', ')}.`,
    );
  }

  exists(group: LogGroupName): boolean {
    return this.#groups.has(logGroupArn(group));
  }

  delete(group: LogGroupName): void {
    this.#groups.delete(logGroupArn(group));
  }

  /** Throws AwsError ResourceNotFoundException for a group that does not exist. */
  put(group: LogGroupName, event: LogEvent): void {
    const events = this.#groups.get(logGroupArn(group));
    if (events === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    events.push(event);
    if (events.length > KEPT_EVENTS) events.splice(0, events.length - KEPT_EVENTS);
  }

  /** Oldest first; empty for a group that does not exist. */
  events(group: LogGroupName): readonly LogEvent[] {
    return this.#groups.get(logGroupArn(group)) ?? [];
  }
}

export function logGroupArn({ account, region, name }: LogGroupName): string {
  return formatArn({ service: 'logs', region, account, resource: `log-group:${name}` });
}
