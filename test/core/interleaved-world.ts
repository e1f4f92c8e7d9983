import type { Scheduler } from 'fast-check';
import type { ForeignMark } from '../../core/foreign-write';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { type Meaning, meaningOf } from '../../core/lifecycle/meaning';
import { ourRuleXml } from '../../core/lifecycle/our-rule';
import type { BucketStore } from '../../core/ports';
import type { Sight } from '../../core/sight';
import { xmlParameters } from '../../sandbox/services/cloudtrail/xml-parameters';
import { parseXml } from '../../sandbox/wire/xml';
import { configuration, PLACE, reconcileWorld, rule, sightOf } from './reconcile-world';

/** What a foreign writer does: puts rules, with our rule among them or without, or deletes the configuration. */
export type ForeignDeed = 'one' | 'two' | 'with-ours' | 'delete';
export type Fate = 'on-time' | 'late' | 'doubled' | 'lost';

export interface Foreign {
  readonly deed: ForeignDeed;
  readonly fate: Fate;
  /** Seconds after the first events at which a late one comes. */
  readonly late: number;
}

/** One state after another that S3 truly held. */
interface State {
  readonly by: 'start' | 'ours' | string;
  /** When it came about, milliseconds since 1970. */
  readonly at: number;
  readonly configuration: LifecycleConfiguration | undefined;
  readonly meaning: Meaning;
  /** Whose events had been heard by then. */
  readonly heard: readonly string[];
}

const EXPIRES = (days: number): string => `<Expiration><Days>${days}</Days></Expiration>`;
const START = configuration(rule('keep', EXPIRES(30)));
const RETRY_SECONDS = 30;
const MOST_DELIVERIES = 200;

/** A bucket that others write while we do: every call may be overtaken by any other, reads may be stale, events come as they come. */
export function interleavedWorld(
  scheduler: Scheduler,
  options: { readonly steps: readonly number[]; readonly stale: readonly boolean[] },
) {
  const world = reconcileWorld(START);
  const { clock, bucket, services, s3, event, journal } = world;
  const truth: State[] = [];
  const heard = new Set<string>();
  const held = (by: string): void => {
    const { lifecycle } = bucket;
    const meaning = meaningOf(lifecycle);
    if (meaning === undefined) throw new Error('it cannot be read');
    truth.push({ by, at: clock.now(), configuration: lifecycle, meaning, heard: [...heard] });
  };
  held('start');

  let interleaves = true;
  let calls = 0;
  const gate = async (label: string): Promise<void> => {
    if (!interleaves) return;
    await scheduler.schedule(Promise.resolve(), label);
    clock.advance(options.steps[calls % options.steps.length] ?? 0);
    calls += 1;
  };

  const plain = s3.store();
  let reads = 0;
  const store: BucketStore = {
    ...plain,
    readLifecycle: async (place) => {
      await gate('read');
      const previous = truth.at(-2);
      const isStale = interleaves && options.stale[reads % options.stale.length] === true && previous !== undefined;
      reads += 1;
      if (!isStale) return plain.readLifecycle(place);
      const { configuration: old } = previous;
      return old === undefined ? { kind: 'none' } : { kind: 'found', configuration: old };
    },
    writeLifecycle: async (place, written) => {
      await gate('write');
      const answer = await plain.writeLifecycle(place, written);
      held('ours');
      await gate('written');
      return answer;
    },
    deleteLifecycle: async (place) => {
      await gate('delete');
      const answer = await plain.deleteLifecycle(place);
      held('ours');
      return answer;
    },
    readTags: async (place) => {
      await gate('tags');
      return plain.readTags(place);
    },
  };
  const { writes } = services;
  const gated = new Proxy(writes, {
    get: (target, name) => {
      const method = Reflect.get(target, name) as (...values: readonly unknown[]) => Promise<unknown>;
      return async (...values: readonly unknown[]) => {
        await gate(String(name));
        const mark = name === 'noteForeign' ? (values[1] as ForeignMark) : undefined;
        if (mark !== undefined) heard.add(mark.eventId);
        return method.apply(target, [...values]);
      };
    },
  });

  const queue: { readonly sight: () => Sight; readonly due: number; readonly tries: number }[] = [];
  const settleQueue = {
    send: async (message: unknown, seconds: number) => {
      const body = JSON.parse(JSON.stringify(message)) as unknown;
      queue.push({ sight: () => sightOf(body, clock.now()), due: clock.now() + seconds * 1000, tries: 1 });
    },
    sendAll: async () => undefined,
  };
  Object.assign(services, { writes: gated, settleQueue });
  const told: { readonly eventId: string; readonly write: string; readonly order: string }[] = [];
  Object.assign(journal, {
    log: (_level: string, message: string, details: (typeof told)[number]) => {
      if (message.startsWith('a write was lost')) told.push(details);
    },
  });

  const handle = async (sight: () => Sight, tries: number): Promise<void> => {
    const result = await world.runOn(sight(), store);
    if (result.kind !== 'retry') return;
    if (tries > 20) throw new Error(`still tried again: ${result.outcome.reason.text}`);
    queue.push({ sight, due: clock.now() + RETRY_SECONDS * 1000, tries: tries + 1 });
  };

  const contentOf = (deed: ForeignDeed): LifecycleConfiguration | undefined => {
    if (deed === 'delete') return undefined;
    const rules = [rule('keep', EXPIRES(31))];
    if (deed === 'two') rules.push(rule('other', EXPIRES(5)));
    if (deed === 'with-ours') rules.push(rule('third', EXPIRES(9)), ourRuleXml(7, 'V2', ''));
    return configuration(...rules);
  };
  const deliveries: Promise<void>[] = [];

  /** Somebody else writes, and their event goes its way. */
  const write = async ({ deed, fate, late }: Foreign, name: string): Promise<void> => {
    await gate(`${name} writes`);
    const content = contentOf(deed);
    bucket.lifecycle = content;
    held(name);
    const at = Math.floor(clock.now() / 1000) * 1000;
    const parameters = content === undefined ? {} : { LifecycleConfiguration: xmlParameters(parseXml(content.xml)) };
    const sight = (): Sight =>
      event(deed === 'delete' ? 'DeleteBucketLifecycle' : 'PutBucketLifecycle', at, {
        eventID: name,
        userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::111122223333:user/${name}` },
        requestParameters: { bucketName: PLACE.bucket, ...parameters },
      });
    if (fate === 'on-time' || fate === 'doubled')
      deliveries.push(gate(`event of ${name}`).then(() => handle(sight, 1)));
    if (fate === 'late' || fate === 'doubled') queue.push({ sight, due: clock.now() + late * 1000, tries: 1 });
  };

  return {
    ...{ truth, told, bucket, clock, inventory: world.inventory },
    /** The bucket has settled and is being written while the others write; then everything is handled that comes of it, in calm. */
    play: async (foreigners: readonly Foreign[]): Promise<void> => {
      interleaves = false;
      await world.runOn(event('PutBucketTagging'), store);
      const [message] = queue.splice(0);
      clock.advance(300);
      interleaves = true;
      const ours = message === undefined ? undefined : handle(message.sight, 1);
      const theirs = foreigners.map((foreign, index) => write(foreign, `f${index}`));
      await scheduler.waitFor(Promise.all([ours, ...theirs]).then(() => Promise.all(deliveries)));
      interleaves = false;
      for (let count = 0; queue.length > 0; count += 1) {
        if (count > MOST_DELIVERIES) throw new Error('it never comes to rest');
        queue.sort((one, other) => one.due - other.due);
        const next = queue.shift();
        if (next === undefined) break;
        clock.advance(Math.max(0, next.due - clock.now()) / 1000);
        await handle(next.sight, next.tries);
      }
    },
  };
}
