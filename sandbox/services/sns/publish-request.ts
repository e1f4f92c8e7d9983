import { NotModelledError } from '../../aws-error';
import { invalidParameter } from './sns-errors';

const LARGEST_MESSAGE_BYTES = 262_144;
const ATTRIBUTE = /^MessageAttributes\.entry\.(\d+)\.(Name|Value\.DataType|Value\.StringValue)$/;

export interface Publication {
  readonly message: string;
  readonly subject?: string;
  /** All of the type String. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads the parameters of Publish. Throws AwsError InvalidParameter. Source: Publish, SNS API Reference. */
export function readPublish(parameters: URLSearchParams): {
  readonly topicArn: string;
  readonly publication: Publication;
} {
  const known = ['Action', 'Version', 'TopicArn', 'TargetArn', 'Message', 'Subject'];
  const other = [...parameters.keys()].find((name) => !known.includes(name) && !ATTRIBUTE.test(name));
  if (other !== undefined) throw new NotModelledError(`the parameter ${other} of sns:Publish`);
  const topicArn = parameters.get('TopicArn') ?? parameters.get('TargetArn');
  if (topicArn === null) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  const subject = parameters.get('Subject') ?? undefined;
  const publication = {
    message: parameters.get('Message') ?? '',
    attributes: readAttributes(parameters),
    ...(subject === undefined ? {} : { subject }),
  };
  checkPublication(publication);
  return { topicArn, publication };
}

/** Throws AwsError InvalidParameter for what no topic takes. */
export function checkPublication({ message, subject, attributes }: Publication): void {
  if (message === '') throw invalidParameter('Empty message');
  const texts = [message, ...Object.entries(attributes).flat()];
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > LARGEST_MESSAGE_BYTES) {
    throw invalidParameter('Message too long');
  }
  if (subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(subject)) throw invalidParameter('Subject');
}

function readAttributes(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const entries = new Map<string, Record<string, string>>();
  for (const [name, value] of parameters) {
    const [, index = '', member = ''] = ATTRIBUTE.exec(name) ?? [];
    if (member !== '') entries.set(index, { ...entries.get(index), [member]: value });
  }
  return Object.fromEntries(
    [...entries.values()].map((entry) => {
      const { Name: name = '', 'Value.DataType': type = '', 'Value.StringValue': value = '' } = entry;
      if (type !== 'String') throw new NotModelledError(`message attributes of the type ${type}`);
      if (name === '' || value === '') throw invalidParameter(`The message attribute '${name}' must have a value`);
      return [name, value];
    }),
  );
}
