import type { ReportSource } from '../../report/build-report';

/** A source of nothing, but for what is said. */
export function reportSource(source: Partial<ReportSource> = {}): ReportSource {
  return {
    generatedAt: new Date('2026-11-23T06:40:00Z'),
    title: 'Incomplete multipart uploads',
    scope: 'organization o-exampleorgid',
    history: [],
    problems: [],
    runs: [],
    pricesAt: null,
    accounts: [],
    rows: [],
    ...source,
  };
}
