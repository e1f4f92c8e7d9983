import type { LostUpdates } from './lost-updates';
import type { Organization } from './organization';
import type { PauseLog } from './pause-log';
import type { Product } from './product';
import type { Promises } from './promises';
import type { Random } from './random';
import type { SimulatedS3 } from './simulated-s3';
import type { VirtualClock } from './virtual-clock';

/** What is looked at of a world. */
export interface WatchedWorld {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly s3: SimulatedS3;
  readonly organization: Organization;
  readonly product: Product;
  readonly pauses: PauseLog;
  readonly promises: Promises;
  readonly losses: LostUpdates;
  readonly undone: ReadonlySet<string>;
  readonly everExcluded: ReadonlySet<string>;
}
