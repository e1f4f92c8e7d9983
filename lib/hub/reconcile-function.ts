import { join } from 'node:path';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnEventSourceMapping,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { names, roleArn } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';
import { permissionsBoundary } from '../permissions-boundary';
import { reconcileEnvironment } from './reconcile-environment';
import type { SettleQueue } from './settle-queue';

/** A batch of ten buckets takes a few seconds; the rest is for S3 when it is slow. */
export const RECONCILE_TIMEOUT = Duration.seconds(60);

/** The function that reconciles buckets, with its role, its log and its mapping onto the settle queue. */
export class ReconcileFunction extends Construct {
  readonly function: LambdaFunction;

  /** `functionsFolder` holds a folder with the bundle of each function. */
  constructor(scope: Construct, id: string, settings: Settings, queues: SettleQueue, functionsFolder: string) {
    super(scope, id);
    const name = names(settings.qualifier);
    const logGroupName = `/aws/lambda/${name.reconcileFunction}`;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName,
      retention: settings.logRetentionDays,
      // a log group that outlives its stack would be in the way of the next deployment under this name
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      roleName: name.reconcileRole,
      path: settings.path,
      description: 'Execution role of the function that reconciles buckets',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Reconcile: policy(settings, queues, logGroupName) },
      ...permissionsBoundary(this, settings.permissionsBoundary),
    });
    acknowledge(role, acknowledged(settings, logGroupName));
    this.function = new LambdaFunction(this, 'Function', {
      functionName: name.reconcileFunction,
      description: 'Reads buckets that have settled, and gives those that need it the rule',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(functionsFolder, 'reconcile-bucket')),
      handler: 'index.handler',
      memorySize: 512,
      timeout: RECONCILE_TIMEOUT,
      // the policy above is whole: nothing may be added to it in passing
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      // a bucket that keeps changing settles again by a new message; Lambda would stop that chain after some 16 links
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: { ...reconcileEnvironment(settings, queues) },
    });
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: this.function.functionName,
      eventSourceArn: queues.queue.queueArn,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: settings.maximumConcurrency },
    });
  }
}

function policy(settings: Settings, { queue, deadLetters }: SettleQueue, logGroupName: string): PolicyDocument {
  const inOrganization = settings.scope === 'organization';
  const memberRole = names(settings.qualifier).memberRole;
  const statements = [
    new PolicyStatement({
      sid: 'ActInAccounts',
      actions: ['sts:AssumeRole'],
      resources: [roleArn(Aws.PARTITION, inOrganization ? '*' : Aws.ACCOUNT_ID, settings.path, memberRole)],
      ...(inOrganization ? { conditions: { StringEquals: { 'aws:ResourceOrgID': settings.organizationId } } } : {}),
    }),
    new PolicyStatement({
      sid: 'TakeFromSettleQueue',
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
        'sqs:SendMessage',
      ],
      resources: [queue.queueArn],
    }),
    new PolicyStatement({ sid: 'GiveUp', actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    new PolicyStatement({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logGroupName}:*`],
    }),
  ];
  if (inOrganization) {
    const { managementAccountId, organizationId } = settings;
    const inOrg = (type: string): string =>
      `arn:${Aws.PARTITION}:organizations::${managementAccountId}:${type}/${organizationId}/*`;
    statements.push(
      new PolicyStatement({
        sid: 'ReadAccounts',
        actions: ['organizations:DescribeAccount', 'organizations:ListParents', 'organizations:ListTagsForResource'],
        resources: [inOrg('account'), inOrg('ou')],
      }),
    );
  }
  return new PolicyDocument({ statements });
}

/** What cdk-nag says about wildcards in the policy above, and why they are right. */
function acknowledged(settings: Settings, logGroupName: string): Record<string, string> {
  const findings: Record<string, string> = {
    [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:${logGroupName}:*]`]:
      'the streams of its own log group, whose names Lambda makes up',
  };
  if (settings.scope === 'account') return findings;
  const { managementAccountId, organizationId, path, qualifier } = settings;
  for (const type of ['account', 'ou']) {
    findings[
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:organizations::${managementAccountId}:${type}/${organizationId}/*]`
    ] = 'reads the accounts and OUs of this organization, whichever there are';
  }
  findings[`AwsSolutions-IAM5[Resource::${roleArn('<AWS::Partition>', '*', path, names(qualifier).memberRole)}]`] =
    'the member role by its name in every account, of this organization only (aws:ResourceOrgID)';
  return findings;
}
