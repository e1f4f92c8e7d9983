import {
  type CallAs,
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ListStackSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { awsFailure } from './aws-errors';
import { xmlAnswersOnly } from './whole-answers';

/** A stack, as far as it is known how it stands. */
export interface StackState {
  /** CloudFormation's own, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly statusReason: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The stack of this name in the client's account and Region; null where there is none. Throws what else the SDK throws. */
export async function stackState(cloudFormation: CloudFormationClient, name: string): Promise<StackState | null> {
  try {
    const { Stacks = [] } = await cloudFormation.send(xmlAnswersOnly(new DescribeStacksCommand({ StackName: name })));
    const [stack] = Stacks;
    if (stack?.StackStatus === undefined) return null;
    const { StackStatus, StackStatusReason, CreationTime, Outputs = [] } = stack;
    return {
      status: StackStatus,
      statusReason: StackStatusReason ?? null,
      createdAt: CreationTime?.getTime() ?? 0,
      outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''])),
    };
  } catch (error) {
    // the code is that of any wrong parameter
    if (awsFailure(error).message === `Stack with id ${name} does not exist`) return null;
    throw error;
  }
}

/** How many resources of a stack are done; of a large stack the API tells of the first hundred alone. Throws what the SDK throws. */
export async function resourcesDone(cloudFormation: CloudFormationClient, name: string): Promise<number> {
  const command = xmlAnswersOnly(new DescribeStackResourcesCommand({ StackName: name }));
  const { StackResources = [] } = await cloudFormation.send(command);
  return StackResources.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_COMPLETE')).length;
}

/** Names of the active stack sets that the caller administers in the client's Region. Throws what the SDK throws. */
export async function activeStackSets(
  cloudFormation: CloudFormationClient,
  callAs: CallAs,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let token: string | undefined;
  do {
    const { Summaries = [], NextToken }: StackSetPage = await cloudFormation.send(
      xmlAnswersOnly(new ListStackSetsCommand({ Status: 'ACTIVE', CallAs: callAs, NextToken: token })),
    );
    for (const { StackSetName } of Summaries) found.add(StackSetName ?? '');
    token = NextToken === '' ? undefined : NextToken;
  } while (token !== undefined);
  return found;
}

interface StackSetPage {
  readonly Summaries?: readonly { readonly StackSetName?: string | undefined }[] | undefined;
  readonly NextToken?: string | undefined;
}
