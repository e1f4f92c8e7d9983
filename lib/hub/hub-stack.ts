import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../../core/settings/settings';
import { CentralBus } from './central-bus';
import { HubAlarms } from './hub-alarms';
import { RECONCILE_TIMEOUT, ReconcileFunction } from './reconcile-function';
import { SettleQueue } from './settle-queue';

/** The hub: where every account's bucket events come together and are acted upon. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, functionsFolder: string, props: StackProps) {
    super(scope, id, { ...props, description: 'partsweep: the hub' });
    const bus = new CentralBus(this, 'CentralBus', settings);
    const queues = new SettleQueue(this, 'Settle', settings, bus, RECONCILE_TIMEOUT);
    const reconcile = new ReconcileFunction(this, 'Reconcile', settings, queues, functionsFolder);
    new HubAlarms(this, 'Alarms', settings, queues, reconcile.function);
    new CfnOutput(this, 'CentralBusArn', { value: bus.busArn });
  }
}
