/** What a contestant goes through. */
export interface Course {
  readonly url: string;
  readonly buckets: number;
  /** Calls at a time. */
  readonly parallel: number;
}

/** Buckets on a page of their listing. */
const PAGE_SIZE = 1_000;

/** As many calls as a visit makes: besides the reads one for the session, one a page and one for directory buckets. */
export function callsOf({ buckets }: Pick<Course, 'buckets'>): number {
  return buckets + Math.ceil(buckets / PAGE_SIZE) + 2;
}

/** Reads the lifecycle of each bucket. Throws when an answer is not what it should be. */
export type Through = () => Promise<void>;

export const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  // as long as those of a session are
  sessionToken: 'FwoGZXIvYXdzEBYaD'.repeat(40),
};

export function nameOf(index: number): string {
  return `bucket-${String(index).padStart(9, '0')}`;
}

/** Calls `one` for each number below `many`, `parallel` at a time, and as little else as can be. */
export async function loop(many: number, parallel: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < many) {
      const index = next;
      next += 1;
      await one(index);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}
