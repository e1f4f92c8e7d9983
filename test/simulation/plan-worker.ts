/**
 * Draws configurations in a process of its own: `node plan-worker.cjs SEED FROM SLICES STEP`, every STEP-th slice from FROM on to less than
 * SLICES. Prints what they came to as a line of JSON (`RoundTrips`).
 */
import { addTrips, NO_TRIPS, planRoundTrips, SLICE } from './plan-round-trips';
import { Random } from './random';

/** Far apart, so that neighbours share no slice. */
const SEEDS_APART = 1_000_003;

const [seed = 1, from = 0, slices = 1, step = 1] = process.argv.slice(2).map(Number);
let trips = NO_TRIPS;
for (let slice = from; slice < slices; slice += step) {
  try {
    trips = addTrips(trips, planRoundTrips(new Random(Math.imul(seed, SEEDS_APART) + slice), SLICE));
  } catch (error) {
    process.stderr.write(`slice ${slice} of seed ${seed}: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
process.stdout.write(`${JSON.stringify(trips)}\n`);
