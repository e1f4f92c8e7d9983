import { NotModelledError } from '../../aws-error';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { jsonService } from '../../wire/json-protocol';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import { type GetResourcesRequest, readGetResources, writeToken } from './get-resources-request';
import type { TaggedResource, TaggedResources } from './tagged-resources';

export interface TaggingServiceOptions {
  readonly authorizer: Authorizer;
  readonly trace: Trace;
  readonly resources: readonly TaggedResources[];
}

/**
 * The Resource Groups Tagging API, GetResources alone. A page holds what matches among the next `ResourcesPerPage` resources in the order
 * of their ARNs, so that it can be short or empty and still carry a token ("A query can return fewer than this maximum, even if there are
 * more results still to return"). Source: Resource Groups Tagging API Reference.
 */
export class TaggingService implements WireService {
  readonly signingNames = ['tagging'];
  readonly renderError: WireService['renderError'];
  readonly #options: TaggingServiceOptions;
  readonly #protocol: WireService;
  readonly #hidden = new Set<string>();

  constructor(options: TaggingServiceOptions) {
    this.#options = options;
    this.#protocol = jsonService({
      signingNames: this.signingNames,
      targetPrefix: 'ResourceGroupsTaggingAPI_20170126',
      version: '1.1',
      operations: { GetResources: (input, call) => this.#getResources(input, call) },
    });
    this.renderError = this.#protocol.renderError;
  }

  /** Leaves a resource out of every answer until `show`: what the API has not yet heard of, as it is eventually consistent. */
  hide(arn: string): void {
    this.#hidden.add(arn);
  }

  show(arn: string): void {
    this.#hidden.delete(arn);
  }

  handle(call: Call): Promise<WireResponse> {
    return this.#protocol.handle(call);
  }

  #getResources(input: unknown, call: Call): Promise<unknown> {
    const { caller, region } = call;
    if (caller.kind === 'service') throw new NotModelledError('the tagging API called by a service principal');
    const action = 'tag:GetResources';
    return recordCall(this.#options.trace, { action, caller, region, resource: '*' }, () => {
      const resourceAccount = caller.accountId;
      this.#options.authorizer.authorize({ caller, action, resource: '*', resourceAccount, region });
      const request = readGetResources(input);
      return answer(request, this.#list(request.types, caller.accountId, region));
    });
  }

  #list(types: readonly string[], account: string, region: string): readonly TaggedResource[] {
    if (types.length === 0) throw new NotModelledError('GetResources without ResourceTypeFilters');
    const sources = types.map((type) => {
      const source = this.#options.resources.find((resources) => resources.types.includes(type));
      if (source === undefined) throw new NotModelledError(`GetResources of the type ${type}`);
      return source;
    });
    return [...new Set(sources)]
      .flatMap((source) => [...source.list(account, region)])
      .filter(({ arn }) => !this.#hidden.has(arn))
      .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }
}

function answer({ filters, pageSize, after }: GetResourcesRequest, all: readonly TaggedResource[]): unknown {
  const rest = all.filter(({ arn }) => arn > after);
  const page = rest.slice(0, pageSize);
  const matching = page.filter(({ tags }) =>
    filters.every(({ key, values }) => {
      const value = tags.get(key);
      return value !== undefined && (values.length === 0 || values.includes(value));
    }),
  );
  return {
    PaginationToken: writeToken(rest.length > page.length ? page.at(-1)?.arn : undefined),
    ResourceTagMappingList: matching.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}
