import {
  App,
  CfnStackSet,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal, CfnRole, Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { LABELLER } from './labeller';

/** Names of the solution, for those who look at what it did. */
export const NAMES = {
  stack: 'label-hub',
  memberStack: 'label-member',
  queue: 'label-inbox',
  deadLetters: 'label-dead-letters',
  function: 'label-writer',
  writerRole: 'label-writer',
  memberRole: 'label-tagger',
  senderRole: 'label-sender',
  rule: 'label-new-buckets',
  tag: { key: 'owner', value: 'unknown' },
} as const;

export interface Places {
  readonly hubAccount: string;
  readonly memberAccount: string;
  readonly region: string;
}

/**
 * Writes a cloud assembly to `outdir`: each new bucket of the member account is tagged by a function in the hub account. A rule on
 * the member's default bus sends straight to the hub's queue; the function assumes a role in the account of the bucket.
 * With `organizationalUnit` the member's stack is a service-managed stack set onto that OU, administered by the hub.
 */
export function synthesize(outdir: string, places: Places, options: { organizationalUnit?: string } = {}): string {
  const app = new App({ outdir, analyticsReporting: false });
  const hub = new HubStack(app, NAMES.stack, { env: { account: places.hubAccount, region: places.region } }, places);
  if (options.organizationalUnit === undefined) {
    const env = { account: places.memberAccount, region: places.region };
    const member = new Stack(app, NAMES.memberStack, { env, synthesizer: synthesizer() });
    addMember(member, places);
    member.addStackDependency(hub);
  } else {
    const template = new Stack(new App({ analyticsReporting: false }), NAMES.memberStack, {
      synthesizer: synthesizer(),
    });
    addMember(template, places);
    new CfnStackSet(hub, 'Members', {
      stackSetName: NAMES.memberStack,
      permissionModel: 'SERVICE_MANAGED',
      callAs: 'DELEGATED_ADMIN',
      capabilities: ['CAPABILITY_NAMED_IAM'],
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      templateBody: JSON.stringify(templateOf(template)),
      stackInstancesGroup: [
        { deploymentTargets: { organizationalUnitIds: [options.organizationalUnit] }, regions: [places.region] },
      ],
    });
  }
  return app.synth().directory;
}

class HubStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps, places: Places) {
    super(scope, id, { ...props, synthesizer: synthesizer() });
    const queue = new Queue(this, 'Inbox', {
      queueName: NAMES.queue,
      visibilityTimeout: Duration.seconds(60),
      deadLetterQueue: { queue: new Queue(this, 'Dead', { queueName: NAMES.deadLetters }), maxReceiveCount: 5 },
    });
    queue.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ArnPrincipal(`arn:aws:iam::${places.memberAccount}:root`)],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${places.memberAccount}:role/${NAMES.senderRole}` },
        },
      }),
    );
    const role = new Role(this, 'WriterRole', {
      roleName: NAMES.writerRole,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [`arn:aws:iam::*:role/${NAMES.memberRole}`] }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`arn:aws:logs:${places.region}:${places.hubAccount}:log-group:/aws/lambda/${NAMES.function}:*`],
      }),
    );
    const writer = new LambdaFunction(this, 'Writer', {
      functionName: NAMES.function,
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline(LABELLER),
      role,
      timeout: Duration.seconds(30),
      environment: { ROLE_NAME: NAMES.memberRole, TAG_KEY: NAMES.tag.key, TAG_VALUE: NAMES.tag.value },
    });
    writer.addEventSource(new SqsEventSource(queue, { batchSize: 5, reportBatchItemFailures: true }));
  }
}

function addMember(stack: Stack, places: Places): void {
  const queueArn = `arn:aws:sqs:${places.region}:${places.hubAccount}:${NAMES.queue}`;
  new CfnRole(stack, 'Tagger', {
    roleName: NAMES.memberRole,
    assumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${places.hubAccount}:role/${NAMES.writerRole}` }),
    policies: [policy('tag', ['s3:GetBucketTagging', 's3:PutBucketTagging'], 'arn:aws:s3:::*')],
  });
  const sender = new CfnRole(stack, 'Sender', {
    roleName: NAMES.senderRole,
    assumeRolePolicyDocument: trust({ Service: 'events.amazonaws.com' }),
    policies: [policy('send', ['sqs:SendMessage'], queueArn)],
  });
  new CfnRule(stack, 'NewBuckets', {
    name: NAMES.rule,
    eventPattern: {
      source: ['aws.s3'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventName: ['CreateBucket'], errorCode: [{ exists: false }] },
    },
    targets: [{ id: 'Inbox', arn: queueArn, roleArn: sender.attrArn }],
  });
}

function trust(principal: Readonly<Record<string, string>>): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] };
}

function policy(policyName: string, actions: readonly string[], resource: string) {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return { policyName, policyDocument: { Version: '2012-10-17', Statement: [statement] } };
}

/** No bootstrap version is looked up: there is no bootstrap stack. */
function synthesizer(): IStackSynthesizer {
  // The CDK's own types do not agree under exactOptionalPropertyTypes.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}

function templateOf(stack: Stack): unknown {
  const app = stack.node.root as App;
  return app.synth().getStackByName(stack.stackName).template;
}
