import { parseArgs } from 'node:util';
import { parseRegion } from '../core/identifiers';

/** What the sandbox command is asked for. */
export interface SandboxOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Settling time in whole seconds, 1 to 900. */
  readonly settleSeconds: number;
  /** Workload accounts, 1 to 500. */
  readonly accounts: number;
  /** The first one is the hub's. */
  readonly regions: readonly string[];
  /** A cloud assembly to run instead of the product's. */
  readonly assembly: string | undefined;
  /** Only write the product's assembly here, and end. */
  readonly synth: string | undefined;
  /** Nothing is deployed. */
  readonly bare: boolean;
  /** Buckets without any configuration in each workload account, of which no event was heard. */
  readonly buckets: number;
}

const MOST_BUCKETS = 100_000;

export const SANDBOX_USAGE =
  'usage: npm run --silent sandbox -- [--port P] [--settle SECONDS] [--accounts N] [--regions a,b] [--buckets N] [--assembly DIR | --synth DIR | --bare]';

function wholeNumber(name: string, text: string, least: number, most: number, problems: string[]): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    problems.push(`--${name}: got "${text}", expected a whole number from ${least} to ${most}`);
  }
  return value;
}

/** Reads the command's arguments. Returns every problem at once; nothing is started then. */
export function parseSandboxOptions(
  args: readonly string[],
): { readonly options: SandboxOptions } | { readonly problems: readonly string[] } {
  let values: { readonly [name: string]: string | boolean | undefined };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        settle: { type: 'string', default: '2' },
        accounts: { type: 'string', default: '4' },
        regions: { type: 'string', default: 'eu-central-1,us-east-1' },
        assembly: { type: 'string' },
        synth: { type: 'string' },
        bare: { type: 'boolean', default: false },
        buckets: { type: 'string', default: '0' },
      },
    }));
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
  const problems: string[] = [];
  const text = (name: string): string => String(values[name] ?? '');
  const port = wholeNumber('port', text('port'), 0, 65_535, problems);
  const settleSeconds = wholeNumber('settle', text('settle'), 1, 900, problems);
  const accounts = wholeNumber('accounts', text('accounts'), 1, 500, problems);
  const buckets = wholeNumber('buckets', text('buckets'), 0, MOST_BUCKETS, problems);
  const regions = text('regions')
    .split(',')
    .map((region) => region.trim());
  for (const region of regions) {
    if (parseRegion(region) === undefined)
      problems.push(`--regions: "${region}" is no Region; expected codes such as eu-central-1`);
  }
  if (new Set(regions).size !== regions.length) problems.push('--regions: a Region is named twice; name each once');
  const { assembly, synth, bare } = values;
  const kinds = { assembly: assembly !== undefined, synth: synth !== undefined, bare: bare === true };
  const given = Object.entries(kinds).flatMap(([name, isGiven]) => (isGiven ? [`--${name}`] : []));
  if (given.length > 1) problems.push(`${given.join(' and ')} exclude each other; give one`);
  if (problems.length > 0) return { problems };
  return {
    options: {
      port,
      settleSeconds,
      accounts,
      regions,
      assembly: assembly === undefined ? undefined : String(assembly),
      synth: synth === undefined ? undefined : String(synth),
      bare: bare === true,
      buckets,
    },
  };
}
