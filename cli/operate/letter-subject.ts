import { fields } from '../../core/event-fields';
import { interpretEvent } from '../../core/events';
import { visibleText } from '../../report/visible-text';

/** Longest text of a message that is none of ours. */
const LONGEST = 60;

/** What a message is about, in a few words that show no character as it is not. */
export function letterSubject(body: string): string {
  const message = fields(parse(body));
  if (message === undefined) return `text: ${visibleText(body.slice(0, LONGEST))}`;
  const { kind, task, account, region, bucket, run } = message;
  if (message['version'] === 1) {
    const place = [account, region].filter((part) => typeof part === 'string').join(', ');
    const what = [kind, task].filter((part) => typeof part === 'string').join(' ');
    const where = typeof bucket === 'string' ? `s3://${bucket} (${place})` : place;
    const ofRun = typeof run === 'string' ? `run ${run}` : '';
    return visibleText([what, where, ofRun].filter((part) => part !== '').join(', ')) || 'a message without a subject';
  }
  const event = interpretEvent(message);
  const name = String(fields(message['detail'])?.['eventName'] ?? message['detail-type'] ?? 'a message');
  const where = 'bucket' in event && event.bucket ? `s3://${event.bucket} (${event.account}, ${event.region})` : '';
  return visibleText([name.slice(0, LONGEST), where].filter((part) => part !== '').join(', '));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
