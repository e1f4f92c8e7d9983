import { formatArn, parseArn } from '../../arn';
import { AwsError } from '../../aws-error';
import type { PolicyDocument } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';
import type { EventEnvelope } from './event';
import type { EventPattern } from './pattern/event-pattern';

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly roleArn?: string;
  /** Replaces the event. */
  readonly input?: string;
  /** A JSON path of names and indexes; what it finds replaces the event. */
  readonly inputPath?: string;
  /** Message group of a queue: a text, or a JSON path into the event. */
  readonly messageGroupId?: string;
  readonly deadLetterArn?: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeInSeconds: number;
}

export interface Rule {
  readonly arn: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: EventPattern;
  readonly patternText: string;
  readonly targets: readonly RuleTarget[];
}

export interface Archive {
  readonly arn: string;
  readonly name: string;
  readonly pattern: EventPattern | undefined;
  /** The newest events, oldest first. */
  readonly events: EventEnvelope[];
}

/** An event bus with its rules, its archives and its resource policy. */
export class EventBus {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly rules = new Map<string, Rule>();
  readonly archives = new Map<string, Archive>();
  readonly #statements = new Map<string, unknown>();

  constructor(account: string, region: string, name: string) {
    this.account = account;
    this.region = region;
    this.name = name;
    this.arn = formatArn({ service: 'events', region, account, resource: `event-bus/${name}` });
  }

  /** Parsed again after each change, so that a statement that the evaluator does not know is refused when it is put. */
  get policy(): PolicyDocument | undefined {
    if (this.#statements.size === 0) return undefined;
    return parsePolicy({ Version: '2012-10-17', Statement: [...this.#statements.values()] }, 'resource');
  }

  /** Statements under a key; putting the key again replaces them. Throws what `parsePolicy` throws, and then changes nothing. */
  putStatement(key: string, statement: unknown): void {
    parsePolicy({ Version: '2012-10-17', Statement: [statement] }, 'resource');
    this.#statements.set(key, statement);
  }

  removeStatement(key: string): void {
    this.#statements.delete(key);
  }
}

/** All buses of all accounts and Regions, by ARN. Every account has a default bus in every Region. */
export class EventBuses {
  readonly #buses = new Map<string, EventBus>();

  default(account: string, region: string): EventBus {
    const arn = formatArn({ service: 'events', region, account, resource: 'event-bus/default' });
    return this.#buses.get(arn) ?? this.#add(new EventBus(account, region, 'default'));
  }

  /** Throws AwsError ResourceAlreadyExistsException, or ValidationException for an impossible name. */
  create(account: string, region: string, name: string): EventBus {
    if (!/^[A-Za-z0-9._-]{1,256}$/.test(name) || name === 'default' || name.startsWith('aws.')) {
      throw new AwsError('ValidationException', `Event bus name ${name} is not valid.`);
    }
    const bus = new EventBus(account, region, name);
    if (this.#buses.has(bus.arn)) {
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    return this.#add(bus);
  }

  delete(arn: string): void {
    this.#buses.delete(arn);
  }

  /** Undefined for an ARN that names no bus. */
  find(arn: string): EventBus | undefined {
    const parsed = parseArn(arn);
    if (parsed?.service !== 'events') return undefined;
    if (parsed.resource === 'event-bus/default') return this.default(parsed.account, parsed.region);
    return this.#buses.get(arn);
  }

  /** ARN of a bus given by name or ARN (absent: default) as seen from an account and Region. */
  arnOf(nameOrArn: string | undefined, account: string, region: string): string {
    if (nameOrArn?.startsWith('arn:')) return nameOrArn;
    return formatArn({ service: 'events', region, account, resource: `event-bus/${nameOrArn ?? 'default'}` });
  }

  /** Throws AwsError ResourceNotFoundException. */
  get(nameOrArn: string | undefined, account: string, region: string): EventBus {
    const bus = this.find(this.arnOf(nameOrArn, account, region));
    if (bus === undefined) throw noSuchBus(nameOrArn ?? 'default');
    return bus;
  }

  list(account: string, region: string): readonly EventBus[] {
    const first = this.default(account, region);
    const others = [...this.#buses.values()].filter((bus) => bus.account === account && bus.region === region);
    return [first, ...others.filter((bus) => bus !== first)];
  }

  #add(bus: EventBus): EventBus {
    this.#buses.set(bus.arn, bus);
    return bus;
  }
}

export function noSuchBus(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}
