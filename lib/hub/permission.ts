import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A statement of a function's policy, and what cdk-nag says about it: each finding with the reason why it is right. */
export interface Permission {
  readonly statement: PolicyStatement;
  readonly findings?: Readonly<Record<string, string>>;
}

/** The finding of cdk-nag about a wildcard in a resource; pseudo parameters stand in angle brackets. */
export function wildcard(resource: string): string {
  return `AwsSolutions-IAM5[Resource::${resource}]`;
}
