import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { permissionsBoundary } from '../permissions-boundary';
import type { HubQueues } from './hub-queues';
import { sendTo } from './permissions';

interface ScheduleProps {
  readonly name: string;
  readonly description: string;
  readonly hours: number;
  /** Begins at any time within so many minutes; 0: at once. */
  readonly windowMinutes: number;
  /** What `start-sweep` is asked. */
  readonly message: Readonly<Record<string, unknown>>;
}

/** What begins sweeps: of everything every so many hours, and in an organization of accounts never surveyed every hour. */
export class SweepSchedules extends Construct {
  readonly #queues: HubQueues;
  readonly #role: Role;

  constructor(scope: Construct, id: string, settings: Settings, queues: HubQueues) {
    super(scope, id);
    const name = names(settings.qualifier);
    this.#queues = queues;
    this.#role = new Role(this, 'Role', {
      roleName: name.schedulerRole,
      path: settings.path,
      description: 'Lets EventBridge Scheduler ask for sweeps',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com').withConditions({
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      }),
      inlinePolicies: {
        AskForSweeps: new PolicyDocument({
          statements: [sendTo('AskForSweeps', queues.sweep.queue, queues.undelivered).statement],
        }),
      },
      ...permissionsBoundary(this, settings.permissionsBoundary),
    });
    const message = { version: 1, kind: 'sweep', task: 'sweep', by: null };
    this.#schedule('Sweep', {
      name: name.sweepSchedule,
      description: 'Begins a sweep of everything',
      hours: settings.sweepHours,
      windowMinutes: settings.sweepWindowMinutes,
      message: { ...message, trigger: 'schedule', scope: { kind: 'all' } },
    });
    if (settings.scope === 'account') return;
    this.#schedule('Roster', {
      name: name.rosterSchedule,
      description: 'Begins a sweep of accounts that were never surveyed',
      hours: 1,
      windowMinutes: 0,
      message: { ...message, trigger: 'roster', scope: { kind: 'never-surveyed' } },
    });
  }

  #schedule(id: string, { name, description, hours, windowMinutes, message }: ScheduleProps): void {
    new CfnSchedule(this, id, {
      name,
      description,
      scheduleExpression: hours === 1 ? 'rate(1 hour)' : `rate(${hours} hours)`,
      flexibleTimeWindow:
        windowMinutes === 0 ? { mode: 'OFF' } : { mode: 'FLEXIBLE', maximumWindowInMinutes: windowMinutes },
      state: 'ENABLED',
      target: {
        arn: this.#queues.sweep.queue.queueArn,
        roleArn: this.#role.roleArn,
        input: JSON.stringify(message),
        deadLetterConfig: { arn: this.#queues.undelivered.queueArn },
      },
    });
  }
}
