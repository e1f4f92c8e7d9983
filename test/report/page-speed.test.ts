import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { renderHtml } from '../../report/html';
import { launch, NO_BROWSER, openPage } from './chromium';
import { generatedReport } from './generated-report';

const inBrowser = NO_BROWSER === '' ? test : test.skip;
const ROWS = 50_000;
/**
 * The page is read anew this many times at most, and the best counts: other work on the machine makes a measurement worse, never better.
 * Where all are good already, another time cannot change that.
 */
const TRIES = 3;

/** What somebody does with the table; each is measured the first time that it is done, when nothing is kept yet. */
const INTERACTIONS: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['types a letter', (page) => page.locator('#search').fill('p')],
  ['types a word', (page) => page.locator('#search').fill('payments')],
  ['types two words', (page) => page.locator('#search').fill('payments terraform')],
  ['finds nothing', (page) => page.locator('#search').fill('nothing-is-called-so')],
  ['clears the search', (page) => page.locator('#search').fill('')],
  ['sorts by account', (page) => sort(page, 'account')],
  ['sorts by reason', (page) => sort(page, 'reason')],
  ['sorts by who changed it', (page) => sort(page, 'changer')],
  ['sorts by bytes', (page) => sort(page, 'bytes')],
  ['sorts by time', (page) => sort(page, 'at')],
  ['turns the order', (page) => sort(page, 'at')],
  ['chooses a verdict', (page) => page.locator('#verdict').selectOption('applied')],
  ['chooses a Region', (page) => page.locator('#region').selectOption('eu-west-1')],
  ['shows all again', (page) => page.locator('#clear').click()],
  ['scrolls to the middle', (page) => scroll(page, ROWS / 2)],
  ['scrolls to the end', (page) => scroll(page, ROWS)],
  // the last one, which is in sight: others would be scrolled to, and drawn anew while they are pressed
  ['opens a bucket', (page) => page.locator(`#buckets-body tr[aria-rowindex="${ROWS + 1}"] button`).click()],
];

/** Until the row is drawn. */
async function scroll(page: Page, row: number): Promise<void> {
  await page.locator('#buckets-scroller').evaluate((frame, share) => {
    frame.scrollTop = share * frame.scrollHeight;
  }, row / ROWS);
  await page.locator(`#buckets-body tr[aria-rowindex="${row + 1}"]`).waitFor();
}

function sort(page: Page, column: string): Promise<unknown> {
  return page.locator(`#buckets-table th[data-column=${column}] button`).click();
}

describe(`the page with 50,000 buckets${NO_BROWSER === '' ? '' : ` (${NO_BROWSER})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-page-'));
  const file = join(folder, 'large.html');
  let browser: Browser;

  beforeAll(async () => {
    if (NO_BROWSER !== '') return;
    const page = renderHtml(await generatedReport(ROWS));
    writeFileSync(file, page);
    browser = await launch();
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  inBrowser(
    'every interaction takes less than 100 ms of scripting',
    async () => {
      const best = new Map<string, number>();
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const { page, noise } = await openPage(browser, pathToFileURL(file).href);
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Performance.enable');
        const scripting = async (): Promise<number> => {
          // two frames: what the interaction has set off is over
          await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
          const { metrics } = await devtools.send('Performance.getMetrics');
          return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
        };
        for (const [name, interact] of INTERACTIONS) {
          const before = await scripting();
          await interact(page);
          best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (await scripting()) - before));
        }
        expect(noise).toEqual([]);
        await page.context().close();
        if ([...best.values()].every((ms) => ms < 100)) break;
      }
      if (process.env['SHOW_MEASUREMENTS'] !== undefined) {
        process.stderr.write(`${[...best].map(([name, ms]) => `${ms.toFixed(1)} ms ${name}`).join('\n')}\n`);
      }
      expect(best.size).toBe(INTERACTIONS.length);
      expect([...best].filter(([, ms]) => !(ms < 100))).toEqual([]);
    },
    120_000,
  );

  inBrowser('holds few rows at a time, and says how many there are', async () => {
    const { page } = await openPage(browser, `${pathToFileURL(file).href}#sort=-at`);
    expect(await page.locator('#buckets-table').getAttribute('aria-rowcount')).toBe(String(ROWS + 1));
    expect(await page.locator('#buckets-body tr').count()).toBeLessThan(60);
    const height = (): Promise<number> => page.locator('#buckets-scroller').evaluate((frame) => frame.scrollHeight);
    const whole = await height();
    // far jumps, up and down: the rows that are drawn are those that belong to the place
    for (const row of [40_000, 3, 12_345, 49_000, 25_000]) await scroll(page, row);
    expect(await height()).toBe(whole);
    await page.locator('#buckets-body button').first().focus();
    await page.keyboard.press('End');
    expect(await page.locator('#buckets-body tr').last().getAttribute('aria-rowindex')).toBe(String(ROWS + 1));
  });
});
