import { z } from 'zod';
import { formatArn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { FunctionConfiguration, LogLevel } from './function-configuration';
import { reservedVariables } from './function-environment';
import type { LambdaService } from './lambda-service';
import type { FunctionCode } from './task-folder';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const level = z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);

const schema = z.strictObject({
  Architectures: z
    .array(z.enum(['arm64', 'x86_64']))
    .length(1)
    .optional(),
  Code: z.strictObject({
    S3Bucket: z.string().optional(),
    S3Key: z.string().optional(),
    ZipFile: z.string().optional(),
  }),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).optional(),
  Description: z.string().max(256).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), text).optional() }).optional(),
  FunctionName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  Handler: z.string().optional(),
  LoggingConfig: z
    .strictObject({
      ApplicationLogLevel: level.optional(),
      LogFormat: z.enum(['Text', 'JSON']).optional(),
      LogGroup: z.string().optional(),
      SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']).optional(),
    })
    .optional(),
  MemorySize: z.coerce.number().int().min(128).max(10_240).optional(),
  PackageType: z.literal('Zip').optional(),
  // Loops are not looked for here; a function that relies on them being ended is not modelled.
  RecursiveLoop: z.literal('Allow').optional(),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  Role: z.string(),
  Runtime: z.string().optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
  Timeout: z.coerce.number().int().min(1).max(900).optional(),
  TracingConfig: z.strictObject({ Mode: z.enum(['Active', 'PassThrough']) }).optional(),
});

type Properties = z.infer<typeof schema>;

/** Source: "Lambda quotas": all variables together. */
const LARGEST_ENVIRONMENT = 4096;

/** Source: "AWS::Lambda::Function", CloudFormation Template Reference. */
const REPLACES = ['FunctionName', 'PackageType'];

/** `AWS::Lambda::Function` (Ref: name; Arn). */
export function functionType(lambda: LambdaService): ResourceType<Properties> {
  return {
    typeName: 'AWS::Lambda::Function',
    schema,
    async create(request) {
      const code = codeOf(request);
      const { properties, stack, logicalId } = request;
      const name = properties.FunctionName ?? generatedName(stack.stackName, logicalId, 64);
      const tracing = properties.TracingConfig?.Mode === 'Active';
      const { arn } = lambda.createFunction({ configuration: configurationOf(request, name), code, tracing });
      return { ref: name, attributes: { Arn: arn }, delete: () => lambda.deleteFunction(arn) };
    },
    updates: {
      inPlace: Object.keys(schema.shape).filter((property) => !REPLACES.includes(property)),
      replaces: REPLACES,
      name: 'FunctionName',
      async update(request, before) {
        const tracing = request.properties.TracingConfig?.Mode === 'Active';
        const code = codeOf(request);
        lambda.updateFunction({ configuration: configurationOf(request, before.ref), code, tracing });
        return before;
      },
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

function codeOf({ properties: { Code: code }, assetPath }: ResourceRequest<Properties>): FunctionCode {
  if (code.ZipFile !== undefined && code.S3Bucket === undefined && code.S3Key === undefined) {
    return { kind: 'inline', source: code.ZipFile };
  }
  if (code.ZipFile !== undefined || code.S3Bucket === undefined || code.S3Key === undefined) {
    throw invalid('Please provide a source for function code: either ZipFile, or S3Bucket and S3Key.');
  }
  return { kind: 'asset', path: assetPath(code.S3Bucket, code.S3Key) };
}

function configurationOf({ properties, stack }: ResourceRequest<Properties>, name: string): FunctionConfiguration {
  const { Runtime: runtime, Handler: handler, LoggingConfig: logging } = properties;
  if (runtime === undefined || handler === undefined) {
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
  if (!/^nodejs\d+\.x$/.test(runtime)) throw new NotModelledError(`the function runtime ${runtime}`);
  if (parseArn(properties.Role)?.service !== 'iam') {
    throw new AwsError(
      'ValidationException',
      `Value '${properties.Role}' at 'role' failed to satisfy constraint: it is no ARN of a role`,
    );
  }
  if (logging?.LogFormat !== 'JSON' && (logging?.ApplicationLogLevel ?? logging?.SystemLogLevel) !== undefined) {
    throw invalid('To define log levels, LogFormat must be set to JSON.');
  }
  const deadLetterArn = properties.DeadLetterConfig?.TargetArn;
  if (deadLetterArn !== undefined && parseArn(deadLetterArn)?.service !== 'sqs') {
    throw new NotModelledError(`DeadLetterConfig with anything but a queue (${deadLetterArn})`);
  }
  const applicationLevel: LogLevel = logging?.ApplicationLogLevel ?? 'INFO';
  return {
    arn: formatArn({ service: 'lambda', region: stack.region, account: stack.account, resource: `function:${name}` }),
    name,
    account: stack.account,
    region: stack.region,
    roleArn: properties.Role,
    runtime,
    handler,
    timeoutSeconds: properties.Timeout ?? 3,
    memoryMegabytes: properties.MemorySize ?? 128,
    environment: checkedEnvironment(properties.Environment?.Variables ?? {}),
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    deadLetterArn,
    logging: {
      format: logging?.LogFormat ?? 'Text',
      group: logging?.LogGroup ?? `/aws/lambda/${name}`,
      applicationLevel,
    },
  };
}

function checkedEnvironment(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const names = Object.keys(variables);
  const reserved = reservedVariables(names);
  if (reserved.length > 0) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const odd = names.find((name) => !/^[A-Za-z][A-Za-z0-9_]+$/.test(name));
  if (odd !== undefined) throw invalid(`The environment variable name '${odd}' does not match [a-zA-Z]([a-zA-Z0-9_])+`);
  if (Buffer.byteLength(JSON.stringify(variables)) > LARGEST_ENVIRONMENT) {
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.`,
    );
  }
  return variables;
}
