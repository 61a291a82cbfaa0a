/** Pages at moments that are the same on every machine and at every time, to be looked at: the lab, what commands serve, reports. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Page} from 'playwright-core';
import {drawingDocument} from '../../src/node/document.ts';
import {serveLabel} from '../../src/node/label/serve-label.ts';
import {serveView} from '../../src/node/view/serve-view.ts';
import {commands, over} from '../../src/report/pages/watch/demo.test-input.ts';
import {watchPage} from '../../src/report/pages/watch/page.ts';
import {PAIRS, writeSmallRuns} from '../../test/small-runs.ts';
import {buildSite} from '../site.ts';
import {root} from './command.ts';

export interface Scene {
  /** Of the file that keeps it. */
  readonly page: string;
  readonly name: string;
  /** To be waited for at every width, as a selector of what must not be there. */
  readonly unsettled?: string;
  open(page: Page): Promise<void>;
}

export interface Scenes {
  readonly scenes: readonly Scene[];
  close(): Promise<void>;
}

/** Writes below an empty folder, and serves until it is closed. */
export async function openScenes(folder: string): Promise<Scenes> {
  const {runs, judged} = writeSmallRuns(folder);
  const site = join(folder, 'site');
  await buildSite(site);
  const view = await serveView({directories: [runs], port: 0});
  const label = await serveLabel({
    ...{directory: judged, annotator: 'ada', port: 0, onNotice: () => {}},
    now: () => '2026-03-01T09:00:00Z',
    run: () => ({status: 'command', command: 'genloss run judged.yaml'}),
  });
  const watch = join(folder, 'watch.html');
  writeFileSync(watch, watchPage(over, {document: await drawingDocument(), commands}));
  return {
    scenes: [
      ...labScenes(pathToFileURL(join(site, 'index.html')).href),
      ...viewScenes(view.url),
      ...labelScenes(label.url),
      fileScene('report', join(root, 'test/golden/pages/gaussian.html')),
      fileScene('check', join(root, 'test/golden/pages/check-where.html')),
      fileScene('watch', watch),
    ],
    async close() {
      await view.close();
      await label.close();
    },
  };
}

const STORY = '#preset=zipf&generations=6';

/** All seeds are in what is shown. */
function labScenes(url: string): Scene[] {
  const lab = {page: 'lab', unsettled: '.now .note'};
  const begin = async (page: Page, hash = STORY): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(url + hash);
    await page.waitForSelector('.pictures figure');
  };
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', {name, exact: true}).click();
  return [
    {...lab, name: 'first', open: (page) => begin(page)},
    {
      ...lab,
      name: 'generation 3',
      async open(page) {
        await begin(page);
        for (const generation of [1, 2, 3]) {
          await press(page, 'Step');
          await page.waitForSelector(`[data-generation="${generation}"]`);
        }
      },
    },
    {
      ...lab,
      name: 'end',
      async open(page) {
        await begin(page);
        await press(page, 'Play');
        await page.waitForSelector('[data-state=done]');
      },
    },
    {
      ...lab,
      name: 'error',
      async open(page) {
        await begin(page, '#experiment=AAAA');
        await page.waitForSelector('.failure');
      },
    },
  ];
}

function viewScenes(url: string): Scene[] {
  const view = {page: 'view', unsettled: '.spot.waiting'};
  const list = async (page: Page): Promise<void> => {
    await page.goto(url);
    await page.waitForSelector('.to-checks');
  };
  return [
    {...view, name: 'list', open: list},
    {
      ...view,
      name: 'run',
      async open(page) {
        await list(page);
        await page.getByRole('link', {name: 'Two ways'}).click();
        await page.waitForSelector('.verdict');
      },
    },
  ];
}

function labelScenes(url: string): Scene[] {
  const pair = async (page: Page): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(url);
    await page.waitForSelector('[data-side=left]');
  };
  return [
    {page: 'label', name: 'pair', open: pair},
    {
      page: 'label',
      name: 'done',
      async open(page) {
        await pair(page);
        for (const k of PAIRS.keys()) {
          await page.keyboard.press('1');
          await page.waitForSelector(`[data-busy=false] [data-asks-left="${PAIRS.length - 1 - k}"]`);
        }
      },
    },
  ];
}

const fileScene = (page: string, path: string): Scene => ({
  page,
  name: 'whole',
  open: async (tab) => void (await tab.goto(pathToFileURL(path).href)),
});
