/**
 * Where things stand on pages: landmarks, headings, controls and pictures at three widths, and how light each part of the first screen is. What
 * paints it is named beside it, by the browser's version and by what its fonts paint.
 */
import {createHash} from 'node:crypto';
import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Browser, chromium, type Page} from 'playwright-core';
import {openScenes, type Scene} from './page-scenes.ts';

export const WIDTHS = [390, 768, 1280] as const;
const HEIGHT = 900;
/** Of a cell whose lightness is kept, in pixels of the page. */
const CELL = 32;

export interface Layout {
  /** Of the whole page. */
  readonly height: number;
  /** In the order of the page: `KIND NAME | X Y WIDTH HEIGHT`. */
  readonly boxes: readonly string[];
  /** Mean luma of each cell of the first screen, a byte each, row by row, as base64. */
  readonly luma: string;
}

export interface Painter {
  /** Its version. */
  readonly browser: string;
  /** A hash of what its fonts paint. */
  readonly fonts: string;
}

export interface PageGeometry extends Painter {
  /** By the name of a scene, then by width. */
  readonly scenes: Readonly<Record<string, Readonly<Record<string, Layout>>>>;
}

export interface MeasureOptions {
  /** Of the browser, such as which fonts it finds. */
  readonly env?: Readonly<Record<string, string>>;
  /** Pages; all where it is not said. */
  readonly only?: readonly string[];
}

const QUIET = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--force-color-profile=srgb'];

/** A page that is the same wherever it is: its zone, its language, its pixels, and nothing that moves. */
async function stillPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    ...{viewport: {width: 1280, height: HEIGHT}, deviceScaleFactor: 1, locale: 'en-GB', timezoneId: 'UTC'},
    ...{colorScheme: 'light', reducedMotion: 'reduce'},
  });
  return context.newPage();
}

/** Every page, by its name, as Chromium lays it out now. */
export async function measurePages(executablePath: string, {env, only}: MeasureOptions = {}): Promise<Map<string, PageGeometry>> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'genloss-pages-')));
  const browser = await chromium.launch({executablePath, args: QUIET, env: {...process.env, ...env}});
  try {
    const {scenes, close} = await openScenes(folder);
    const pages = new Map<string, PageGeometry>();
    const [page, scratch] = [await stillPage(browser), await stillPage(browser)];
    const painter = {browser: browser.version(), fonts: await paintedFonts(scratch)};
    for (const scene of scenes.filter((one) => only?.includes(one.page) ?? true)) {
      const layouts = await measureScene(scene, page, scratch);
      pages.set(scene.page, {...painter, scenes: {...pages.get(scene.page)?.scenes, [scene.name]: layouts}});
    }
    await close();
    return pages;
  } finally {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function measureScene(scene: Scene, page: Page, scratch: Page): Promise<Record<string, Layout>> {
  const layouts: Record<string, Layout> = {};
  await page.setViewportSize({width: WIDTHS[0], height: HEIGHT});
  await scene.open(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({width, height: HEIGHT});
    await page.mouse.move(width - 1, HEIGHT - 1);
    layouts[width] = await measureLayout(page, scratch, scene.unsettled);
  }
  return layouts;
}

/** As it is when it has come to rest. */
async function measureLayout(page: Page, scratch: Page, unsettled?: string): Promise<Layout> {
  await settled(page, unsettled);
  const {height, boxes} = await page.evaluate<Omit<Layout, 'luma'>>(IN_PAGE);
  return {height, boxes, luma: await lumaOf(await page.screenshot(), scratch)};
}

const LOOK_MS = 150;
const STILL_LOOKS = 4;
const MOST_LOOKS = 400;

async function settled(page: Page, unsettled = '.never'): Promise<void> {
  let before = '';
  for (let still = 0, looks = 0; still < STILL_LOOKS; looks++) {
    if (looks > MOST_LOOKS) throw new Error(`${page.url()} does not come to rest`);
    await page.waitForTimeout(LOOK_MS);
    const now = await page.evaluate<string>(
      `scrollTo(0, 0); document.activeElement?.blur(); document.querySelector(${JSON.stringify(unsettled)}) ? '' : document.body.innerHTML.length + ' ' + document.documentElement.scrollHeight`,
    );
    still = now !== '' && now === before ? still + 1 : 0;
    before = now;
  }
}

/** Not what stands in what may scroll by itself: with wide letters it does. */
const IN_PAGE = `(() => {
  const KINDS = {landmark: 'header, main, nav, footer, aside', heading: 'h1, h2, h3', control: 'button, input, select, textarea, summary, .tabs a, a.button, .text[tabindex]', picture: 'figure, svg[role=img], canvas, img, table'};
  const kindOf = (e) => Object.keys(KINDS).find((kind) => e.matches(KINDS[kind]));
  const nameOf = (e) => (e.matches('header, main, nav, footer, aside, figure, table') ? e.localName : (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent)).replace(/[\\s|]+/g, ' ').trim().slice(0, 32).trim();
  const scrolls = (e) => { for (let at = e.parentElement; at && at !== document.body; at = at.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowX)) return true; return false; };
  const boxes = [...document.querySelectorAll(Object.values(KINDS).join(','))].filter((e) => e.checkVisibility({visibilityProperty: true}) && !scrolls(e)).flatMap((e) => {
    const {x, y, width, height} = e.getBoundingClientRect();
    return width > 1 && height > 1 ? [kindOf(e) + ' ' + nameOf(e) + ' | ' + [x, y + scrollY, width, height].map(Math.round).join(' ')] : [];
  });
  return {height: document.documentElement.scrollHeight, boxes};
})()`;

/** Averaged by the browser's own decoder, on a page that is nobody's. */
async function lumaOf(png: Buffer, scratch: Page): Promise<string> {
  const cells = await scratch.evaluate<number[]>(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob());
    const {width, height} = picture;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(picture, 0, 0);
    const {data} = context.getImageData(0, 0, width, height);
    const [columns, rows] = [Math.ceil(width / ${CELL}), Math.ceil(height / ${CELL})];
    const [sums, counts] = [new Float64Array(columns * rows), new Float64Array(columns * rows)];
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at += 4) {
        const cell = Math.floor(y / ${CELL}) * columns + Math.floor(x / ${CELL});
        sums[cell] += 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
        counts[cell]++;
      }
    return [...sums].map((sum, i) => Math.round(sum / counts[i]));
  })()`);
  return Buffer.from(cells).toString('base64');
}

/** The families that pages ask for, each painted with letters, digits and signs of theirs. */
const FAMILIES = [
  'system-ui, sans-serif',
  'Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif',
  'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
];

async function paintedFonts(scratch: Page): Promise<string> {
  const pixels = await scratch.evaluate<string>(`${JSON.stringify(FAMILIES)}.map((family) => {
    const context = Object.assign(document.createElement('canvas'), {width: 1400, height: 80}).getContext('2d');
    return ['', '600 '].map((weight, i) => {
      context.font = weight + '17px ' + family;
      context.fillText('The quick brown fox jumps over the lazy dog 0123456789 \\u2013\\u2192\\u00d7\\u03b1 Hamburgefonstiv', 4, 30 + 34 * i);
      return context.canvas.toDataURL();
    }).join();
  }).join()`);
  return createHash('sha256').update(pixels).digest('hex').slice(0, 16);
}
