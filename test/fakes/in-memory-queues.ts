import type { DeadLetters, SettleQueue } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import type { SettleMessage, TakeOutMessage } from '../../core/settle';

/** Keeps what was sent. Refuses delays that SQS refuses; `broken` makes it refuse everything. */
export class InMemorySettleQueue implements SettleQueue {
  readonly sent: { readonly message: SettleMessage | TakeOutMessage; readonly delaySeconds: number }[] = [];
  broken = false;

  async sendAll(messages: readonly (SettleMessage | TakeOutMessage)[], delaySeconds: number): Promise<void> {
    for (const message of messages) await this.send(message, delaySeconds);
  }

  async send(message: SettleMessage | TakeOutMessage, delaySeconds: number): Promise<void> {
    if (this.broken) throw new Error('the queue does not take messages');
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
      throw new RangeError(`SQS takes delays of 0 to 900 whole seconds, not ${delaySeconds}`);
    }
    this.sent.push({ message, delaySeconds });
  }
}

export class InMemoryDeadLetters implements DeadLetters {
  readonly sent: { readonly body: string; readonly reason: Reason }[] = [];
  broken = false;

  async send(body: string, reason: Reason): Promise<void> {
    if (this.broken) throw new Error('the queue does not take messages');
    this.sent.push({ body, reason });
  }
}
