import { createHash } from 'node:crypto';
import { AwsError, NotModelledError } from '../../aws-error';

/** One message attribute; `dataType` is `String`, `Number` or either with a label of the sender's (`Number.int`). */
export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const MAX_ATTRIBUTES = 10;

/** #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF. Source: API reference of SendMessage. */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** Throws AwsError InvalidMessageContents for a character that SQS refuses. */
export function checkCharacters(text: string): void {
  const found = FORBIDDEN_CHARACTER.exec(text);
  if (found === null) return;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase();
  throw new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to #x10FFFF]`,
  );
}

/** Throws AwsError for attributes that SQS refuses, NotModelledError for binary ones. */
export function checkMessageAttributes(
  attributes: Readonly<
    Record<string, { DataType?: string | undefined; StringValue?: string | undefined; BinaryValue?: unknown }>
  >,
): MessageAttributes {
  const names = Object.keys(attributes);
  if (names.length > MAX_ATTRIBUTES) {
    throw new AwsError(
      'InvalidParameterValue',
      `Number of message attributes [${names.length}] exceeds the allowed maximum [10].`,
    );
  }
  const checked: Record<string, MessageAttribute> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const { DataType: dataType, StringValue: stringValue } = attribute;
    if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^(aws|amazon)\./i.test(name) || /^\.|\.$|\.\./.test(name)) {
      throw new AwsError('InvalidParameterValue', `The message attribute name '${name}' is invalid.`);
    }
    if (dataType === undefined || dataType === '') {
      throw new AwsError(
        'InvalidParameterValue',
        `The message attribute '${name}' must contain a non-empty message attribute type.`,
      );
    }
    if (/^Binary(\.|$)/.test(dataType)) throw new NotModelledError('binary message attributes');
    if (!/^(String|Number)(\.[A-Za-z0-9_.-]+)?$/.test(dataType) || dataType.length > 256) {
      throw new AwsError(
        'InvalidParameterValue',
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    if (stringValue === undefined || stringValue === '' || attribute.BinaryValue !== undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${dataType}'.`,
      );
    }
    if (dataType.startsWith('Number') && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(stringValue)) {
      throw new AwsError(
        'InvalidParameterValue',
        `Can't cast the value of message (user) attribute '${name}' to a number.`,
      );
    }
    checkCharacters(stringValue);
    checked[name] = { dataType, stringValue };
  }
  return checked;
}

/** Bytes that count against the size limit: the body, and each attribute's name, type and value. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, { dataType, stringValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(stringValue);
  }
  return size;
}

/**
 * MD5 of the attributes as SQS computes it: by name, each part with its length in four bytes, big-endian, and one byte for
 * the kind of value (1: text). Source: "Calculating the MD5 message digest for message attributes", SQS Developer Guide.
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text, 'utf8');
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(name);
    add(attribute.dataType);
    hash.update(Buffer.of(1));
    add(attribute.stringValue);
  }
  return hash.digest('hex');
}
