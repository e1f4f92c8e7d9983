import type { PauseScope } from '../../core/brake';
import type { AccountId, BucketName } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, LifecycleRead } from '../../core/ports';
import type { IntendedWrite, WriteEnd } from '../../core/write-log';
import { hasOurs } from './lifecycle-reading';
import type { PortCall } from './port-calls';
import type { PromiseName } from './promises';
import type { SqsEvent } from './queued-message';
import type { WatchedWorld } from './watched-world';
import type { WorldInvocation } from './world-invocation';
import { HOUR_MS } from './world-places';
import { WriteChecks } from './write-checks';
import type { SeenWrite, WriterSight } from './writer-sight';

/** Looks at each call of the product's that could break a promise, at the moment it is made. */
export class WriteWatch {
  readonly #world: WatchedWorld;
  readonly #checks: WriteChecks;
  readonly #invocations = new WeakMap<WriterSight, WorldInvocation>();
  /** Accounts that the messages of an invocation are of. */
  readonly #stamped = new WeakMap<WorldInvocation, ReadonlySet<unknown>>();
  readonly #ahead = new Map<BucketName, () => number>();
  readonly #behind = new Map<BucketName, (() => boolean)[]>();
  readonly #excused = new Set<BucketName>();
  readonly #undone = new Set<BucketName>();
  /** Checks that are still on their way. */
  readonly pending: Promise<void>[] = [];

  constructor(world: WatchedWorld) {
    this.#world = world;
    this.#checks = new WriteChecks(world);
  }

  /** `react` follows each write that puts our rule into a bucket, for as long as it gives true. */
  behind(bucket: BucketName, react: () => boolean): void {
    this.#behind.set(bucket, [...(this.#behind.get(bucket) ?? []), react]);
  }

  /** `react` comes once, just before the next write into a bucket, and gives how many milliseconds longer than usual that takes. */
  ahead(bucket: BucketName, react: () => number): void {
    this.#ahead.set(bucket, react);
  }

  /** From now on nobody reacts any more. */
  calm(): void {
    this.#undone.clear();
    this.#ahead.clear();
    this.#behind.clear();
  }

  /** Whether our rule was taken out of a bucket, in calm, because somebody asked. */
  wasUndone(bucket: BucketName): boolean {
    return this.#undone.has(bucket);
  }

  /** Whether something was lost in a bucket where S3 lets nobody see it. */
  wasExcused(bucket: BucketName): boolean {
    return this.#excused.has(bucket);
  }

  onInvocation(invocation: WorldInvocation, event: SqsEvent): void {
    this.#invocations.set(invocation.sight, invocation);
    if (invocation.function !== 'settle') return;
    this.#stamped.set(invocation, new Set(event.Records.map(({ body }) => JSON.parse(body).account)));
  }

  /** A call of the product's is about to be made; gives how many milliseconds longer than usual it takes. */
  onCall(invocation: WorldInvocation, { port, operation, parameters }: PortCall): number {
    const { pauses, organization, promises } = this.#world;
    if (port === 'brake' && operation === 'pause') this.#onPause(...(parameters as [PauseScope]));
    if (port === 'brake' && operation === 'resume') pauses.onResume(...(parameters as [PauseScope]));
    if (port === 'writes' && operation === 'claim') {
      const [{ bucket }, { purpose }] = parameters as [BucketPlace, IntendedWrite];
      invocation.purposes.set(bucket, purpose);
      const react = this.#ahead.get(bucket);
      this.#ahead.delete(bucket);
      return react?.() ?? 0;
    }
    if (port === 'writes' && operation === 'end') {
      const [{ bucket }, , end] = parameters as [BucketPlace, string, WriteEnd];
      if (end === 'written') this.#onWritten(invocation, bucket);
    }
    const [account] = parameters as [AccountId];
    if (port === 'profiles') invocation.known.set(account, organization.exclusion(account));
    if (port === 'sts' && this.#stamped.get(invocation)?.has(account) === false) {
      promises.broken('outside', account, 'was entered for an event that another account sent');
    }
    return 0;
  }

  /** What a call of the product's was answered. */
  onAnswer(invocation: WorldInvocation, { port, operation, parameters }: PortCall, answer: unknown): void {
    if (port !== 's3' || operation !== 'readLifecycle') return;
    const [{ bucket }] = parameters as [BucketPlace];
    invocation.shown.set(bucket, answer as LifecycleRead);
  }

  /** A write is kept as one that S3 showed: then it has to have been shown. */
  #onWritten({ shown, purposes }: WorldInvocation, bucket: BucketName): void {
    const read = shown.get(bucket);
    const isRead = read?.kind === 'found' || read?.kind === 'none';
    const takesOut = ['undo', 'exclusion'].includes(purposes.get(bucket) ?? '');
    const isShown = isRead && (purposes.get(bucket) === 'repair' || hasOurs(configurationOf(read)) !== takesOut);
    if (!isShown) this.#world.promises.broken('careful-writes', bucket, 'is kept as written, which no read showed');
  }

  /** Nobody pauses for ever: whoever did, or saw the alarm, resumes after some hours. */
  #onPause(scope: PauseScope): void {
    const { pauses, clock, random, product } = this.#world;
    pauses.onPause(scope);
    clock.after(random.whole(1, 6) * HOUR_MS, () => {
      if (pauses.isPaused(scope)) product.ask({ kind: 'resume', scope, by: 'ada' });
    });
  }

  onWrite(write: SeenWrite): void {
    const { promises, organization, s3 } = this.#world;
    const { place, sight } = write;
    const { bucket, account } = place;
    const invocation = this.#invocations.get(sight);
    if (invocation === undefined) {
      promises.broken('careful-writes', bucket, 'was written by nobody we know');
      return;
    }
    const broken = (promise: PromiseName, what: string) => promises.broken(promise, bucket, what);
    if (!sight.reads.has(bucket)) {
      broken('careful-writes', 'was written without being read');
      return;
    }
    // what was shown before is no proof of this write
    invocation.shown.delete(bucket);
    const purpose = invocation.purposes.get(bucket);
    if (purpose === 'undo') this.#undone.add(bucket);
    if (purpose === undefined) broken('careful-writes', 'was written without being claimed');
    const between = s3.history(place).changes.slice(write.readIndex, write.index);
    const isStraddled = between.some(({ by }) => by === 'owner');
    const excuse = write.stale ? 'stale-read' : isStraddled ? 'straddled' : undefined;
    const foreign = between.findLast(({ by }) => by === 'owner');
    if (foreign?.exists === true) {
      const { at, index, readAt } = write;
      const isRule = purpose !== 'undo' && purpose !== 'exclusion' && purpose !== 'repair';
      this.#world.losses.note({ bucket, account, foreign, at, readAt, index, isRule });
    }
    if (excuse !== undefined) {
      // of what somebody wrote meanwhile it is seen later whether it could be known
      if (write.stale || foreign?.exists !== true) promises.excuse(excuse);
      this.#excused.add(bucket);
    } else if (between.length > 0) broken('careful-writes', 'was written by two of us at once');
    if (!organization.isMember(account) && invocation.known.get(account) !== undefined)
      broken('outside', 'was written');
    if (excuse === undefined) this.#checks.foreign(write, purpose === 'repair');
    const takesOut = purpose === 'undo' || purpose === 'exclusion';
    if (takesOut) this.#checks.takeOut(write);
    else this.#checks.put(write, invocation, excuse !== undefined || purpose === 'repair');
    if (!takesOut) {
      const reactions = this.#behind.get(bucket) ?? [];
      this.#behind.set(
        bucket,
        reactions.filter((react) => react()),
      );
    }
    if (excuse === undefined) this.pending.push(this.#checks.image(write));
  }
}

function configurationOf(read: LifecycleRead): LifecycleConfiguration | undefined {
  return read.kind === 'found' ? read.configuration : undefined;
}
