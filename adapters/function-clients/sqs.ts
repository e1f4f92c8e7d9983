import { jsonProtocol } from './json-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-sqs` in the bundles. */
export class SQSClient extends serviceClient(
  { id: 'SQS', host: 'sqs', signingName: 'sqs', fipsInGovCloud: 'ipv4' },
  jsonProtocol({ version: '1.0', target: 'AmazonSQS', mayBeEmpty: true }),
) {}

export const ChangeMessageVisibilityCommand = commandOf('ChangeMessageVisibility');
export const SendMessageBatchCommand = commandOf('SendMessageBatch');
export const SendMessageCommand = commandOf('SendMessage');
