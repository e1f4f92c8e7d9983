import { AwsError } from '../../aws-error';
import type { Caller } from '../../identity/caller';
import { checkCharacters, checkMessageAttributes, messageSize } from './message-content';
import type { Queue, StoredMessage } from './queue';
import type { RequestOf } from './queue-requests';
import { invalidParameter, missingParameter } from './sqs-errors';

const LONGEST_DELAY_SECONDS = 900;
const LARGEST_BATCH_BYTES = 1_048_576;

/** What a sender says of one message. */
export type SendEntry = Omit<RequestOf<'SendMessage'>, 'QueueUrl'>;

/** Checks a message as SendMessage does and puts it into the queue. Throws AwsError. */
export function sendMessage(queue: Queue, caller: Caller, entry: SendEntry): StoredMessage {
  const body = entry.MessageBody;
  if (body === undefined || body === '') throw missingParameter('MessageBody');
  const attributes = checkMessageAttributes(entry.MessageAttributes ?? {});
  const delay = entry.DelaySeconds;
  if (delay !== undefined && (delay < 0 || delay > LONGEST_DELAY_SECONDS)) {
    throw invalidParameter('DelaySeconds', delay, `DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SECONDS}.`);
  }
  const group = entry.MessageGroupId;
  if (group !== undefined && !/^[!-~]{1,128}$/.test(group)) {
    const reason = 'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length';
    throw invalidParameter('MessageGroupId', group, reason);
  }
  checkCharacters(body);
  const limit = queue.settings.maximumMessageSize;
  if (messageSize(body, attributes) > limit) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  return queue.send({
    body,
    attributes,
    senderId: caller.kind === 'service' ? caller.principal : caller.userId,
    ...(delay === undefined ? {} : { delaySeconds: delay }),
    ...(group === undefined ? {} : { group }),
  });
}

/** The answer to the sender. */
export function sentMessage(message: StoredMessage): object {
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: message.md5OfBody,
    ...(message.md5OfAttributes === undefined ? {} : { MD5OfMessageAttributes: message.md5OfAttributes }),
  };
}

/** Throws AwsError BatchRequestTooLong. */
export function checkBatchSize(entries: readonly { MessageBody?: string | undefined }[]): void {
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody ?? ''), 0);
  if (bytes > LARGEST_BATCH_BYTES) {
    const message = `Batch requests cannot be longer than ${LARGEST_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw new AwsError('BatchRequestTooLong', message);
  }
}
