import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../aws-error';
import type { Assets } from '../../cloudformation/stack-operations';
import type { Call } from '../../wire/message';
import type { S3Service } from '../s3/s3-service';
import { invalid } from './request-members';

/** What CloudFormation reads of S3: templates as the caller, function code as a role that may do everything. */
export class S3Files {
  readonly #s3: Pick<S3Service, 'handle' | 'inspectObject'>;

  readonly #endpoint: () => string;

  /** `endpoint`: where S3 answers here, which stands in the URLs that clients make of it. */
  constructor(s3: Pick<S3Service, 'handle' | 'inspectObject'>, endpoint: () => string) {
    this.#s3 = s3;
    this.#endpoint = endpoint;
  }

  /** The text behind a TemplateURL. Throws AwsError ValidationError for what is not there, or not for the caller to read. */
  async template(url: string, call: Call): Promise<string> {
    const { bucket, key } = locationOf(url, this.#endpoint());
    const rawPath = `/${bucket}/${key}`;
    const headers = { host: `s3.${call.region}.amazonaws.com`, authorization: 'AWS4-HMAC-SHA256' };
    const query = new URLSearchParams();
    const request = { method: 'GET', rawPath, query, rawQuery: '', headers, body: Buffer.alloc(0) };
    try {
      const { body = '' } = await this.#s3.handle({ ...call, request });
      return body.toString();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw invalid(`S3 error: ${error.message} For more information check the S3 documentation (${error.code})`);
    }
  }

  /** Objects as files of a folder that is made for them. */
  assets(): Assets {
    let folder: string | undefined;
    let count = 0;
    return {
      path: (bucket, key) => {
        const content = this.#s3.inspectObject(bucket, key);
        if (content === undefined) {
          throw new AwsError(
            'InvalidParameterValueException',
            'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
          );
        }
        folder ??= mkdtempSync(join(tmpdir(), 'stack-assets-'));
        count += 1;
        const path = join(folder, `${count}.zip`);
        writeFileSync(path, content.body);
        return path;
      },
      dispose() {
        if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      },
    };
  }
}

/** `https://s3.REGION.amazonaws.com/BUCKET/KEY`, or the same at `endpoint`; or `https://BUCKET.s3.REGION.amazonaws.com/KEY`. */
function locationOf(url: string, endpoint: string): { readonly bucket: string; readonly key: string } {
  const path = url.startsWith(`${endpoint}/`) ? /^\/([^/]+)\/([^?]+)$/.exec(url.slice(endpoint.length)) : null;
  const match =
    path ??
    /^https:\/\/s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?\/([^/]+)\/([^?]+)$/.exec(url) ??
    /^https:\/\/([^/]+?)\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?\/([^?]+)$/.exec(url);
  if (match === null) throw invalid('TemplateURL must be a supported URL.');
  return { bucket: match[1] ?? '', key: match[2] ?? '' };
}
