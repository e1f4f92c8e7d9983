import type { PolicyDocument } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';
import { invalidParameter } from './sns-errors';
import type { Topic } from './topic';

/**
 * The policy in force. A topic that was given none lets the alarms of its own account publish: AWS's default policy says
 * `AWS:SourceOwner`, a key that no other service modelled here sets. Callers of the account need their own policies.
 */
export function policyOf(topic: Topic): PolicyDocument {
  if (topic.policy !== undefined) return topic.policy;
  const Condition = { StringEquals: { 'aws:SourceAccount': topic.account } };
  const Principal = { Service: 'cloudwatch.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: topic.arn, Condition }];
  return parsePolicy({ Version: '2012-10-17', Statement }, 'resource');
}

/** Throws AwsError InvalidParameter for actions of other services, and for all actions at once, as SNS does. */
export function parseTopicPolicy(document: unknown): PolicyDocument {
  const policy = parsePolicy(document, 'resource');
  const actions = policy.Statement.flatMap(({ Action, NotAction }) => Action ?? NotAction ?? []);
  if (actions.some((action) => !/^sns:[a-z]/i.test(action))) {
    throw invalidParameter('Policy statement action out of service scope!');
  }
  return policy;
}
