import { bareSdk } from './bare-sdk';
import type { Course, Through } from './course';
import { readySigned } from './ready-signed';
import { sweep } from './sweep';

export type ContestantName = 'ready-signed' | 'bare-sdk' | 'sweep';

/** Makes each ready to run, with nothing asked yet that could be asked later. */
export const CONTESTANTS: Readonly<Record<ContestantName, (course: Course) => Promise<Through>>> = {
  'ready-signed': readySigned,
  'bare-sdk': bareSdk,
  sweep,
};
