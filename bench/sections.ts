import { burst } from './burst';
import { calls } from './calls';
import { cli } from './cli';
import { coldStart } from './cold-start';
import { floors } from './floors';
import { memory } from './memory';
import { peers } from './peers';
import { scale } from './scale';
import type { Section } from './section';

/** In the order in which they are run and printed. What is heavy a section loads when it is run. */
export const SECTIONS: readonly Section[] = [calls, floors, coldStart, cli, burst, memory, scale, peers];
