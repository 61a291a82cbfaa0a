/** The site of the lab, built and served for the tests of a file, in a browser of their own. */
import {join} from 'node:path';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll} from 'vitest';
import {buildSite} from '../scripts/site.ts';
import {openedPage, press, type Served, served, until} from './pages.ts';

export class LabSite {
  readonly folder: string;
  /** Errors of all pages, and what they asked of other hosts. */
  readonly faults: string[] = [];
  browser!: Browser;
  server!: Served;

  /** To be called among tests: it builds and serves before them, and ends after them. */
  constructor(folder: string, executablePath: string | undefined) {
    this.folder = join(folder, 'site');
    beforeAll(async () => {
      await buildSite(this.folder);
      this.browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
      this.server = await served(this.folder);
    });
    afterAll(async () => {
      await this.browser.close();
      this.server.close();
    });
  }

  opened(hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    return this.openedAt(this.server.url + hash, options);
  }

  openedAt(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    return openedPage(this.browser, url, {faults: this.faults, ...options});
  }
}

/** Plays a page of the lab to its end. */
export async function played(page: Page): Promise<void> {
  await press(page, 'Play');
  await until(page, ({state}) => state === 'done');
}
