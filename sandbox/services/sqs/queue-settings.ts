import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { PolicyDocument } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Which queues may name this one as their dead-letter queue. */
export type RedriveAllowPolicy =
  | { readonly redrivePermission: 'allowAll' | 'denyAll' }
  | { readonly redrivePermission: 'byQueue'; readonly sourceQueueArns: readonly string[] };

/** What SetQueueAttributes can set. Times are in seconds, sizes in bytes. */
export interface QueueSettings {
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly messageRetentionPeriod: number;
  readonly receiveMessageWaitTimeSeconds: number;
  readonly visibilityTimeout: number;
  readonly sqsManagedSseEnabled: boolean;
  readonly policy?: PolicyDocument;
  readonly redrivePolicy?: RedrivePolicy;
  readonly redriveAllowPolicy?: RedriveAllowPolicy;
  /** The JSON as it was given, which GetQueueAttributes answers. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Source: API reference of SetQueueAttributes; 1 MiB as the default size since August 2025. */
export const DEFAULT_SETTINGS: QueueSettings = {
  delaySeconds: 0,
  maximumMessageSize: 1_048_576,
  messageRetentionPeriod: 345_600,
  receiveMessageWaitTimeSeconds: 0,
  visibilityTimeout: 30,
  sqsManagedSseEnabled: true,
  texts: {},
};

const NUMBERS = {
  DelaySeconds: { key: 'delaySeconds', min: 0, max: 900 },
  MaximumMessageSize: { key: 'maximumMessageSize', min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { key: 'messageRetentionPeriod', min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { key: 'receiveMessageWaitTimeSeconds', min: 0, max: 20 },
  VisibilityTimeout: { key: 'visibilityTimeout', min: 0, max: 43_200 },
} as const;

const NOT_MODELLED = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'FifoQueue', 'ContentBasedDeduplication'];
const NOT_MODELLED_FIFO = ['DeduplicationScope', 'FifoThroughputLimit'];

function invalidValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

/**
 * The settings after `attributes` (names and text values as in SetQueueAttributes) have been laid over `current`; an empty
 * text takes a policy away. Throws AwsError InvalidAttributeName or InvalidAttributeValue, and NotModelledError for FIFO queues and customer keys.
 */
export function applyAttributes(current: QueueSettings, attributes: Readonly<Record<string, string>>): QueueSettings {
  let settings = current;
  for (const [name, value] of Object.entries(attributes)) settings = applyAttribute(settings, name, value);
  return settings;
}

function applyAttribute(settings: QueueSettings, name: string, value: string): QueueSettings {
  if (NOT_MODELLED.includes(name) || NOT_MODELLED_FIFO.includes(name)) {
    throw new NotModelledError(`the queue attribute ${name}`);
  }
  const number = NUMBERS[name as keyof typeof NUMBERS];
  if (Object.hasOwn(NUMBERS, name)) {
    if (!/^\d+$/.test(value) || Number(value) < number.min || Number(value) > number.max) throw invalidValue(name);
    return { ...settings, [number.key]: Number(value) };
  }
  const texts = { ...settings.texts };
  if (value === '') delete texts[name];
  else texts[name] = value;
  switch (name) {
    case 'SqsManagedSseEnabled':
      if (value !== 'true' && value !== 'false') throw invalidValue(name);
      return { ...settings, sqsManagedSseEnabled: value === 'true' };
    case 'Policy': {
      const { policy: _, ...rest } = settings;
      return value === '' ? { ...rest, texts } : { ...rest, texts, policy: parseQueuePolicy(value) };
    }
    case 'RedrivePolicy': {
      const { redrivePolicy: _, ...rest } = settings;
      return value === '' ? { ...rest, texts } : { ...rest, texts, redrivePolicy: redrivePolicy(value) };
    }
    case 'RedriveAllowPolicy': {
      const { redriveAllowPolicy: _, ...rest } = settings;
      return value === '' ? { ...rest, texts } : { ...rest, texts, redriveAllowPolicy: redriveAllowPolicy(value) };
    }
    default:
      throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidValue(name);
  }
}

function record(name: string, text: string): Readonly<Record<string, unknown>> {
  const value = parseJson(name, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidValue(name);
  return value as Record<string, unknown>;
}

function redrivePolicy(text: string): RedrivePolicy {
  const refuse = (reason: string) =>
    new AwsError('InvalidParameterValue', `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  const { deadLetterTargetArn, maxReceiveCount, ...others } = record('RedrivePolicy', text);
  if (Object.keys(others).length > 0) throw refuse(`Unknown member ${Object.keys(others)[0]}.`);
  if (deadLetterTargetArn === undefined)
    throw refuse('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  if (maxReceiveCount === undefined)
    throw refuse('Redrive policy does not contain mandatory attribute: maxReceiveCount.');
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs') {
    throw refuse('Invalid value for deadLetterTargetArn.');
  }
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

function redriveAllowPolicy(text: string): RedriveAllowPolicy {
  const { redrivePermission, sourceQueueArns, ...others } = record('RedriveAllowPolicy', text);
  if (Object.keys(others).length > 0) throw invalidValue('RedriveAllowPolicy');
  if (redrivePermission === 'allowAll' || redrivePermission === 'denyAll') {
    if (sourceQueueArns !== undefined) throw invalidValue('RedriveAllowPolicy');
    return { redrivePermission };
  }
  const isList = Array.isArray(sourceQueueArns) && sourceQueueArns.length >= 1 && sourceQueueArns.length <= 10;
  if (redrivePermission !== 'byQueue' || !isList || !sourceQueueArns.every((arn) => typeof arn === 'string')) {
    throw invalidValue('RedriveAllowPolicy');
  }
  return { redrivePermission, sourceQueueArns };
}

/** Whether `sourceArn` may use a queue with this policy as its dead-letter queue; without a policy every queue may. */
export function allowsRedriveFrom(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (policy === undefined || policy.redrivePermission === 'allowAll') return true;
  return policy.redrivePermission === 'byQueue' && policy.sourceQueueArns.includes(sourceArn);
}

/** Throws AwsError InvalidAttributeValue where IAM's grammar is broken, as SQS answers. */
function parseQueuePolicy(text: string): PolicyDocument {
  try {
    return parsePolicy(parseJson('Policy', text), 'resource');
  } catch (error) {
    if (error instanceof AwsError && error.code === 'MalformedPolicyDocument') {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter Policy. Reason: ${error.message}`);
    }
    throw error;
  }
}
