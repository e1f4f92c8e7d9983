import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';
import { permissionsBoundary } from '../permissions-boundary';
import type { Permission } from './permission';
import { writeLog } from './permissions';

export interface HubFunctionProps {
  readonly settings: Settings;
  /** Holds a folder with the bundle of each function. */
  readonly functionsFolder: string;
  /** Its folder there. */
  readonly bundle: string;
  readonly functionName: string;
  readonly roleName: string;
  readonly description: string;
  /** MiB. */
  readonly memorySize: number;
  readonly timeout: Duration;
  /** All that it may do, besides writing its log. */
  readonly permissions: readonly Permission[];
  readonly environment: Readonly<Record<string, string>>;
  /** The queue that it works off. */
  readonly queue: Queue;
  readonly batchSize: number;
  /** Invocations at one time, 2 to 1,000. Source: ScalingConfig, AWS Lambda API Reference. */
  readonly maximumConcurrency: number;
}

/** A function of the hub with its role, its log and its mapping onto a queue. */
export class HubFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: HubFunctionProps) {
    super(scope, id);
    const { settings } = props;
    this.logGroupName = `/aws/lambda/${props.functionName}`;
    const permissions = [...props.permissions, writeLog(this.logGroupName)];
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: this.logGroupName,
      retention: settings.logRetentionDays,
      // a log group that outlives its stack would be in the way of the next deployment under this name
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      roleName: props.roleName,
      path: settings.path,
      description: `Execution role of the function ${props.functionName}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { [id]: new PolicyDocument({ statements: permissions.map(({ statement }) => statement) }) },
      ...permissionsBoundary(this, settings.permissionsBoundary),
    });
    for (const { findings } of permissions) acknowledge(role, findings ?? {});
    this.function = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.functionsFolder, props.bundle)),
      handler: 'index.handler',
      memorySize: props.memorySize,
      timeout: props.timeout,
      // the policy above is whole: nothing may be added to it in passing
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      // what does not end in one invocation goes on by a new message; Lambda would stop that chain after some 16 links
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: { ...props.environment },
    });
    new CfnEventSourceMapping(this, 'Mapping', {
      functionName: this.function.functionName,
      eventSourceArn: props.queue.queueArn,
      batchSize: props.batchSize,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: props.maximumConcurrency },
    });
  }
}
