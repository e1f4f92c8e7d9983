import type { AccountId, BucketName } from '../../core/identifiers';
import type { Mode } from '../../core/mode';
import type { AccountOpening, BucketStore, StoreProblem } from '../../core/ports';
import type { SurveyOpening } from '../../core/sweep/survey';
import { InMemorySurveys } from '../fakes/in-memory-survey';
import type { Invocation } from './invocation';
import type { Organization, SimulatedAccount } from './organization';
import type { Surroundings } from './product-ports';
import type { Promises } from './promises';
import type { SimulatedS3 } from './simulated-s3';
import { WorldInvocation } from './world-invocation';
import { STRANGER } from './world-places';

export interface AccessibleWorld {
  readonly s3: SimulatedS3;
  readonly organization: Organization;
  readonly promises: Promises;
  /** Tokens of listings that S3 refuses next. */
  refusedTokens: number;
}

const LISTING_PAGE = 2;
const DENIED = { kind: 'denied', message: 'simulated', policyKind: 'service control policy' } as const;

/** The organization and its accounts as the product gets at them: through a role, where there is one, and behind its policies. */
export class WorldAccess {
  readonly #world: AccessibleWorld;

  constructor(world: AccessibleWorld) {
    this.#world = world;
  }

  surroundings(): Surroundings {
    const { organization } = this.#world;
    return {
      roster: { page: organization.page },
      profiles: { profile: organization.profile },
      fleet: organization.fleet,
      openWriter: async (id, buckets, mode, invocation) => this.#openWriter(id, buckets, mode, invocation),
      openSurvey: async (id) => this.#openSurvey(id),
    };
  }

  #openWriter(id: AccountId, buckets: readonly BucketName[], mode: Mode, invocation: Invocation): AccountOpening {
    const account = this.#reached(id);
    if (account === undefined) return { kind: 'not-assumable', message: 'AccessDenied: simulated' };
    const sight = invocation instanceof WorldInvocation ? invocation.sight : undefined;
    return { kind: 'open', store: this.#policed(account, this.#world.s3.store(buckets, mode, sight)) };
  }

  async #openSurvey(id: AccountId): Promise<SurveyOpening> {
    const account = this.#reached(id);
    if (account === undefined) return { kind: 'not-assumable', message: 'AccessDenied: simulated' };
    // anew each time, for it remembers names
    const surveys = new InMemorySurveys(this.#world.s3.memory, LISTING_PAGE);
    for (const [bucket, at] of this.#world.s3.createdAt) surveys.createdAt.set(bucket, at);
    surveys.refuseTokens = this.#world.refusedTokens;
    const opening = await surveys.open(id);
    if (opening.kind !== 'open') return opening;
    const { survey } = opening;
    const listed = <Page extends { readonly kind: string }>(page: Page): Page | typeof DENIED => {
      if (page.kind === 'bad-token') this.#world.refusedTokens = Math.max(0, this.#world.refusedTokens - 1);
      return account.denies === 'everything' ? DENIED : page;
    };
    const listBuckets = async (token: string | null) => listed(await survey.listBuckets(token));
    const listDirectoryBuckets: typeof survey.listDirectoryBuckets = async (...parameters) =>
      listed(await survey.listDirectoryBuckets(...parameters));
    return { kind: 'open', survey: { ...this.#policed(account, survey), listBuckets, listDirectoryBuckets } };
  }

  /** The account that the role lets us into. */
  #reached(id: AccountId): SimulatedAccount | undefined {
    const account = this.#world.organization.accounts.get(id);
    if (id === STRANGER) this.#world.promises.broken('outside', id, 'was entered');
    return account?.hasRole === true && account.state === 'ACTIVE' ? account : undefined;
  }

  /** The same calls behind the account's service control policies. */
  #policed<Port extends Partial<BucketStore>>(account: SimulatedAccount, port: Port): Port {
    const denied = <T>(writes: boolean, call: () => Promise<T>): Promise<T | StoreProblem> => {
      const isDenied = account.denies === 'everything' || (writes && account.denies === 'writes');
      return isDenied ? Promise.resolve(DENIED) : call();
    };
    const policed = Object.entries(port).map(([name, method]) => {
      if (typeof method !== 'function') return [name, method];
      const writes = name === 'writeLifecycle' || name === 'deleteLifecycle';
      const isPoliced = writes || name === 'readLifecycle' || name === 'readTags';
      if (!isPoliced) return [name, method];
      return [
        name,
        (...parameters: readonly unknown[]) => denied(writes, () => Reflect.apply(method, port, parameters)),
      ];
    });
    return Object.fromEntries(policed) as Port;
  }
}
