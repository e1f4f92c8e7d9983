import { formatArn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { SnsService } from '../sns/sns-service';
import type { Alarm, AlarmProperties, AlarmState } from './alarm';
import { alarmNotification } from './alarm-notification';
import type { Dashboard } from './dashboard';

type Place = { readonly account: string; readonly region: string; readonly name: string };

/** CloudWatch as far as it needs no metrics: alarms and dashboards are kept; an alarm changes its state by hand only. */
export class CloudWatchService {
  readonly #sns: SnsService;
  readonly #clock: Clock;
  readonly #alarms = new Map<string, Alarm>();
  readonly #dashboards = new Map<string, Dashboard>();

  constructor(options: { readonly sns: SnsService; readonly clock: Clock }) {
    this.#sns = options.sns;
    this.#clock = options.clock;
  }

  alarms(account: string, region: string): readonly Alarm[] {
    return [...this.#alarms.values()].filter((alarm) => alarm.account === account && alarm.region === region);
  }

  /** Dashboards belong to an account, not to a Region. */
  dashboards(account: string): readonly Dashboard[] {
    return [...this.#dashboards.values()].filter((dashboard) => dashboard.account === account);
  }

  /**
   * Throws AwsError ValidationError when the name is taken, or when an action is a topic of another Region or, in its own account, one
   * that does not exist.
   */
  createAlarm(place: Place, properties: AlarmProperties): Alarm {
    const { account, region, name } = place;
    const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = properties;
    for (const action of [...AlarmActions, ...OKActions, ...InsufficientDataActions]) this.#checkAction(action, place);
    const arn = formatArn({ service: 'cloudwatch', region, account, resource: `alarm:${name}` });
    if (this.#alarms.has(arn)) throw invalid(`The alarm ${name} already exists`);
    const alarm: Alarm = { ...place, arn, properties, updatedAt: this.#clock.now(), state: 'INSUFFICIENT_DATA' };
    this.#alarms.set(arn, alarm);
    return alarm;
  }

  /** As PutMetricAlarm on one that is there: it keeps its state. Throws like createAlarm: then it is as it was. */
  updateAlarm(place: Place, properties: AlarmProperties): void {
    const { account, region, name } = place;
    const arn = formatArn({ service: 'cloudwatch', region, account, resource: `alarm:${name}` });
    const alarm = this.#alarms.get(arn);
    if (alarm === undefined) throw invalid(`The alarm ${name} does not exist`);
    const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = properties;
    for (const action of [...AlarmActions, ...OKActions, ...InsufficientDataActions]) this.#checkAction(action, place);
    this.#alarms.set(arn, { ...alarm, properties });
  }

  deleteAlarm(arn: string): void {
    this.#alarms.delete(arn);
  }

  /** Throws AwsError ValidationError when the name is taken. */
  createDashboard(dashboard: Dashboard): void {
    const key = `${dashboard.account}/${dashboard.name}`;
    if (this.#dashboards.has(key)) throw invalid(`The dashboard ${dashboard.name} already exists`);
    this.#dashboards.set(key, dashboard);
  }

  /** As PutDashboard on one that is there. */
  updateDashboard(dashboard: Dashboard): void {
    this.#dashboards.set(`${dashboard.account}/${dashboard.name}`, dashboard);
  }

  deleteDashboard({ account, name }: Dashboard): void {
    this.#dashboards.delete(`${account}/${name}`);
  }

  /**
   * Puts an alarm into a state as its evaluation would, and publishes its notification to the topics that the alarm names for that
   * state, unless its actions are off. Resolves when all topics took it. Throws an Error without such an alarm, AwsError when a
   * topic refused, NotModelledError for actions other than topics.
   */
  async fire(
    account: string,
    region: string,
    name: string,
    state: AlarmState = 'ALARM',
    reason = 'Threshold Crossed',
  ): Promise<void> {
    const alarm = this.alarms(account, region).find((candidate) => candidate.name === name);
    if (alarm === undefined) throw new Error(`there is no alarm ${name} in ${account}/${region}`);
    this.#alarms.set(alarm.arn, { ...alarm, state });
    if (alarm.properties.ActionsEnabled === false) return;
    const message = alarmNotification(alarm, state, reason, this.#clock.now());
    // A subject is ASCII text of at most 100 characters.
    const subject = `${state}: "${name}" in ${region}`.replace(/[^ -~]/g, '?').slice(0, 100);
    const caller: Caller = {
      kind: 'service',
      principal: 'cloudwatch.amazonaws.com',
      sourceAccount: account,
      sourceArn: alarm.arn,
    };
    for (const action of actionsOf(alarm, state)) {
      if (parseArn(action)?.service !== 'sns') throw new NotModelledError(`${action} as the action of an alarm`);
      await this.#sns.publish(caller, action, { message, subject, attributes: {} });
    }
  }

  #checkAction(action: string, { account, region }: Place): void {
    const arn = parseArn(action);
    if (arn?.service !== 'sns') return;
    if (arn.region !== region) throw invalid(`Invalid region ${arn.region} specified. Only ${region} is supported.`);
    if (arn.account === account && this.#sns.topics.find(action) === undefined) {
      throw invalid(`Invalid alarm action: the topic ${action} does not exist`);
    }
  }
}

function actionsOf({ properties }: Alarm, state: AlarmState): readonly string[] {
  const actions = {
    ALARM: properties.AlarmActions,
    OK: properties.OKActions,
    INSUFFICIENT_DATA: properties.InsufficientDataActions,
  };
  return actions[state] ?? [];
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
