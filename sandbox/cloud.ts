import { Clock } from './clock';
import { deployAssembly } from './cloudformation/assembly';
import { StackOperations } from './cloudformation/stack-operations';
import { StackSets } from './cloudformation/stack-sets';
import { bootstrapVersion, Stacks } from './cloudformation/stacks';
import { Endpoint } from './endpoint';
import { Identities } from './identity/identities';
import { Organization } from './organization/organization';
import type { OrganizationSpec } from './organization/spec';
import { ADMINISTRATOR_ACCESS } from './policy/administrator-access';
import { AuthorizerEngine } from './policy/authorizer-engine';
import { cloudFormationService } from './services/cloudformation/cloudformation-service';
import { S3Files } from './services/cloudformation/s3-files';
import { cloudWatchResourceTypes } from './services/cloudwatch/cloudwatch-resources';
import { CloudWatchService } from './services/cloudwatch/cloudwatch-service';
import { DynamoDbService } from './services/dynamodb/dynamodb-service';
import { tableResourceTypes } from './services/dynamodb/table-resource';
import { repositoryType } from './services/ecr/repository-type';
import { busResourceTypes } from './services/events/bus-resources';
import { EventBridgeService } from './services/events/event-bridge-service';
import { ruleResourceType } from './services/events/rule-resource';
import { IamRegistry } from './services/iam/iam-registry';
import { iamService } from './services/iam/iam-service';
import { managedPolicyType } from './services/iam/managed-policy-type';
import { policyType } from './services/iam/policy-type';
import { roleType } from './services/iam/role-type';
import { lambdaResourceTypes } from './services/lambda/lambda-resources';
import { LambdaService } from './services/lambda/lambda-service';
import { organizationsService } from './services/organizations/organizations-service';
import { bucketResourceTypes } from './services/s3/cloudformation/bucket-resources';
import { S3Service } from './services/s3/s3-service';
import { S3ExpressService } from './services/s3express/s3-express-service';
import { scheduleResourceTypes } from './services/scheduler/schedule-resources';
import { SchedulerService } from './services/scheduler/scheduler-service';
import { SnsService } from './services/sns/sns-service';
import { topicResourceTypes } from './services/sns/topic-resources';
import { queueResourceTypes } from './services/sqs/queue-resources';
import { SqsService } from './services/sqs/sqs-service';
import { Parameters, parameterType } from './services/ssm/parameters';
import { ssmService } from './services/ssm/ssm-service';
import { StsRoleSessions } from './services/sts/sts-role-sessions';
import { stsService } from './services/sts/sts-service';
import { TaggedBuckets } from './services/tagging/tagged-buckets';
import { TaggingService } from './services/tagging/tagging-service';
import { Trace } from './trace';

export interface CloudOptions {
  readonly organization: OrganizationSpec;
  /** @default 0, any free port */
  readonly port?: number;
  /** Elements inside a lifecycle rule that this S3 knows although no SDK does. @default none */
  readonly additionalRuleElements?: readonly string[];
  /** How much later than at once each answer over the wire is sent, in milliseconds, as from far away. @default 0 */
  readonly answerMilliseconds?: number;
}

export interface AdministratorKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A running local AWS: one organization behind one endpoint. */
export interface Cloud {
  /** `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly organization: Organization;
  readonly trace: Trace;
  readonly s3: S3Service;
  readonly s3express: S3ExpressService;
  readonly tagging: TaggingService;
  readonly sqs: SqsService;
  readonly events: EventBridgeService;
  readonly scheduler: SchedulerService;
  readonly sns: SnsService;
  readonly cloudwatch: CloudWatchService;
  readonly dynamodb: DynamoDbService;
  readonly lambda: LambdaService;
  readonly stacks: Stacks;
  readonly stackSets: StackSets;
  /** Key of an IAM user with AdministratorAccess, the same one each time. `account` may be outside the organization. */
  administrator(account: string): AdministratorKey;
  /**
   * Deploys every stack of a cloud assembly into its account and Region, in the order of their dependencies. Throws a
   * StackError, or an Error for an account that does not exist. Stacks that name no environment go to `defaults`.
   */
  deploy(assembly: string, defaults?: { readonly account: string; readonly region: string }): Promise<void>;
  /** Ends functions, timers and connections. */
  stop(): Promise<void>;
}

/** Starts a local AWS with the organization as it is described and nothing deployed. Rejects when the port is taken. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const clock = new Clock();
  const trace = new Trace();
  const organization = new Organization(options.organization);
  const identities = new Identities({ clock });
  const registry = new IamRegistry({ identities, directory: organization });
  const authorizer = new AuthorizerEngine({ directory: organization, principals: registry, trace, clock });
  const roleSessions = new StsRoleSessions({ identities, registry, directory: organization, authorizer, trace });

  // Queues and functions name the endpoint in what they answer; it is known once it listens.
  let url = '';
  const address = (): string => url;
  const sqs = new SqsService({ authorizer, trace, clock, endpoint: address });
  const lambda = new LambdaService({
    authorizer,
    roleSessions,
    queues: sqs,
    deadLetters: sqs,
    trace,
    clock,
    endpoint: address,
  });
  const events = new EventBridgeService({
    authorizer,
    roleSessions,
    targets: [sqs, lambda],
    deadLetters: sqs,
    trace,
    clock,
  });
  const dynamodb = new DynamoDbService({ authorizer, trace });
  const scheduler = new SchedulerService({ roleSessions, targets: [sqs, lambda], deadLetters: sqs, trace, clock });
  const sns = new SnsService({ authorizer, queues: sqs, trace, clock });
  const cloudwatch = new CloudWatchService({ sns, clock });
  const additionalRuleElements = options.additionalRuleElements ?? [];
  const buckets = { authorizer, directory: organization, events, trace, clock, additionalRuleElements };
  const s3 = new S3Service(buckets);
  const s3express = new S3ExpressService(buckets);
  const tagging = new TaggingService({ authorizer, trace, resources: [new TaggedBuckets(s3)] });

  const parameters = new Parameters();
  const stacks = new Stacks({
    trace,
    events,
    accountExists: (account) => organization.account(account)?.state === 'ACTIVE',
    isRegionEnabled: (account, region) => organization.isRegionEnabled(account, region),
    ssmParameter: (account, region, name) =>
      parameters.get(account, region, name)?.value ?? bootstrapVersion(account, region, name),
  });
  const operations = new StackOperations(stacks);
  const stackSets = new StackSets({ stacks, organization, clock });
  stacks.register(
    stackSets.resourceType,
    roleType(registry, identities.identifiers),
    policyType(registry),
    managedPolicyType(registry, identities.identifiers),
    ...queueResourceTypes(sqs),
    ...tableResourceTypes(dynamodb.tables),
    ...busResourceTypes(events),
    ruleResourceType(events),
    ...lambdaResourceTypes(lambda),
    ...cloudWatchResourceTypes(cloudwatch),
    ...scheduleResourceTypes(scheduler),
    ...topicResourceTypes(sns),
    ...bucketResourceTypes(s3),
    parameterType(parameters),
    repositoryType(),
  );

  const endpoint = new Endpoint({
    services: [
      stsService({ sessions: roleSessions, trace }),
      organizationsService({ organization, authorizer, trace, clock, events }),
      cloudFormationService({
        stacks,
        stackSets,
        operations,
        files: new S3Files(s3, address),
        authorizer,
        roleSessions,
        trace,
      }),
      iamService({ registry, authorizer, trace }),
      ssmService({ parameters, authorizer, trace }),
      sqs,
      events,
      lambda,
      sns,
      dynamodb,
      s3,
      s3express,
      tagging,
    ],
    identities,
    directory: organization,
    trace,
    clock,
    answerMilliseconds: options.answerMilliseconds ?? 0,
  });
  url = await endpoint.listen(options.port ?? 0);

  const administrators = new Map<string, AdministratorKey>();
  return {
    endpoint: url,
    organization,
    trace,
    s3,
    s3express,
    tagging,
    sqs,
    events,
    scheduler,
    sns,
    cloudwatch,
    dynamodb,
    lambda,
    stacks,
    stackSets,
    administrator(account) {
      const known = administrators.get(account);
      if (known !== undefined) return known;
      const { accessKeyId, secretAccessKey } = identities.createUser(account, 'administrator', [ADMINISTRATOR_ACCESS]);
      const key = { accessKeyId, secretAccessKey };
      administrators.set(account, key);
      return key;
    },
    async deploy(assembly, defaults) {
      await deployAssembly(assembly, { stacks, ...(defaults === undefined ? {} : { defaults }) });
    },
    async stop() {
      clock.stop();
      await lambda.stop();
      await operations.settled();
      await stackSets.settled();
      await endpoint.close();
    },
  };
}
