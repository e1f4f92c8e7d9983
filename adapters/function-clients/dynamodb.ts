import { jsonProtocol } from './json-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-dynamodb` in the bundles. */
export class DynamoDBClient extends serviceClient(
  { id: 'DYNAMODB', host: 'dynamodb', signingName: 'dynamodb', fipsInGovCloud: 'ipv4' },
  jsonProtocol({ version: '1.0', target: 'DynamoDB_20120810', bytesMember: 'B' }),
) {}

export const BatchGetItemCommand = commandOf('BatchGetItem');
export const DeleteItemCommand = commandOf('DeleteItem');
export const GetItemCommand = commandOf('GetItem');
export const PutItemCommand = commandOf('PutItem');
export const QueryCommand = commandOf('Query');
export const UpdateItemCommand = commandOf('UpdateItem');
