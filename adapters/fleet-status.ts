import {
  type CallAs,
  type CloudFormationClient,
  ListStackInstancesCommand,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import { parseAccountId, parseRegion } from '../core/identifiers';
import type { FleetPage, FleetStatus, StackInstance } from '../core/sweep/roster';
import { awsFailure } from './aws-errors';
import { xmlAnswersOnly } from './whole-answers';

const PAGE_SIZE = 100;

export interface StackSetFleetProps {
  readonly cloudFormation: CloudFormationClient;
  readonly stackSets: readonly string[];
  /** `SELF` in the management account. */
  readonly callAs: CallAs;
}

/** Our stack sets, as StackSets tells of them. */
export class StackSetFleet implements FleetStatus {
  readonly stackSets: readonly string[];
  readonly #cloudFormation: CloudFormationClient;
  readonly #callAs: CallAs;

  constructor({ cloudFormation, stackSets, callAs }: StackSetFleetProps) {
    this.stackSets = stackSets;
    this.#cloudFormation = xmlAnswersOnly(cloudFormation);
    this.#callAs = callAs;
  }

  async instances(stackSet: string, from: string | null): Promise<FleetPage> {
    try {
      const { Summaries = [], NextToken } = await this.#cloudFormation.send(
        new ListStackInstancesCommand({
          StackSetName: stackSet,
          CallAs: this.#callAs,
          MaxResults: PAGE_SIZE,
          ...(from === null ? {} : { NextToken: from }),
        }),
      );
      const instances = Summaries.flatMap((summary) => instanceOf(stackSet, summary) ?? []);
      return { kind: 'page', instances, next: NextToken === undefined || NextToken === '' ? null : NextToken };
    } catch (error) {
      const { code, message } = awsFailure(error);
      return { kind: 'unavailable', message: `${code}: ${message}` };
    }
  }
}

/** Undefined for an instance that names no possible account or Region. */
function instanceOf(stackSet: string, summary: StackInstanceSummary): StackInstance | undefined {
  const { Account, Region, Status, StackInstanceStatus, StatusReason } = summary;
  const account = parseAccountId(Account);
  const region = parseRegion(Region);
  if (account === undefined || region === undefined) return undefined;
  const detailedStatus = StackInstanceStatus?.DetailedStatus ?? Status ?? 'UNKNOWN';
  return { stackSet, account, region, detailedStatus, statusReason: StatusReason ?? null };
}
