import { jsonProtocol } from './json-protocol';
import { commandOf, serviceClient } from './service-client';

/** Stands in for `@aws-sdk/client-eventbridge` in the bundles. */
export class EventBridgeClient extends serviceClient(
  { id: 'EVENTBRIDGE', host: 'events', signingName: 'events', fipsInGovCloud: 'all' },
  jsonProtocol({ version: '1.1', target: 'AWSEvents' }),
) {}

export const PutEventsCommand = commandOf('PutEvents');
