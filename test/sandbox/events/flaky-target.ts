import type { AwsError } from '../../../sandbox/aws-error';
import type { TargetInvoker } from '../../../sandbox/services/events/event';

/** Stands for functions: fails as told, then takes what it gets. */
export class FlakyTarget implements TargetInvoker {
  readonly service = 'lambda';
  readonly failures: AwsError[] = [];
  readonly payloads: string[] = [];

  async invoke(_caller: unknown, _arn: string, payload: string): Promise<void> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    this.payloads.push(payload);
  }
}
