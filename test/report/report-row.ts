import type { ReportRow } from '../../report/model';

/** A covered bucket, but for what is said. */
export function reportRow(row: Partial<ReportRow> = {}): ReportRow {
  return {
    account: '111122223333',
    region: 'eu-central-1',
    bucket: 'bucket',
    verdict: 'covered',
    reason: { code: 'covered-by-ours', text: 'our rule is in place', remedy: '', snippet: null },
    days: 7,
    before: null,
    after: null,
    change: null,
    removals: [],
    hold: null,
    at: '2026-11-23T06:00:00.000Z',
    ...row,
  };
}

/** A row that says `text` wherever somebody else has a say. */
export function rowThatSays(text: string): ReportRow {
  return reportRow({
    bucket: text,
    verdict: 'contested',
    reason: { code: 'contested', text, remedy: text, snippet: text },
    beforeConfiguration: text,
    afterConfiguration: `${text}\n${text}`,
    change: {
      eventName: text,
      at: '2026-11-23T05:00:00.000Z',
      principal: text,
      userAgent: text,
      tool: 'unknown',
      service: null,
    },
    removals: [{ at: '2026-11-23T05:00:00.000Z', by: text, tool: 'unknown' }],
    hold: { since: '2026-11-23T05:00:00.000Z', by: text },
  });
}
