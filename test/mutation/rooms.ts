import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A room of the source: the part of its mutants in percent that tests must catch, and its parts, which are run one after the other. Each
 * part has the tests that `entries/ROOM-PART.ts` imports. Paths: a folder ends in `/`; null takes every file that no other part names.
 */
export interface Room {
  readonly least: number;
  readonly parts: Readonly<Record<string, readonly string[] | null>>;
}

/** Only wires things together: journeys run it, in functions of their own processes, which mutants do not reach. */
const WIRING = /^handlers\/(composition\/.*|reconcile-bucket|start-sweep|survey-account|write-report)\.ts$/;

export const ROOMS: Readonly<Record<string, Room>> = {
  core: {
    least: 95,
    parts: {
      lifecycle: ['core/lifecycle/', 'core/coexistence.ts', 'core/decide.ts', 'core/plan.ts', 'core/undo.ts'],
      events: [
        'core/account-terms.ts',
        'core/bucket-events.ts',
        'core/change.ts',
        'core/contract/bucket-events.ts',
        'core/contract/organization-events.ts',
        'core/contract/stack-events.ts',
        'core/event-fields.ts',
        'core/events.ts',
        'core/foreign-text.ts',
        'core/identifiers.ts',
        'core/interpreted-event.ts',
        'core/organization-events.ts',
        'core/selection.ts',
        'core/stack-events.ts',
        'core/tool.ts',
      ],
      lost: ['core/foreign-write.ts', 'core/lost-update.ts', 'core/repair.ts', 'core/write-log.ts'],
      bucket: null,
      // its tests read templates with the CDK, which takes long to load
      peace: ['core/peace.ts'],
      contract: [
        'core/contract/environment.ts',
        'core/contract/metrics.ts',
        'core/contract/names.ts',
        'core/reasons.ts',
      ],
      sweep: ['core/sweep/', 'core/reconcile-account.ts'],
      scan: ['core/scan/'],
      settings: ['core/settings/'],
      doctor: ['core/doctor/'],
    },
  },
  handlers: { least: 85, parts: { batches: null } },
  adapters: {
    least: 85,
    parts: {
      wire: ['adapters/wire/'],
      inventory: ['adapters/inventory/'],
      services: null,
    },
  },
};

/** The source files of a part of the room `name`, sorted. */
export function filesOf(name: string, { parts }: Room, part: string): readonly string[] {
  const named = (paths: readonly string[]): readonly string[] =>
    paths.flatMap((path) => (path.endsWith('/') ? sourcesIn(path) : [path]));
  const own = parts[part];
  if (own !== null && own !== undefined) return named(own).toSorted();
  const taken = new Set(Object.values(parts).flatMap((paths) => named(paths ?? [])));
  return sourcesIn(`${name}/`).filter((file) => !taken.has(file));
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !WIRING.test(name))
    .toSorted();
}
