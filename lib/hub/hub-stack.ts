import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../../core/settings/settings';
import { alarmTopic } from './alarm-topic';
import { busRules } from './bus-rules';
import { CentralBus } from './central-bus';
import { HubAlarms } from './hub-alarms';
import { hubDashboard } from './hub-dashboard';
import { hubFunctions } from './hub-functions';
import { hubQueues } from './hub-queues';
import { Inventory } from './inventory';
import { SweepSchedules } from './sweep-schedules';

/** The hub: where every account's bucket events come together and are acted upon, and where sweeps begin. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, functionsFolder: string, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: the hub' });
    const bus = new CentralBus(this, 'CentralBus', settings);
    const inventory = new Inventory(this, 'Inventory', settings);
    const queues = hubQueues(this, settings);
    busRules(settings, bus, queues);
    const functions = hubFunctions(this, { settings, bus, queues, inventory, functionsFolder });
    new SweepSchedules(this, 'Schedules', settings, queues);
    const topic = alarmTopic(this, settings);
    const { alarms } = new HubAlarms(this, 'Alarms', settings, { queues, functions, topic });
    hubDashboard(this, settings, { queues, functions, alarms });
    new CfnOutput(this, 'CentralBusArn', { value: bus.busArn });
  }
}
