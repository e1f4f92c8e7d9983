/** The part of dynalite 4 that is used: it brings no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** How long a table stays CREATING, in milliseconds. @default 500 */
    readonly createTableMs?: number;
    /** How long a table stays DELETING, in milliseconds. @default 500 */
    readonly deleteTableMs?: number;
    /** How long a table stays UPDATING, in milliseconds. @default 500 */
    readonly updateTableMs?: number;
  }

  /** A server that need not listen: without a path it keeps everything in memory. */
  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
