import { z } from 'zod';

const text = z.string();
const number = z.coerce.number();

/** A period that metrics have. Source: Period, PutMetricAlarm, CloudWatch API Reference. */
export const period = number
  .int()
  .refine((seconds) => [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0), {
    error: 'a period is 10, 20, 30 or a multiple of 60 seconds',
  });

export const dimensions = z.array(z.strictObject({ Name: text.min(1), Value: text.min(1) })).max(30);

const metricQuery = z.strictObject({
  Id: text.regex(/^[a-z]\w{0,254}$/, 'an Id begins with a small letter and has letters, digits and underscores'),
  AccountId: text.optional(),
  Expression: text.min(1).max(2048).optional(),
  Label: text.optional(),
  Period: period.optional(),
  ReturnData: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .transform((value) => value === true || value === 'true')
    .optional(),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({ Namespace: text, MetricName: text, Dimensions: dimensions.optional() }),
      Period: period,
      Stat: text,
      Unit: text.optional(),
    })
    .optional(),
});

export type MetricQuery = z.infer<typeof metricQuery>;

/** `Metrics` of an alarm: each a metric or an expression on others of them, exactly one of which is the alarm's. */
export const metricQueries = z
  .array(metricQuery)
  .min(1)
  .superRefine((queries, context) => {
    const fail = (message: string): void => context.addIssue({ code: 'custom', message });
    const ids = new Set(queries.map(({ Id }) => Id));
    if (ids.size < queries.length) fail('the Ids must be distinct');
    if (queries.filter(({ ReturnData }) => ReturnData !== false).length !== 1) {
      fail('Exactly one element of the metrics list should return data.');
    }
    for (const { Id, Expression, MetricStat } of queries) {
      if ((Expression === undefined) === (MetricStat === undefined))
        fail(`${Id} needs either MetricStat or Expression`);
      const unknown = idsIn(Expression ?? '').filter((id) => !ids.has(id));
      if (unknown.length > 0) fail(`the expression of ${Id} names ${unknown.join(', ')}, which is no Id`);
    }
  });

/** Functions and keywords of metric math are in capitals, so that a name in small letters is an Id. Queries in SQL have none. */
function idsIn(expression: string): readonly string[] {
  if (/^\s*SELECT\b/i.test(expression)) return [];
  const withoutTexts = expression.replace(/'[^']*'|"[^"]*"/g, '');
  return withoutTexts.match(/(?<![\w.])[a-z]\w*/g) ?? [];
}
