import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import { type Caller, callerAccount } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { jsonService } from '../../wire/json-protocol';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { DeadLetterQueues, EventEnvelope, EventSink, TargetInvoker } from './event';
import { type EventBus, EventBuses, noSuchBus } from './event-buses';
import { EventPattern } from './pattern/event-pattern';
import { type PutEventsEntry, parsePutEvents, toEnvelope } from './put-events';
import { TargetDelivery } from './target-delivery';

/** How many events an archive keeps. */
const ARCHIVE_SIZE = 10_000;

/** EventBridge: buses, rules and their targets. Rules and buses are made by CloudFormation; the wire puts and reads. */
export class EventBridgeService implements WireService, EventSink {
  readonly signingNames = ['events'];
  readonly buses = new EventBuses();
  readonly #authorizer: Authorizer;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #delivery: TargetDelivery;
  readonly #wire: WireService;

  constructor(options: {
    readonly authorizer: Authorizer;
    readonly roleSessions: RoleSessions;
    readonly targets: readonly TargetInvoker[];
    readonly deadLetters: DeadLetterQueues;
    readonly trace: Trace;
    readonly clock: Clock;
  }) {
    this.#authorizer = options.authorizer;
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#delivery = new TargetDelivery({
      ...options,
      putOnBus: (caller, busArn, event) => this.#forward(caller, busArn, event),
    });
    this.#wire = jsonService({
      signingNames: this.signingNames,
      targetPrefix: 'AWSEvents',
      version: '1.1',
      operations: {
        PutEvents: (input, call) => this.#putEvents(input, call),
        TestEventPattern: (input, call) => this.#testEventPattern(input, call),
        ListEventBuses: (input, call) => this.#listEventBuses(input, call),
        ListRules: (input, call) => this.#listRules(input, call),
      },
    });
  }

  handle(call: Call): Promise<WireResponse> {
    return this.#wire.handle(call);
  }

  renderError(error: Parameters<WireService['renderError']>[0], requestId: string): WireResponse {
    return this.#wire.renderError(error, requestId);
  }

  publish(account: string, region: string, event: Parameters<EventSink['publish']>[2]): void {
    const bus = this.buses.default(account, region);
    this.#arrive(bus, { version: '0', id: randomUUID(), account, region, ...event }, false);
  }

  #arrive(bus: EventBus, event: EventEnvelope, forwarded: boolean): void {
    const matched = [...bus.rules.values()].filter((rule) => rule.enabled && rule.pattern.matches(event));
    const eventName = event.detail['eventName'];
    this.#trace.record({
      kind: 'event',
      busArn: bus.arn,
      source: event.source,
      detailType: event['detail-type'],
      eventAccount: event.account,
      eventName: typeof eventName === 'string' ? eventName : undefined,
      matched: matched.map((rule) => rule.name),
    });
    for (const archive of bus.archives.values()) {
      if (archive.pattern !== undefined && !archive.pattern.matches(event)) continue;
      archive.events.push(event);
      if (archive.events.length > ARCHIVE_SIZE) archive.events.shift();
    }
    const arrivedFromElsewhere = forwarded || event.account !== bus.account;
    for (const rule of matched) {
      for (const target of rule.targets) {
        void this.#delivery.deliver({ bus, rule, target, event, arrivedFromElsewhere });
      }
    }
  }

  /** From a rule of another bus: needs `events:PutEvents` of the target's role, and of the bus policy across accounts. */
  #forward(caller: Caller, busArn: string, event: EventEnvelope): void {
    this.#authorizePut(caller, busArn, event.source, event['detail-type'], true);
    const bus = this.buses.find(busArn);
    if (bus === undefined) throw noSuchBus(busArn);
    this.#arrive(bus, event, true);
  }

  #putEvents(input: unknown, call: Call): object | Promise<object> {
    const entries = parsePutEvents(input);
    const account = callerAccount(call.caller);
    const busArns = entries.map((entry) => this.buses.arnOf(entry.EventBusName, account, call.region));
    const entry = { action: 'events:PutEvents', caller: call.caller, region: call.region, resource: busArns[0] ?? '*' };
    return recordCall(this.#trace, entry, () => {
      entries.forEach((item, index) => {
        const busArn = busArns[index] ?? '';
        checkBusArn(busArn, call.region);
        this.#authorizePut(call.caller, busArn, item.Source ?? '', item.DetailType ?? '', false);
      });
      const results = entries.map((item, index) => this.#putEntry(item, busArns[index] ?? '', account, call.region));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    });
  }

  /** An event for a bus of the caller's that does not exist is accepted and lost, as in AWS. */
  #putEntry(entry: PutEventsEntry, busArn: string, account: string, region: string): object {
    const result = toEnvelope(entry, { account, region, now: this.#clock.now() });
    if (!result.ok) return result.error;
    const bus = this.buses.find(busArn);
    if (bus !== undefined) this.#arrive(bus, result.event, false);
    return { EventId: result.event.id };
  }

  #authorizePut(caller: Caller, busArn: string, source: string, detailType: string, byRule: boolean): void {
    const arn = parseArn(busArn);
    this.#authorize(caller, 'events:PutEvents', busArn, arn?.account ?? '', arn?.region ?? '', {
      'events:source': source,
      'events:detail-type': detailType,
      'events:eventBusInvocation': String(byRule),
    });
  }

  #authorize(
    caller: Caller,
    action: string,
    resource: string,
    resourceAccount: string,
    region: string,
    context: Readonly<Record<string, string>> = {},
  ): void {
    const policy = this.buses.find(resource)?.policy;
    this.#authorizer.authorize({
      caller,
      action,
      resource,
      resourceAccount,
      region,
      context,
      ...(policy === undefined ? {} : { resourcePolicy: policy, resourcePolicyKind: 'resource-based policy' as const }),
    });
  }

  #testEventPattern(input: unknown, call: Call): object | Promise<object> {
    const schema = z.strictObject({ EventPattern: z.string(), Event: z.string() });
    const request = parse(schema, input, 'TestEventPattern');
    const entry = { action: 'events:TestEventPattern', caller: call.caller, region: call.region, resource: '*' };
    return recordCall(this.#trace, entry, () => {
      this.#authorize(call.caller, entry.action, '*', callerAccount(call.caller), call.region);
      const pattern = EventPattern.parse(request.EventPattern);
      return { Result: pattern.matches(testEvent(request.Event)) };
    });
  }

  #listEventBuses(input: unknown, call: Call): object | Promise<object> {
    const request = parse(z.strictObject({ NamePrefix: z.string().optional() }), input, 'ListEventBuses');
    const account = callerAccount(call.caller);
    const entry = { action: 'events:ListEventBuses', caller: call.caller, region: call.region, resource: '*' };
    return recordCall(this.#trace, entry, () => {
      this.#authorize(call.caller, entry.action, '*', account, call.region);
      const buses = this.buses
        .list(account, call.region)
        .filter((bus) => bus.name.startsWith(request.NamePrefix ?? ''));
      return {
        EventBuses: buses.map(({ name, arn, policy }) => ({
          Name: name,
          Arn: arn,
          ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
        })),
      };
    });
  }

  #listRules(input: unknown, call: Call): object | Promise<object> {
    const schema = z.strictObject({ EventBusName: z.string().optional(), NamePrefix: z.string().optional() });
    const request = parse(schema, input, 'ListRules');
    const account = callerAccount(call.caller);
    const prefix = request.NamePrefix ?? '';
    const entry = { action: 'events:ListRules', caller: call.caller, region: call.region, resource: '*' };
    return recordCall(this.#trace, entry, () => {
      this.#authorize(call.caller, entry.action, '*', account, call.region);
      const bus = this.buses.get(request.EventBusName, account, call.region);
      const rules = [...bus.rules.values()].filter((rule) => rule.name.startsWith(prefix));
      return {
        Rules: rules.map((rule) => ({
          Name: rule.name,
          Arn: rule.arn,
          EventPattern: rule.patternText,
          State: rule.enabled ? 'ENABLED' : 'DISABLED',
          EventBusName: bus.name,
        })),
      };
    });
  }
}

/** PutEvents reaches other accounts, never other Regions. */
function checkBusArn(busArn: string, region: string): void {
  const arn = parseArn(busArn);
  if (arn?.service === 'events' && arn.resource.startsWith('event-bus/') && arn.region === region) return;
  throw new AwsError(
    'ValidationException',
    `Parameter EventBusName is not valid. Reason: ${busArn} is not an event bus of ${region}.`,
  );
}

const TEST_EVENT_FIELDS = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

function testEvent(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw new AwsError('ValidationException', 'Parameter Event is not valid. Reason: Event is not valid JSON.');
  }
  if (typeof event !== 'object' || event === null || !TEST_EVENT_FIELDS.every((name) => Object.hasOwn(event, name))) {
    const reason = `Event must have the fields ${TEST_EVENT_FIELDS.join(', ')}.`;
    throw new AwsError('ValidationException', `Parameter Event is not valid. Reason: ${reason}`);
  }
  return event;
}

function parse<T>(schema: z.ZodType<T>, input: unknown, operation: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys')
      throw new NotModelledError(`${issue.keys.join(', ')} of events:${operation}`);
  }
  throw new AwsError('ValidationException', result.error.issues[0]?.message ?? 'The request is not valid.');
}
