import { formatArn } from '../../arn';
import { AwsError } from '../../aws-error';
import type { StackLog, StackPlace } from '../../cloudformation/stack-log';
import type { StackOperations } from '../../cloudformation/stack-operations';
import type { Stacks } from '../../cloudformation/stacks';
import { TemplateError } from '../../cloudformation/template-value';
import { callerAccount } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { XmlTree } from '../../wire/xml';
import { invalid } from './request-members';
import type { S3Files } from './s3-files';

export interface StackApiOptions {
  readonly stacks: Stacks;
  readonly operations: StackOperations;
  readonly files: S3Files;
  readonly authorizer: Authorizer;
  readonly roleSessions: RoleSessions;
  readonly trace: Trace;
}

/** What the calls about stacks have in common. */
export class StackApi {
  readonly operations: StackOperations;
  readonly files: S3Files;
  readonly authorizer: Authorizer;
  readonly roleSessions: RoleSessions;
  readonly log: StackLog;
  readonly #trace: Trace;

  constructor({ stacks, operations, files, authorizer, roleSessions, trace }: StackApiOptions) {
    this.operations = operations;
    this.files = files;
    this.authorizer = authorizer;
    this.roleSessions = roleSessions;
    this.log = stacks.log;
    this.#trace = trace;
  }

  /** Authorizes a call on a stack and records it. Throws what `answer` throws, and AwsError AccessDenied. */
  authorized(name: string, call: Call, resource: string, answer: () => XmlTree | Promise<XmlTree>): Promise<XmlTree> {
    const action = `cloudformation:${name}`;
    const { caller, region } = call;
    return recordCall(this.#trace, { action, caller, region, resource }, () => {
      this.authorizer.authorize({ caller, action, resource, resourceAccount: callerAccount(caller), region });
      return answer();
    });
  }

  /** ARN of a stack that is there; of one that is not, with the star that policies match. */
  arnOf({ account, region, stackName }: StackPlace): string {
    const known = this.log.find(account, region, stackName);
    if (known !== undefined) return known.stackId;
    return formatArn({ service: 'cloudformation', region, account, resource: `stack/${stackName}/*` });
  }
}

/** Throws a TemplateError of `work` as the API answers it. */
export function inWordsOfTheApi<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (error.message.startsWith('Requires capabilities')) {
      throw new AwsError('InsufficientCapabilitiesException', error.message);
    }
    throw invalid(error.message);
  }
}
