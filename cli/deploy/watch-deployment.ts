import { setTimeout as sleep } from 'node:timers/promises';
import { resourcesDone, stackState } from '../../adapters/stack-states';
import type { Settings } from '../../core/settings/settings';
import { visibleText } from '../../report/visible-text';
import type { Terminal } from '../terminal';
import type { PlannedStack } from './assembly';
import type { DeploymentClients } from './clients';
import { accountsOf, stackSetSums } from './stack-set-sums';

const SHORTEST_MS = 1_000;
/** CloudFormation is left alone for so many times as long as a look at it took. */
const LEFT_ALONE = 5;

export interface WatchProps {
  readonly settings: Settings;
  readonly stacks: readonly PlannedStack[];
  readonly clients: DeploymentClients;
  readonly terminal: Terminal;
}

/** Tells how stacks and stack sets come along while `work` is done. What cannot be seen meanwhile is no failure of the work. */
export async function watching<Result>(props: WatchProps, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const watch = new DeploymentWatch(props);
  const looking = (async () => {
    while (!over.signal.aborted) {
      const began = Date.now();
      await watch.look().catch(() => {});
      const ms = Math.max(SHORTEST_MS, (Date.now() - began) * LEFT_ALONE);
      await sleep(ms, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  try {
    return await work;
  } finally {
    over.abort();
    await looking;
    await watch.look().catch(() => {});
    props.terminal.progress('');
  }
}

class DeploymentWatch {
  readonly #props: WatchProps;
  /** The last status of each stack that was told of. */
  readonly #told = new Map<string, string>();
  readonly #failures = new Set<string>();

  constructor(props: WatchProps) {
    this.#props = props;
  }

  async look(): Promise<void> {
    const { stacks, clients, terminal } = this.#props;
    const parts: string[] = [];
    for (const stack of stacks) {
      const client = clients.cloudFormation(stack.region);
      const state = await stackState(client, stack.name);
      const status = state?.status ?? 'DELETE_COMPLETE';
      this.#tell(stack, status, state?.statusReason ?? null);
      if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') continue;
      const done = await resourcesDone(client, stack.name);
      parts.push(`${stack.name}: ${Math.min(done, stack.resources)} of ${stack.resources} resources`);
      if (stack.name === `${this.#props.settings.qualifier}-fleet`) parts.push(...(await this.#lookAtFleet()));
    }
    if (parts.length > 0) terminal.progress(parts.join(' | '));
  }

  #tell({ name, region }: PlannedStack, status: string, reason: string | null): void {
    const key = `${region}/${name}`;
    const before = this.#told.get(key);
    this.#told.set(key, status);
    // how it was at first is no news
    const isNews = before !== undefined || status.endsWith('_IN_PROGRESS');
    if (before === status || !isNews || status === 'REVIEW_IN_PROGRESS') return;
    const words = reason === null ? '' : `: ${visibleText(reason)}`;
    this.#props.terminal.note(`${name} (${region}) ${status}${words}`);
  }

  async #lookAtFleet(): Promise<readonly string[]> {
    const { settings, clients, terminal } = this.#props;
    const fleet = clients.fleet(settings);
    if (fleet === undefined) return [];
    const parts: string[] = [];
    for (const sums of await stackSetSums(fleet)) {
      if (sums === null || accountsOf(sums) === 0) continue;
      const failed = sums.failed === 0 ? '' : `, ${sums.failed} failed`;
      parts.push(`${sums.name}: ${sums.current} of ${accountsOf(sums)} accounts${failed}`);
      for (const { account, region, statusReason } of sums.first) {
        const line = `${sums.name} failed in ${account}, ${region}: ${visibleText(statusReason ?? 'no reason given')}`;
        if (!this.#failures.has(line)) terminal.note(line);
        this.#failures.add(line);
      }
    }
    return parts;
  }
}
