import type { World } from './world';

/** One method of a port, which makes the one call of AWS that the fault is for. */
export interface PortCall {
  readonly name: string;
  /** `SERVICE OPERATION`, as the proxy counts it. */
  readonly operation: string;
  /** How often the call is made at most, as its client is set up. */
  readonly attempts: number;
  /** Whether AWS's answer to it has a body. */
  readonly hasBody: boolean;
  /** Calls of one group are not made at the same time. @default those of the same operation */
  readonly group?: string;
  /** Puts there what is called for; not part of what is looked at. */
  readonly prepare?: (world: World) => Promise<unknown>;
  readonly run: (world: World) => Promise<unknown>;
  /** What it gives where nothing is wrong. */
  readonly good: unknown;
  /** Where its effect stands it cannot be made again, and says so. */
  readonly isOnce?: true;
  /** Its client waits for an answer longer than one is withheld here. */
  readonly isPatient?: true;
  /** That there is no host of that name is an answer to it. */
  readonly mayLackHost?: true;
}
