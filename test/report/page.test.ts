import type { Outcome } from '../../core/outcome';
import { reason } from '../../core/reasons';
import type { AccountRecord } from '../../core/sweep/account-record';
import { type Report, renderPage } from '../../report/page';
import type { ReportedBucket } from '../../report/tables';

const MARKUP = `<img src=x onerror="alert(1)">&'\u202e`;
const SHOWN = '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;\\u{202e}';
const EMPTY: Report = {
  at: new Date('2026-11-23T12:00:00Z'),
  buckets: [],
  swept: [],
  progress: [],
  contested: [],
  accounts: [],
  checks: [],
};

function bucket(outcome: Partial<Record<keyof Outcome, unknown>> = {}): ReportedBucket {
  const base = { account: '111111111111', region: 'eu-central-1', bucket: 'orders', verdict: 'applied' };
  const known = { reason: reason('applied'), beforeConfiguration: null, afterConfiguration: { Rules: [] } };
  return { ...base, ...known, ...outcome } as unknown as ReportedBucket;
}

describe('the page', () => {
  it('counts the buckets of all parts by their verdict', () => {
    const page = renderPage({
      ...EMPTY,
      buckets: [bucket()],
      swept: [bucket()],
      contested: [bucket({ verdict: 'contested' })],
    });
    expect(page).toContain('3 buckets, 2026-11-23T12:00:00.000Z');
    expect(page).toContain('<span class="verdict applied">applied</span> 2');
    expect(page).toContain('<span class="verdict contested">contested</span> 1');
  });

  it('leaves out a part without rows', () => {
    expect(renderPage(EMPTY)).not.toContain('<h2>');
    expect(renderPage({ ...EMPTY, swept: [bucket()] }).match(/<h2>.*?<\/h2>/g)).toEqual([
      '<h2>Buckets that the sweep found</h2>',
    ]);
  });

  it('shows how far a sweep was, and that its accounts were not all listed yet', () => {
    const accounts = { listed: false, expected: 2, open: 1, done: 1, excluded: 0, failed: 0 };
    const page = renderPage({
      ...EMPTY,
      progress: [
        { accounts, buckets: {} },
        { accounts: { ...accounts, listed: true, open: 0, done: 2 }, buckets: { waiting: 3 } },
      ],
    });
    expect(page).toContain('<td>…</td><td>1</td><td>0</td><td>0</td><td>—</td>');
    expect(page).toContain('<td>2</td><td>2</td><td>0</td><td>0</td><td><ul><li><span class="verdict waiting">');
  });

  it('shows the snippet that makes peace', () => {
    const why = { ...reason('contested'), snippet: 'rule {\n  id = "a<b"\n}\n' };
    expect(renderPage({ ...EMPTY, contested: [bucket({ reason: why })] })).toContain(
      '<pre>rule {\n  id = &quot;a&lt;b&quot;\n}\n</pre>',
    );
  });

  it('cuts a configuration that is very long', () => {
    const afterConfiguration = { Rules: Array.from({ length: 5_000 }, (_, index) => `rule ${index}`) };
    const page = renderPage({ ...EMPTY, buckets: [{ ...bucket(), afterConfiguration }] });
    expect(page).toMatch(/… and \d+ characters more/);
    expect(page.length).toBeLessThan(60_000);
  });

  it('lets nothing that others wrote become markup, whichever part it is in', () => {
    const hostile = bucket({
      bucket: MARKUP,
      account: MARKUP,
      region: MARKUP,
      reason: { code: MARKUP, text: MARKUP, snippet: MARKUP },
    });
    const account = {
      account: MARKUP,
      name: MARKUP,
      standing: { verdict: 'failed', reason: { code: 'listing-failed', text: MARKUP }, at: '' },
      counts: {},
      visitedAt: MARKUP,
    } as unknown as AccountRecord;
    const page = renderPage({
      ...EMPTY,
      buckets: [hostile],
      swept: [{ ...hostile, beforeConfiguration: { Rules: [MARKUP] } }],
      contested: [hostile],
      accounts: [account],
      checks: [{ title: MARKUP, ok: false, seen: MARKUP }],
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
    expect(page.split(SHOWN).length - 1).toBeGreaterThan(20);
    expect(page).not.toContain('<script');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('fails visibly where something did not hold', () => {
    const page = renderPage({ ...EMPTY, checks: [{ title: 'one', ok: false, seen: 'two' }] });
    expect(page).toContain('DID NOT HOLD');
  });
});
