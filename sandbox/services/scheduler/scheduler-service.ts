import { formatArn } from '../../arn';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Schedule } from './schedule';
import { ScheduleDelivery, type ScheduleDeliveryOptions, schedulerPrincipal } from './schedule-delivery';
import { nextDueTime } from './schedule-expression';

const DEFAULT_GROUP = 'default';
/** The longest that a timer of Node can wait. */
const LONGEST_TIMER_MILLISECONDS = 2_147_483_647;

export interface SchedulerServiceOptions extends ScheduleDeliveryOptions {
  /** From 0 up to 1, where in its window a flexible run is. @default Math.random */
  readonly random?: () => number;
}

/** EventBridge Scheduler: groups and schedules, made by CloudFormation. Enabled schedules run by the clock. */
export class SchedulerService {
  readonly #options: SchedulerServiceOptions;
  readonly #clock: Clock;
  readonly #delivery: ScheduleDelivery;
  readonly #groups = new Set<string>();
  readonly #schedules = new Map<string, Schedule>();
  /** What ends the waiting of each schedule, by its ARN. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(options: SchedulerServiceOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#delivery = new ScheduleDelivery(options);
  }

  groupArn(account: string, region: string, name: string): string {
    return formatArn({ service: 'scheduler', region, account, resource: `schedule-group/${name}` });
  }

  /** Answers the ARN. Throws AwsError ConflictException; every account has the group `default` in every Region. */
  createGroup(account: string, region: string, name: string): string {
    const arn = this.groupArn(account, region, name);
    if (this.#hasGroup(arn)) throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, 409);
    this.#groups.add(arn);
    return arn;
  }

  /** Deletes the schedules of the group as well. */
  deleteGroup(arn: string): void {
    for (const schedule of this.#schedules.values()) if (schedule.groupArn === arn) this.deleteSchedule(schedule.arn);
    this.#groups.delete(arn);
  }

  /**
   * Answers the schedule and begins to wait for its first run: for a rate, one interval from now. Throws AwsError
   * ResourceNotFoundException without its group, ConflictException for a name that is taken, ValidationException for a role that the
   * scheduler cannot assume.
   */
  createSchedule(definition: Omit<Schedule, 'arn' | 'groupArn' | 'createdAt'>): Schedule {
    const { account, region, groupName, name } = definition;
    const groupArn = this.groupArn(account, region, groupName);
    if (!this.#hasGroup(groupArn)) {
      throw new AwsError('ResourceNotFoundException', `Schedule group ${groupName} does not exist.`, 404);
    }
    const arn = formatArn({ service: 'scheduler', region, account, resource: `schedule/${groupName}/${name}` });
    if (this.#schedules.has(arn)) throw new AwsError('ConflictException', `Schedule ${name} already exists.`, 409);
    const schedule = { ...definition, arn, groupArn, createdAt: this.#clock.now().getTime() };
    this.#checkRole(schedule);
    this.#schedules.set(arn, schedule);
    this.#waiting.set(arn, new Set());
    if (schedule.enabled) this.#plan(schedule, schedule.createdAt);
    return schedule;
  }

  /** As UpdateSchedule: it keeps when it was made, from which a rate counts. Throws like createSchedule: then it is as it was. */
  updateSchedule(definition: Omit<Schedule, 'arn' | 'groupArn' | 'createdAt'>): void {
    const { account, region, groupName, name } = definition;
    const arn = formatArn({ service: 'scheduler', region, account, resource: `schedule/${groupName}/${name}` });
    const former = this.#schedules.get(arn);
    if (former === undefined) {
      throw new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
    }
    const schedule = { ...definition, arn, groupArn: former.groupArn, createdAt: former.createdAt };
    this.#checkRole(schedule);
    this.deleteSchedule(arn);
    this.#schedules.set(arn, schedule);
    this.#waiting.set(arn, new Set());
    if (schedule.enabled) this.#plan(schedule, this.#clock.now().getTime());
  }

  deleteSchedule(arn: string): void {
    this.#schedules.delete(arn);
    for (const cancel of this.#waiting.get(arn) ?? []) cancel();
    this.#waiting.delete(arn);
  }

  schedules(account: string, region: string): readonly Schedule[] {
    return [...this.#schedules.values()].filter(
      (schedule) => schedule.account === account && schedule.region === region,
    );
  }

  /**
   * Runs a schedule now, disabled or not, with its role and input; its other runs stay as they are. `name` is `NAME` or `GROUP/NAME`.
   * Resolves when the target took it. Throws an Error when not exactly one schedule has the name, AwsError when the role or the
   * target refused (the dead letter has been sent by then).
   */
  async run(account: string, region: string, name: string): Promise<void> {
    const found = this.schedules(account, region).filter((schedule) =>
      [schedule.name, `${schedule.groupName}/${schedule.name}`].includes(name),
    );
    const [schedule] = found;
    if (schedule === undefined || found.length > 1) {
      throw new Error(`${found.length} schedules are named ${name} in ${account}/${region}`);
    }
    await this.#delivery.deliver(schedule, this.#clock.now());
  }

  #hasGroup(arn: string): boolean {
    return this.#groups.has(arn) || arn.endsWith(`:schedule-group/${DEFAULT_GROUP}`);
  }

  #checkRole(schedule: Schedule): void {
    const { roleArn } = schedule.target;
    const caller = schedulerPrincipal(schedule);
    try {
      this.#options.roleSessions.assume({ caller, roleArn, sessionName: 'create-schedule', region: schedule.region });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        'ValidationException',
        'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
      );
    }
  }

  /** A run waits for its place in the window by itself: windows may be longer than the time to the next run. */
  #plan(schedule: Schedule, after: number): void {
    const due = nextDueTime(schedule.expression, schedule.createdAt, after);
    if (due === undefined) return;
    this.#wait(schedule, due, () => {
      // Runs that were missed, as when the machine slept, are not made up for.
      this.#plan(schedule, Math.max(due, this.#clock.now().getTime()));
      const random = this.#options.random ?? Math.random;
      const moment = due + Math.floor(random() * schedule.windowMinutes * 60_000);
      this.#wait(schedule, moment, () => {
        // What was refused is in the trace.
        this.#delivery.deliver(schedule, new Date(due)).catch(() => {});
      });
    });
  }

  #wait(schedule: Schedule, moment: number, action: () => void): void {
    const waiting = this.#waiting.get(schedule.arn);
    if (waiting === undefined) return;
    const rest = moment - this.#clock.now().getTime();
    if (rest <= 0) {
      action();
      return;
    }
    const cancel = this.#clock.after(Math.min(rest, LONGEST_TIMER_MILLISECONDS), () => {
      waiting.delete(cancel);
      this.#wait(schedule, moment, action);
    });
    waiting.add(cancel);
  }
}
