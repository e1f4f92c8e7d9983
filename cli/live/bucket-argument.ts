import { existsSync } from 'node:fs';
import type { BucketName } from '../../core/identifiers';
import { visibleText } from '../../report/visible-text';
import { bucketName } from '../operate/find-bucket';
import { WrongUse } from '../wrong-use';

/** `s3://NAME` or `NAME`. Throws WrongUse for what no bucket can be called, and for a bare name that is a file's; `file`: how one is given. */
export function bucketArgument(text: string, file: string): BucketName {
  if (!text.startsWith('s3://') && existsSync(text)) {
    throw new WrongUse(
      `${visibleText(text)} is a file here, and a bucket is asked for`,
      `give ${file} for the file, or s3://NAME for a bucket of that name`,
    );
  }
  return bucketName(text);
}
