import type { ForeignConfiguration, ForeignMark, ForeignWrite } from '../../core/foreign-write';
import type { BucketPlace, Clock } from '../../core/ports';
import { type LostUpdate, rankOfLost } from '../../core/write-log';
import type { BeforeImages } from './before-images';
import type { Item } from './expression';
import { expiry, foreignKey, KEPT_DAYS, lostKey } from './keys';
import type { InventoryTable } from './table';

/** Marks that are remembered: those of the latest writes, and for how many days. */
const MOST_MARKS = 16;
const MARKS_KEPT_DAYS = 3;

/** What others wrote into buckets, as events told it, and what of that our own writes seem to have replaced. */
export class ForeignWrites {
  readonly #table: InventoryTable;
  readonly #clock: Clock;
  readonly #images: BeforeImages;

  constructor(table: InventoryTable, clock: Clock, images: BeforeImages) {
    this.#table = table;
    this.#clock = clock;
    this.#images = images;
  }

  async note(place: BucketPlace, mark: ForeignMark): Promise<readonly ForeignMark[]> {
    // texts, which a condition can look for in the list: an event that comes twice is one
    const text = JSON.stringify([mark.at, mark.eventId, mark.meaning]);
    const written = await this.#table.update(foreignKey(place), {
      update:
        'SET #marks = list_append(if_not_exists(#marks, :none), :texts), #expiresAt = :expiresAt ADD #revision :one',
      condition: 'attribute_not_exists(#marks) OR NOT contains(#marks, :text)',
      values: {
        ...{ ':none': [], ':texts': [text], ':text': text, ':one': 1 },
        ':expiresAt': expiry(this.#clock.now(), MARKS_KEPT_DAYS),
      },
      returns: 'ALL_NEW',
    });
    if (written.kind === 'condition-failed') return this.marks(place);
    const item = written.item ?? {};
    const marks = marksOf(item);
    const kept = [...marks].sort((one, other) => one.at - other.at).slice(-MOST_MARKS);
    if (kept.length < marks.length) {
      await this.#table.update(foreignKey(place), {
        update: 'SET #marks = :kept ADD #revision :one',
        condition: '#revision = :revision',
        values: {
          ':kept': kept.map(({ at, eventId, meaning }) => JSON.stringify([at, eventId, meaning])),
          ':revision': item['revision'],
          ':one': 1,
        },
      });
    }
    return marks;
  }

  async marks(place: BucketPlace): Promise<readonly ForeignMark[]> {
    const item = await this.#table.get(foreignKey(place));
    return item === undefined ? [] : marksOf(item);
  }

  async lost(place: BucketPlace, id: string): Promise<LostUpdate | undefined> {
    const item = await this.#table.get(lostKey(place, id));
    if (item === undefined) return undefined;
    const { window, planned, purpose, source, counted, toldAt, repair, end, foreign } = item as unknown as LostUpdate;
    const content = await this.#images.read(item);
    const configuration = withText(foreign.configuration, content?.xml);
    return { window, planned, purpose, source, counted, toldAt, repair, end, foreign: { ...foreign, configuration } };
  }

  /** What was replaced goes beside the before-images, by the same rules; where it cannot be kept, that is said instead. */
  async keepLost(place: BucketPlace, lost: LostUpdate): Promise<boolean> {
    const rank = rankOfLost(lost);
    const { configuration } = lost.foreign;
    const image = await this.#images.keep(place, `lost-${lost.window.id}`, textOf(configuration));
    const kept: ForeignConfiguration =
      image.kind === 'kept' ? withText(configuration, '') : { kind: 'untold', why: `it was not kept: ${image.why}` };
    const foreign: ForeignWrite = { ...lost.foreign, configuration: kept };
    const { kind } = await this.#table.put(
      {
        ...lostKey(place, lost.window.id),
        ...{ ...lost, foreign, rank, expiresAt: expiry(this.#clock.now(), KEPT_DAYS) },
        ...(image.kind === 'kept' ? image.attributes : {}),
      },
      { condition: 'attribute_not_exists(#rank) OR #rank <= :rank', values: { ':rank': rank } },
    );
    return kind === 'done';
  }
}

function marksOf(item: Item): readonly ForeignMark[] {
  return ((item['marks'] as readonly string[] | undefined) ?? []).map((text) => {
    const [at, eventId, meaning] = JSON.parse(text) as [number, string, ForeignMark['meaning']];
    return { at, eventId, meaning };
  });
}

function textOf(configuration: ForeignConfiguration): { readonly xml: string } | undefined {
  if (configuration.kind === 'exact') return { xml: configuration.xml };
  return configuration.kind === 'inexact' ? { xml: configuration.text } : undefined;
}

function withText(configuration: ForeignConfiguration, text: string | undefined): ForeignConfiguration {
  if (configuration.kind !== 'exact' && configuration.kind !== 'inexact') return configuration;
  if (text === undefined) return { kind: 'untold', why: 'what was kept of it is gone' };
  return configuration.kind === 'exact' ? { ...configuration, xml: text } : { ...configuration, text };
}
