import fc from 'fast-check';
import { RetryQuotas } from '../../../adapters/retry-quotas';
import { AwsCaller } from '../../../adapters/wire/aws-caller';
import { endpointOfUrl } from '../../../adapters/wire/endpoint';
import { computeSignature, readSignature, sha256, signingKey } from '../../../sandbox/wire/signature';
import { ScriptedEndpoint } from '../scripted-endpoint';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const endpoint = new ScriptedEndpoint();
let url = '';

beforeAll(async () => {
  url = await endpoint.start();
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

/** Header values as HTTP lets them be. */
const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const segment = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) =>
  // dots alone are no segment, but a way up
  encodeURIComponent(`s${text}`).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
);

const call = fc.record({
  service: fc.constantFrom('s3', 's3express', 'dynamodb', 'sts'),
  region: fc.constantFrom('us-east-1', 'eu-central-1'),
  method: fc.constantFrom('GET' as const, 'PUT' as const, 'POST' as const, 'DELETE' as const),
  segments: fc.array(segment, { maxLength: 4 }),
  query: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/), fc.string({ unit: 'grapheme', maxLength: 20 }), {
    maxKeys: 4,
  }),
  headers: fc.dictionary(fc.stringMatching(/^x-amz-[a-z]{3,12}$/), value, { maxKeys: 4 }),
  body: fc.option(fc.string({ unit: 'grapheme', maxLength: 60 }), { nil: undefined }),
  token: fc.option(fc.constant(`${'t/+='.repeat(40)}`), { nil: undefined }),
});

test('an implementation of its own finds every signature right, whatever is in path, query, headers and body', async () => {
  await fc.assert(
    fc.asyncProperty(call, async ({ service, region, method, segments, query, headers, body, token }) => {
      endpoint.seen.length = 0;
      endpoint.answer({ status: 200 });
      const isS3 = service.startsWith('s3');
      const caller = new AwsCaller({
        credentials: {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: SECRET,
          ...(token === undefined ? {} : { sessionToken: token }),
        },
        retries: new RetryQuotas(1),
        isPathSignedAsSent: isS3,
      });
      const sent = method === 'GET' || method === 'DELETE' ? undefined : body;
      await caller.call(
        {
          ...{ method, endpoint: endpointOfUrl(url, service, region), path: `/${segments.join('/')}`, query, headers },
          ...(sent === undefined ? {} : { body: sent }),
        },
        () => undefined,
      );
      const [seen] = endpoint.seen;
      if (seen === undefined) throw new Error('nothing was sent');
      const [rawPath = '', rawQuery = ''] = seen.url.split('?');
      const flat = Object.fromEntries(Object.entries(seen.headers).map(([name, text]) => [name, String(text)]));
      const message = { method: seen.method, rawPath, rawQuery, headers: flat };
      const signature = readSignature(message, new URLSearchParams(rawQuery));
      if (typeof signature !== 'object') throw new Error(`the signature is ${signature}`);
      expect(signature).toMatchObject({ service, region, sessionToken: token });
      const made = computeSignature(message, signature, signingKey(SECRET, signature), sha256(seen.body));
      expect(signature.signature).toBe(made.signature);
      // everything that S3 believes is signed
      for (const name of Object.keys(headers)) expect(signature.signedHeaders).toContain(name);
      expect(seen.body).toBe(sent ?? '');
    }),
    { numRuns: 200 },
  );
});
