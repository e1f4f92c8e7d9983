import type { StackInstance } from '../sweep/roster';

/** Failed instances that are kept with their reasons. */
const NAMED = 20;

/** Instances of one stack set by how they stand. */
export interface InstanceSums {
  readonly current: number;
  readonly underWay: number;
  /** Of suspended accounts, which StackSets passes over. */
  readonly suspended: number;
  readonly failed: number;
  /** The first of those that failed. */
  readonly first: readonly Pick<StackInstance, 'account' | 'region' | 'detailedStatus' | 'statusReason'>[];
  /** Whether all were counted. */
  readonly whole: boolean;
}

export const NO_INSTANCES: InstanceSums = { current: 0, underWay: 0, suspended: 0, failed: 0, first: [], whole: true };

/** The sums with further instances. Source of the states: StackInstanceComprehensiveStatus, CloudFormation API Reference. */
export function withInstances(sums: InstanceSums, instances: readonly StackInstance[]): InstanceSums {
  return instances.reduce(withInstance, sums);
}

function withInstance(sums: InstanceSums, instance: StackInstance): InstanceSums {
  switch (instance.detailedStatus) {
    case 'SUCCEEDED':
      return { ...sums, current: sums.current + 1 };
    case 'PENDING':
    case 'RUNNING':
      return { ...sums, underWay: sums.underWay + 1 };
    case 'SKIPPED_SUSPENDED_ACCOUNT':
      return { ...sums, suspended: sums.suspended + 1 };
    default: {
      const first = sums.first.length < NAMED ? [...sums.first, instance] : sums.first;
      return { ...sums, failed: sums.failed + 1, first };
    }
  }
}
