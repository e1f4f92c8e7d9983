import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildReport } from '../../report/build-report';
import { renderHtml } from '../../report/html';
import { visibleText } from '../../report/visible-text';
import { launch, NO_BROWSER, openPage } from './chromium';
import { generatedReport } from './generated-report';
import { HOSTILE } from './hostile';
import { rowThatSays } from './report-row';
import { reportSource } from './report-source';

/** axe-core is no dependency of ours: its licence is not on our list. */
const AXE = process.env['AXE_CORE'] ?? '';
const NO_AXE = existsSync(AXE) ? '' : ' (SKIPPED: AXE_CORE names no axe.min.js)';
const inBrowser = NO_BROWSER === '' ? test : test.skip;
const withAxe = NO_BROWSER === '' && NO_AXE === '' ? test : test.skip;
if (NO_AXE !== '') process.stderr.write(`axe on the page:${NO_AXE}\n`);
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe(`the page in Chromium${NO_BROWSER === '' ? '' : ` (${NO_BROWSER})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'partsweep-page-'));
  const url = (name: string): string => pathToFileURL(join(folder, name)).href;
  let browser: Browser;

  beforeAll(async () => {
    if (NO_BROWSER !== '') return;
    writeFileSync(join(folder, 'small.html'), renderHtml(await generatedReport(500)));
    writeFileSync(join(folder, 'larger.html'), renderHtml(await generatedReport(501)));
    const hostile = reportSource({
      title: HOSTILE.join(' '),
      rows: HOSTILE.map(rowThatSays),
      accounts: [{ account: '111122223333', name: HOSTILE.join(' '), standing: null, visitedAt: null }],
    });
    writeFileSync(join(folder, 'hostile.html'), renderHtml(await buildReport(hostile)));
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const found = (page: Page): Promise<string> => page.locator('#found').innerText();
  const firstBucket = (page: Page): Promise<string> => page.locator('#buckets-body button').first().innerText();

  inBrowser('loads from a file without a request and without a word on the console', async () => {
    const { page, noise } = await openPage(browser, url('small.html'));
    expect(await found(page)).toBe('500 rows');
    await page.locator('#buckets-body button').first().click();
    await page.keyboard.press('Escape');
    expect(noise).toEqual([]);
  });

  inBrowser('its policy lets no other script run and nothing be fetched', async () => {
    const { page, noise } = await openPage(browser, url('small.html'));
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken"';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.com/x.png';
      document.body.append(image);
    }`);
    await expect(page.evaluate('fetch("https://example.com/")')).rejects.toThrow();
    expect(await page.title()).toBe('Incomplete multipart uploads');
    expect(noise.filter((line) => line.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3);
  });

  inBrowser('shows hostile names as text, in the table and in the details', async () => {
    const { page, noise } = await openPage(browser, url('hostile.html'));
    const seen: (string | null)[] = [];
    await page.locator('#buckets-body button').first().focus();
    for (const _ of HOSTILE) {
      const name = await page.evaluate(() => document.activeElement?.textContent ?? null);
      seen.push(name);
      await page.keyboard.press('Enter');
      expect(await page.locator('#details-title').textContent()).toBe(name);
      expect(await page.locator('dialog :is(script, img, b)').count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowDown');
    }
    expect(seen.sort()).toEqual(HOSTILE.map((name) => visibleText(name, true)).sort());
    expect(await page.title()).not.toBe('taken');
    expect(noise).toEqual([]);
  });

  inBrowser('is used with the keyboard alone', async () => {
    const { page } = await openPage(browser, url('small.html'));
    const place = (): Promise<unknown> => page.evaluate('document.activeElement.closest("tr")?.dataset.place ?? null');
    await page.locator('#search').focus();
    await page.keyboard.type('contested');
    const count = Number((await found(page)).split(' ')[0]);
    expect(count).toBeGreaterThan(3);
    await page.keyboard.press('End');
    while ((await place()) === null) await page.keyboard.press('Tab');
    expect(await place()).toBe('0');
    await page.keyboard.press('ArrowDown');
    expect(await place()).toBe('1');
    await page.keyboard.press('End');
    expect(await place()).toBe(String(count - 1));
    const name = await page.evaluate('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    expect(await page.locator('#details-title').textContent()).toBe(name);
    await page.keyboard.press('Escape');
    expect(await place()).toBe(String(count - 1));
    await page.keyboard.press('Home');
    expect(await place()).toBe('0');
  });

  inBrowser('goes through all rows by Page Down, each where it belongs', async () => {
    const { page } = await openPage(browser, url('small.html'));
    await page.locator('#buckets-body button').first().focus();
    for (let press = 0; press < 80; press += 1) await page.keyboard.press('PageDown');
    const last = page.locator('#buckets-body tr').last();
    expect(await last.getAttribute('aria-rowindex')).toBe('501');
    expect(await page.locator('#buckets-table').getAttribute('aria-rowcount')).toBe('501');
    const inside = (row: Element): boolean => {
      const frame = document.getElementById('buckets-scroller')?.getBoundingClientRect();
      const { top, bottom } = row.getBoundingClientRect();
      return frame !== undefined && top >= frame.top && bottom <= frame.bottom + 1;
    };
    expect(await last.evaluate(inside)).toBe(true);
  });

  inBrowser('a link brings back filter and order, and the browser goes back', async () => {
    const { page } = await openPage(browser, url('small.html'));
    await page.locator('#verdict').selectOption('denied');
    await page.locator('#search').fill('payments');
    await page.locator('th[data-column=at] button').click();
    const shown = [await found(page), await firstBucket(page)];
    const { page: other } = await openPage(browser, page.url());
    expect([await found(other), await firstBucket(other)]).toEqual(shown);
    expect(await other.locator('#verdict').inputValue()).toBe('denied');
    expect(await other.locator('th[data-column=at]').getAttribute('aria-sort')).toBe('descending');
    await other.locator('#clear').click();
    expect(await found(other)).toBe('500 rows');
    await other.locator('.groups a', { hasText: 'held' }).click();
    await other.locator('#verdict').locator('option:checked', { hasText: 'held' }).waitFor({ state: 'attached' });
    await other.goBack();
    await other.locator('#found', { hasText: /^500 rows$/ }).waitFor();
  });

  inBrowser('an account shows its buckets', async () => {
    const { page } = await openPage(browser, url('small.html'));
    const row = page.locator('#accounts-body tr').first();
    const buckets = await row.locator('td').nth(3).innerText();
    await row.locator('button').click();
    expect(await found(page)).toBe(`${buckets} of 500 rows`);
    await page.locator('#account').click();
    expect(await found(page)).toBe('500 rows');
  });

  inBrowser('copies the snippet that makes peace', async () => {
    const { page } = await openPage(browser, `${url('small.html')}#verdict=contested`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.locator('#buckets-body button').first().click();
    await page.locator('.copy').click();
    await page.locator('#said', { hasText: 'Copied' }).waitFor({ state: 'attached' });
    const snippet = await page.locator('#details-body pre').first().textContent();
    expect(snippet).toContain('abort_incomplete_multipart_upload');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(snippet);
  });

  inBrowser('fits a phone: nothing sticks out, the details fill the screen', async () => {
    const { page, noise } = await openPage(browser, url('small.html'), PHONE);
    const widths = (): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(await widths()).toBe(true);
    expect(await page.locator('#buckets-table th:visible').allInnerTexts()).toHaveLength(2);
    const sideways = `[...document.querySelectorAll('main *')].filter((one) => {
      const { overflowX } = getComputedStyle(one);
      return ['auto', 'scroll'].includes(overflowX) && one.scrollWidth > one.clientWidth;
    }).map(({ className, id }) => id + ' ' + className)`;
    expect(await page.evaluate(sideways)).toEqual([]);
    expect(await page.locator('.under:visible', { hasText: /^by / }).count()).toBeGreaterThan(0);
    await page.locator('#buckets-body button').first().tap();
    expect(await page.locator('#details').evaluate((dialog) => dialog.getBoundingClientRect().width)).toBe(360);
    expect(await widths()).toBe(true);
    expect(noise).toEqual([]);
  });

  inBrowser('is light or dark as the reader has it, and light on paper', async () => {
    const brightness = (page: Page): Promise<number> =>
      page.evaluate('Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])');
    const { page } = await openPage(browser, url('small.html'), { colorScheme: 'dark' });
    expect(await brightness(page)).toBeLessThan(40);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await brightness(page)).toBeGreaterThan(220);
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    expect(await brightness(page)).toBe(255);
  });

  inBrowser('prints the rows of the view, and nothing to press', async () => {
    const { page } = await openPage(browser, `${url('small.html')}#verdict=applied`);
    const count = Number((await found(page)).split(' ')[0]);
    await page.evaluate(`addEventListener('beforeprint', () => {
      document.documentElement.dataset.printed = document.querySelectorAll('#buckets-body tr').length;
    })`);
    const paper = await page.pdf({ format: 'A4' });
    expect(paper.byteLength).toBeGreaterThan(10_000);
    expect(await page.evaluate('Number(document.documentElement.dataset.printed)')).toBe(count);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#search').isVisible()).toBe(false);
    expect(await page.locator('#buckets-body tr').first().isVisible()).toBe(true);
  });

  inBrowser('says on paper that there are more rows than it has, and only then', async () => {
    const noteOf = async (name: string): Promise<readonly (string | null)[]> => {
      const { page } = await openPage(browser, url(name));
      await page.emulateMedia({ media: 'print' });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      const notes = await page.locator('.paper:visible').allInnerTexts();
      return [await page.locator('#buckets-body tr').count().then(String), ...notes];
    };
    expect(await noteOf('small.html')).toEqual(['500']);
    expect(await noteOf('larger.html')).toEqual(['500', 'On paper: the first 500 of these 501 rows.']);
  });

  withAxe.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['on a phone', PHONE],
  ] as const)(`axe finds nothing, %s${NO_AXE}`, async (_, options) => {
    const { page } = await openPage(browser, `${url('small.html')}#verdict=contested`, options);
    const violations = async (): Promise<unknown> => {
      // as a devtools script, which the page's own policy does not keep out
      await page.evaluate(readFileSync(AXE, 'utf8'));
      return page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))',
      );
    };
    expect(await violations()).toEqual([]);
    await page.locator('#buckets-body button').first().click();
    expect(await violations()).toEqual([]);
  });
});
