import { ofType, readable, type Template } from '../lib/synthesized';

/** Dollars for a second of a gibibyte on arm64, in us-east-1. Source: "AWS Lambda pricing". */
const GIBIBYTE_SECOND = 0.000_013_333_4;
const SECONDS_OF_A_MONTH = 30 * 24 * 3_600;
/** What `docs/security.md` says. */
const DOLLARS = 1_100;

interface Mapping {
  readonly FunctionName: string;
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
}

/** What a flood of messages can bring about in the hub of `template`. */
export function floodSuite(template: Template): void {
  test('the functions of the hub cost at most so much in a month, whatever is sent to them', () => {
    const mappings = ofType(template, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => readable(Properties) as Mapping,
    );
    const memory = new Map(
      Object.entries(template.Resources)
        .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
        .map(([id, { Properties }]) => [`{{${id.slice(0, -8)}}}`, Number(Properties['MemorySize'])]),
    );
    expect(mappings).toHaveLength(memory.size);
    const dollars = mappings.map(({ FunctionName, ScalingConfig }) => {
      const atOnce = ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY;
      return (atOnce * (memory.get(FunctionName) ?? Number.NaN) * SECONDS_OF_A_MONTH * GIBIBYTE_SECOND) / 1_024;
    });
    const sum = dollars.reduce((total, of) => total + of, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThanOrEqual(DOLLARS);
  });

  test('no queue of the hub gives up a message because of how many there are', () => {
    for (const { Properties } of ofType(template, 'AWS::SQS::Queue')) {
      expect(Number(Properties['MessageRetentionPeriod'])).toBeGreaterThanOrEqual(4 * 24 * 3_600);
    }
  });
}
