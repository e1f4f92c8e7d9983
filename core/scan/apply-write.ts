import type { CountedStore } from '../counted-store';
import type { LifecycleConfiguration } from '../lifecycle/configuration';
import { problemMeaning } from '../store-problem';
import type { WrittenState } from '../written-state';

/** What became of one bucket that a person at the command line asked to be written. */
export type WriteFate =
  /** As wanted, and S3 shows it. */
  | 'done'
  /** Nothing was to be done. */
  | 'nothing'
  /** It is not as it was shown: left alone. */
  | 'changed'
  | 'excluded'
  /** Something besides our rule changed at the same time. */
  | 'lost-update'
  /** S3 took the write, and does not show it. */
  | 'not-visible'
  | 'refused'
  | 'denied'
  | 'gone'
  | 'failed';

export interface Fate {
  readonly fate: WriteFate;
  /** Why, in words for people; S3's own may be in it. */
  readonly text: string;
}

/** Waits between looks at a write that S3 does not show yet, in milliseconds. */
const LOOKS_AFTER = [0, 500, 1_000, 2_000] as const;

export interface CheckedWrite {
  /** What to put; undefined to delete the configuration. */
  readonly configuration: LifecycleConfiguration | undefined;
  /** What a configuration that is read behind the write shows. */
  readonly shows: (after: LifecycleConfiguration | undefined) => WrittenState;
  readonly done: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Writes once, and reads back until S3 shows it, four times at most. `writer` writes, `reader` reads; both of the same bucket. */
export async function writeAndLook(writer: CountedStore, reader: CountedStore, write: CheckedWrite): Promise<Fate> {
  const { configuration, shows, done, sleep } = write;
  const answer =
    configuration === undefined ? await writer.deleteLifecycle() : await writer.writeLifecycle(configuration);
  if (answer.kind !== 'written' && answer.kind !== 'retry') {
    const { verdict, reason } = problemMeaning(answer, false);
    return { fate: verdict, text: `nothing was written: ${reason.text}` };
  }
  let shown = '';
  for (const milliseconds of LOOKS_AFTER) {
    if (milliseconds > 0) await sleep(milliseconds);
    const read = await reader.readLifecycle();
    if (read.kind !== 'found' && read.kind !== 'none') {
      shown = `; reading back: ${problemMeaning(read, false).reason.text}`;
      continue;
    }
    shown = '';
    const state = shows(read.kind === 'found' ? read.configuration : undefined);
    if (state === 'seen') return { fate: 'done', text: done };
    // without an answer it may be another's change alone that shows
    if (state === 'lost-update' && answer.kind === 'written') {
      return {
        fate: 'lost-update',
        text: 'somebody changed other rules at the same time: compare with the configuration before',
      };
    }
  }
  return answer.kind === 'retry'
    ? {
        fate: 'failed',
        text: `S3 did not say whether it wrote, and does not show it (${answer.code}: ${answer.message})${shown}`,
      }
    : { fate: 'not-visible', text: `S3 took the write, and does not show it yet${shown}` };
}
