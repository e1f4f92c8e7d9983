import { NotModelledError } from '../../aws-error';
import { ADMINISTRATOR_ACCESS } from '../../policy/administrator-access';
import type { PolicyDocument } from '../../policy/document';

function allow(...actions: readonly string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: ['*'] }] };
}

const LOG_ACTIONS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** Path and name after `policy/`. Source: AWS Managed Policy Reference Guide. */
const DOCUMENTS: Readonly<Record<string, PolicyDocument>> = {
  AdministratorAccess: ADMINISTRATOR_ACCESS,
  AWSCloudFormationReadOnlyAccess: allow(
    'cloudformation:Describe*',
    'cloudformation:BatchDescribe*',
    'cloudformation:EstimateTemplateCost',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudformation:Detect*',
  ),
  AWSXRayDaemonWriteAccess: allow(
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ),
  // of the services that are here: the whole has more than a thousand actions
  ReadOnlyAccess: allow(
    ...['cloudformation', 'dynamodb', 'events', 'iam', 'lambda', 'organizations', 's3', 'sns', 'sqs', 'ssm'].flatMap(
      (service) => [`${service}:Describe*`, `${service}:Get*`, `${service}:List*`],
    ),
  ),
  'service-role/AWSLambdaBasicExecutionRole': allow(...LOG_ACTIONS),
  'service-role/AWSLambdaSQSQueueExecutionRole': allow(
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...LOG_ACTIONS,
  ),
};

/** Undefined for the ARN of a customer managed policy; throws NotModelledError for a policy of AWS that is not written out here. */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  const match = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/.exec(arn);
  if (match === null) return undefined;
  const name = match[1] ?? '';
  const document = Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined;
  if (document === undefined) throw new NotModelledError(`the AWS managed policy ${name}`);
  return document;
}
