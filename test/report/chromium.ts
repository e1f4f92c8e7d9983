import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Why there is no browser to test in; empty where there is one. */
export const NO_BROWSER = existsSync(CHROMIUM) ? '' : `SKIPPED: no ${CHROMIUM} (apt-get install chromium)`;

// a count of skipped tests alone would not say why
if (NO_BROWSER !== '') process.stderr.write(`the page in a browser: ${NO_BROWSER}\n`);

/** What a browser does beside showing a page, and what it asks of others, left out. `--no-sandbox`: as root, Chromium starts no other way. */
const ARGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-quic',
];

/** A headless browser without a network. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

export interface OpenedPage {
  readonly page: Page;
  /** Console messages, errors, and requests for anything but the file itself. */
  readonly noise: readonly string[];
}

/** Opens `url` in a context of its own and waits for the first rows. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!url.startsWith(request.url().replace(/#.*$/, ''))) noise.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector('#accounts-table[aria-rowcount]');
  return { page, noise };
}
