import { formatArn, parseArn } from '../../arn';
import { AwsError } from '../../aws-error';
import type { Caller } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Queue } from './queue';
import type { QueueRegistry } from './queue-registry';
import { queueDoesNotExist } from './sqs-errors';

/** The way to a queue: by URL or ARN, for a caller whom its policies allow. */
export class QueueAccess {
  readonly #authorizer: Authorizer;
  readonly #registry: QueueRegistry;
  readonly #endpoint: () => string;

  /** `endpoint` answers the address that queue URLs begin with, such as `http://127.0.0.1:4566`. */
  constructor(options: {
    readonly authorizer: Authorizer;
    readonly registry: QueueRegistry;
    readonly endpoint: () => string;
  }) {
    this.#authorizer = options.authorizer;
    this.#registry = options.registry;
    this.#endpoint = options.endpoint;
  }

  /** Throws AwsError QueueDoesNotExist or AccessDenied. */
  queue(caller: Caller, action: string, queueArn: string): Queue {
    const queue = this.#registry.find(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    this.authorize(caller, action, queueArn, queue);
    return queue;
  }

  /** `queue` brings its policy; undefined for a call that is about no queue yet. Throws AwsError AccessDenied. */
  authorize(caller: Caller, action: string, queueArn: string, queue?: Queue): void {
    const arn = parseArn(queueArn);
    const policy = queue?.settings.policy;
    this.#authorizer.authorize({
      caller,
      action,
      resource: queueArn,
      resourceAccount: arn?.account ?? '',
      region: arn?.region ?? '',
      ...(policy === undefined ? {} : { resourcePolicy: policy, resourcePolicyKind: 'resource-based policy' as const }),
    });
  }

  urlOf(queue: { readonly account: string; readonly name: string }): string {
    return `${this.#endpoint()}/${queue.account}/${queue.name}`;
  }
}

/** ARN of the queue that a URL names in `region`; throws AwsError InvalidAddress. */
export function arnOfUrl(url: string, region: string): string {
  const match = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([^/?#]+)$/.exec(url);
  const [, account, name] = match ?? [];
  if (account === undefined || name === undefined) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
  }
  return formatArn({ service: 'sqs', region, account, resource: name });
}
