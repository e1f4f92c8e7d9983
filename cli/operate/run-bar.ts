import { SingleBar } from 'cli-progress';
import type { RunProgress } from '../../core/sweep/run';
import { verdictText } from './words';

/** Shows how far a run is, on stderr where that is a terminal. */
export class RunBar {
  readonly #bar = new SingleBar({
    format: 'accounts [{bar}] {value}/{total}{more} | buckets: {verdicts}',
    stream: process.stderr,
    hideCursor: false,
    clearOnComplete: true,
    barCompleteChar: '#',
    barIncompleteChar: '.',
    barsize: 24,
  });
  #started = false;

  show({ accounts, buckets }: RunProgress): void {
    const looked = accounts.done + accounts.excluded + accounts.failed;
    // a listing that goes on has counted less than it queued
    const expected = Math.max(accounts.expected, looked + accounts.open, 1);
    const payload = { verdicts: verdictText(buckets), more: accounts.listed ? '' : '+' };
    if (this.#started) {
      this.#bar.setTotal(expected);
      this.#bar.update(looked, payload);
      return;
    }
    this.#started = true;
    this.#bar.start(expected, looked, payload);
  }

  end(): void {
    if (this.#started) this.#bar.stop();
    this.#started = false;
  }
}
