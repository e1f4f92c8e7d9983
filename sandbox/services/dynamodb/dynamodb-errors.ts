import { AwsError } from '../../aws-error';
import type { WireResponse } from '../../wire/message';
import type { Item } from './attribute-value';

/** A condition that was not met, with the item that did not meet it where the request asked for it. */
export class ConditionalCheckFailed extends AwsError {
  readonly item: Item;

  constructor(message: string, item: Item) {
    super('ConditionalCheckFailedException', message);
    this.item = item;
  }
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}

/** Codes that DynamoDB shares with other services. What is not here is its own. */
const SHARED_NAMESPACES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'com.amazon.coral.service',
  ExpiredTokenException: 'com.amazon.coral.service',
  IncompleteSignatureException: 'com.amazon.coral.service',
  InvalidSignatureException: 'com.amazon.coral.service',
  MissingAuthenticationTokenException: 'com.amazon.coral.service',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
};

/** DynamoDB's way to write an error. Source: "Error handling with DynamoDB", Developer Guide. */
export function renderDynamoDbError(error: {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}): WireResponse {
  const denied = error.code === 'AccessDenied';
  const code = denied ? 'AccessDeniedException' : error.code;
  const namespace = SHARED_NAMESPACES[code] ?? 'com.amazonaws.dynamodb.v20120810';
  const item = error instanceof ConditionalCheckFailed ? { Item: error.item } : {};
  return {
    status: denied ? 400 : error.status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: `${namespace}#${code}`, message: error.message, ...item }),
  };
}
