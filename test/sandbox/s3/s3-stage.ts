import { createHash } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AwsError } from '../../../sandbox/aws-error';
import { Clock } from '../../../sandbox/clock';
import { Endpoint } from '../../../sandbox/endpoint';
import type { Caller } from '../../../sandbox/identity/caller';
import { type AccessKey, Identities } from '../../../sandbox/identity/identities';
import type { AccountState, Directory } from '../../../sandbox/organization/directory';
import { AuthorizerEngine } from '../../../sandbox/policy/authorizer-engine';
import type { PolicyDocument } from '../../../sandbox/policy/document';
import { parsePolicy } from '../../../sandbox/policy/parse-policy';
import { S3Service, type S3ServiceOptions } from '../../../sandbox/services/s3/s3-service';
import { Trace } from '../../../sandbox/trace';
import type { WireResponse } from '../../../sandbox/wire/message';

export const HOME = '111111111111';
export const OTHER = '222222222222';
export const REGION = 'eu-central-1';
export const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export interface PublishedEvent {
  readonly account: string;
  readonly region: string;
  readonly event: { readonly source: string; readonly 'detail-type': string; readonly detail: Record<string, unknown> };
}

interface Shot {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly region?: string;
  readonly caller?: Caller;
  readonly host?: string;
}

/** S3 with the real evaluation of policies. A user may do what `policies` says of the ARN, and everything if it says nothing. */
export function s3Stage(options: Partial<S3ServiceOptions> = {}) {
  const clock = new Clock();
  const trace = new Trace();
  const published: PublishedEvent[] = [];
  const states = new Map<string, AccountState>();
  const policies = new Map<string, readonly PolicyDocument[]>();
  const directory: Directory = {
    organizationId: 'o-exampleorg1',
    managementAccountId: '999999999999',
    account: (id) => ({ id, name: id, state: states.get(id) ?? 'ACTIVE', tags: new Map(), parents: ['r-root'] }),
    accounts: () => [],
    accountsUnder: () => [],
    path: () => 'o-exampleorg1/r-root/',
    serviceControlPolicies: () => [],
    hasTrustedAccess: () => false,
    isDelegatedAdministrator: () => false,
    isRegionEnabled: () => true,
    onAccountMoved: () => () => {},
  };
  const everything = allow('*', '*');
  const authorizer = new AuthorizerEngine({
    directory,
    clock,
    trace,
    principals: {
      policiesOf: (caller) => ({
        identity: (caller.kind === 'service' ? undefined : policies.get(caller.arn)) ?? [everything],
        boundary: undefined,
        tags: new Map(),
      }),
    },
  });
  const s3 = new S3Service({
    authorizer,
    directory,
    events: { publish: (account, region, event) => published.push({ account, region, event }) },
    trace,
    clock,
    ...options,
  });
  let requests = 0;

  /** One call without the wire; an AwsError becomes S3's answer. */
  async function send(
    method: string,
    path: string,
    shot: Shot = {},
  ): Promise<WireResponse & { readonly text: string }> {
    requests += 1;
    const requestId = `request-${requests}`;
    const call = {
      request: {
        method,
        rawPath: path,
        query: new URLSearchParams(shot.query ?? ''),
        rawQuery: shot.query ?? '',
        headers: { host: shot.host ?? '127.0.0.1:4566', 'user-agent': 'example/1.0', ...shot.headers },
        body: Buffer.from(shot.body ?? ''),
      },
      caller: shot.caller ?? user(HOME),
      region: shot.region ?? REGION,
      requestId,
      sourceIp: '127.0.0.1',
    };
    try {
      const response = await s3.handle(call);
      return { ...response, text: String(response.body ?? '') };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const response = s3.renderError(error, requestId);
      return { ...response, headers: { ...response.headers, ...error.headers }, text: String(response.body ?? '') };
    }
  }

  return {
    s3,
    directory,
    clock,
    trace,
    published,
    states,
    policies,
    send,
    create: (bucket: string, shot: Shot = {}) =>
      send('PUT', `/${bucket}`, {
        ...(shot.region === 'us-east-1' ? {} : { body: constraint(shot.region ?? REGION) }),
        ...shot,
      }),
    /** A PUT with the checksum that S3 asks for. */
    put: (bucket: string, subresource: string, body: string, shot: Shot = {}) =>
      send('PUT', `/${bucket}`, {
        ...shot,
        query: subresource,
        body,
        headers: { 'content-md5': createHash('md5').update(body).digest('base64'), ...shot.headers },
      }),
  };
}

export function constraint(region: string, further = ''): string {
  return `<CreateBucketConfiguration xmlns="${NAMESPACE}"><LocationConstraint>${region}</LocationConstraint>${further}</CreateBucketConfiguration>`;
}

/** A configuration around the rules' inner XML. */
export function lifecycle(...rules: readonly string[]): string {
  const content = rules.map((rule) => `<Rule>${rule}</Rule>`).join('');
  return `<LifecycleConfiguration xmlns="${NAMESPACE}">${content}</LifecycleConfiguration>`;
}

export function user(accountId: string, userName = 'dev'): Caller {
  return {
    kind: 'user',
    accountId,
    userName,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    userId: 'AIDAEXAMPLEEXAMPLEEX2',
    accessKeyId: 'AKIAEXAMPLEEXAMPLEEX',
  };
}

export function allow(action: string, resource: string): PolicyDocument {
  return parsePolicy(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] },
    'identity',
  );
}

/** The code in an error document, or the status where there is none. */
export function codeOf(response: { readonly status: number; readonly text: string }): string {
  return /<Code>([^<]*)<\/Code>/.exec(response.text)?.[1] ?? String(response.status);
}

export function messageOf(response: { readonly text: string }): string | undefined {
  return /<Message>([^<]*)<\/Message>/.exec(response.text)?.[1]?.replaceAll('&apos;', "'");
}

/** The same stage behind the endpoint, with a client for one user in each Region asked for. */
export async function wiredStage(options: Partial<S3ServiceOptions> = {}) {
  const stage = s3Stage(options);
  const identities = new Identities({ clock: stage.clock });
  const endpoint = new Endpoint({ ...stage, services: [stage.s3], identities });
  const url = await endpoint.listen(0);
  const keys = new Map<string, AccessKey>();
  const clients: S3Client[] = [];
  let buckets = 0;
  const client = (region = REGION, account = HOME): S3Client => {
    const key = keys.get(account) ?? identities.createUser(account, 'dev', []);
    keys.set(account, key);
    const made = new S3Client({ region, endpoint: url, forcePathStyle: true, credentials: key, maxAttempts: 1 });
    clients.push(made);
    return made;
  };
  return {
    ...stage,
    url,
    client,
    /** A bucket that no other test has, with a client of its owner. */
    async newBucket() {
      buckets += 1;
      const Bucket = `bucket-${buckets}`;
      const owner = client();
      await owner.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
      return { Bucket, client: owner };
    },
    async close(): Promise<void> {
      for (const made of clients) made.destroy();
      await endpoint.close();
      stage.clock.stop();
    },
  };
}
