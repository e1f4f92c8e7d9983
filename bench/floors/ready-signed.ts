import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { Pool } from 'undici';
import { type Course, CREDENTIALS, callsOf, loop, nameOf, type Through } from './course';

/** Floor one: requests that were signed before, over kept-alive connections; the answer is taken and not looked at. */
export async function readySigned({ url, buckets, parallel }: Course): Promise<Through> {
  const { host, hostname, origin, port, protocol } = new URL(url);
  const signer = new SignatureV4({
    credentials: CREDENTIALS,
    region: 'eu-central-1',
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
  });
  const signed: { readonly path: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  for (let index = 0; index < buckets; index += 1) {
    const path = `/${nameOf(index)}`;
    const request = {
      method: 'GET',
      protocol,
      hostname,
      port: Number(port),
      path,
      query: { lifecycle: '' },
      headers: { host },
    };
    const { headers } = await signer.sign(request);
    signed.push({ path: `${path}?lifecycle=`, headers });
  }
  const pool = new Pool(origin, { connections: parallel });
  return () =>
    loop(callsOf({ buckets }), parallel, async (index) => {
      const { path, headers } = signed[index % buckets] ?? {};
      if (path === undefined || headers === undefined) throw new RangeError('more than were signed');
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
      await body.arrayBuffer();
      if (statusCode !== 200) throw new Error(`an answer ${statusCode}`);
    });
}

/** SHA-256 of Node in the shape that the signer asks for. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  update(data: unknown): void {
    this.#hash.update(data as Buffer);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('the signer takes a new one each time');
  }
}
