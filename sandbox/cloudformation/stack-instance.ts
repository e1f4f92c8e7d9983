import { randomUUID } from 'node:crypto';
import type { OperationTarget } from './stack-set-operation';

/** Source: StackInstance, CloudFormation API Reference. */
export interface StackInstance {
  readonly account: string;
  readonly region: string;
  /** The OU or root of the deployment targets through which the account came in; undefined for an account from outside of them. */
  readonly organizationalUnitId: string | undefined;
  readonly stackName: string;
  /** Undefined when there is no stack. */
  readonly stackId: string | undefined;
  readonly status: 'CURRENT' | 'OUTDATED' | 'INOPERABLE';
  readonly detailedStatus: 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED_SUSPENDED_ACCOUNT';
  readonly statusReason?: string;
}

/** An instance that waits for its stack. */
export function newStackInstance(
  setName: string,
  target: OperationTarget,
  organizationalUnitId: string | undefined,
): StackInstance {
  return {
    account: target.account,
    region: target.region,
    organizationalUnitId,
    stackName: `StackSet-${setName}-${randomUUID()}`,
    stackId: undefined,
    status: 'OUTDATED',
    detailedStatus: 'PENDING',
  };
}

/** A set has at most one instance of each key. */
export function keyOf(target: OperationTarget): string {
  return `${target.account}/${target.region}`;
}
