/** What a page owes those who do not use a mouse, or do not see it as it was drawn: read off a page in a browser. */

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {Page} from 'playwright-core';
import {expect} from 'vitest';

/** In the page: what can be worked, is seen and is not off; and its name. */
const IN_PAGE = `
const nameOf = (e) => (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent ?? '').replace(/\\s+/g, ' ').trim().slice(0, 60);
const isSeen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
const controls = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((e) => isSeen(e) && !e.disabled);
`;

const inPage = <T>(page: Page, body: string): Promise<T> => page.evaluate<T>(`(() => {${IN_PAGE}${body}})()`);

const controlNames = (page: Page): Promise<string[]> => inPage(page, 'return controls().map(nameOf)');

interface Stop {
  readonly name: string;
  /** Whether an outline shows that it has the focus. */
  readonly isShown: boolean;
}

const FOCUSED = `const e = document.activeElement;
if (!e || e === document.body || e === document.documentElement || e === globalThis.firstStop) return undefined;
globalThis.firstStop ??= e;
const {outlineStyle, outlineWidth} = getComputedStyle(e);
return {name: nameOf(e), isShown: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2};`;

/** Where Tab leads, from before the first control until it leaves the page or begins anew; back: from the last one. Throws where it does neither. */
async function tabStops(page: Page, {back = false} = {}): Promise<Stop[]> {
  await inPage(page, 'globalThis.firstStop = undefined;');
  await inPage(
    page,
    back ? 'controls().at(-1).focus();' : 'document.activeElement?.blur?.(); document.body.tabIndex = -1; document.body.focus();',
  );
  const most = (await controlNames(page)).length + 5;
  const stops: Stop[] = [];
  if (!back) await page.keyboard.press('Tab');
  while (stops.length <= most) {
    const stop = await inPage<Stop | undefined>(page, FOCUSED);
    if (stop === undefined) return stops;
    stops.push(stop);
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not leave the page: ${stops.map(({name}) => name).join(', ')}`);
}

/** That Tab comes to every control, shows where it is, and leads back the same way. `where`: for messages. */
export async function expectTabLeadsThrough(page: Page, where: string): Promise<void> {
  const stops = await tabStops(page);
  const names = stops.map(({name}) => name);
  expect(names.length, where).toBeGreaterThan(0);
  for (const name of await controlNames(page)) expect(names, `${where}: ${name}`).toContain(name);
  const hidden = stops.filter(({isShown}) => !isShown);
  expect(hidden, where).toEqual([]);
  expect((await tabStops(page, {back: true})).length, where).toBe(stops.length);
}

/** Targets that are less wide or high than so many pixels; links within a sentence are as high as its lines. */
export const smallTargets = (page: Page, least: number, within = 'body'): Promise<string[]> =>
  inPage(
    page,
    `return controls().filter((e) => e.closest(${JSON.stringify(within)}) && !(e.matches('a') && e.closest('p.note, figcaption, li > p'))).flatMap((e) => {
      const {width, height} = (e.labels?.length && e.matches('[type=checkbox], [type=radio]') ? e.labels[0] : e).getBoundingClientRect();
      return Math.min(width, height) < ${least} - 0.01 ? [nameOf(e) + ' ' + Math.round(width) + ' x ' + Math.round(height)] : [];
    });`,
  );

/** Names of what moves by the clock: animations that run, and what a change would set going. In milliseconds. */
export const motions = (page: Page): Promise<{name: string; ms: number}[]> =>
  inPage(
    page,
    `const ms = (text) => Math.max(...text.split(',').map((one) => parseFloat(one) * (one.trim().endsWith('ms') ? 1 : 1000)));
     const going = document.getAnimations().filter(({timeline}) => timeline instanceof DocumentTimeline)
       .map((one) => ({name: one.animationName ?? one.transitionProperty, ms: one.effect.getComputedTiming().duration}));
     const ready = [...document.querySelectorAll('*')].map((e) => ({name: e.className + ' transition', ms: ms(getComputedStyle(e).transitionDuration)}));
     return [...going, ...ready].filter((one) => one.ms > 1);`,
  );

/** What axe finds serious by WCAG 2 A and AA. */
export async function seriousByWcag(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const rules = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})";
  const {violations} = await page.evaluate<{violations: {id: string; impact: string; nodes: {target: unknown}[]}[]}>(rules);
  return violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, nodes}) => `${id} ${nodes.map(({target}) => target)}`);
}

/** Keeps what live regions say, with when. */
export const listen = (page: Page): Promise<void> =>
  inPage(
    page,
    `globalThis.told = [];
     new MutationObserver((changes) => {
       const regions = new Set(changes.map(({target}) => (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=status], [role=alert]')).filter(Boolean));
       for (const region of regions) if (region.textContent.trim() !== '') told.push([performance.now(), region.textContent.trim()]);
     }).observe(document.body, {childList: true, characterData: true, subtree: true});`,
  );

export const told = (page: Page): Promise<[at: number, text: string][]> => page.evaluate('told');

/** Texts and borders of controls whose colours are not the system's, or are those of what they stand on. */
export const lostColours = (page: Page): Promise<string[]> =>
  inPage(
    page,
    `const names = ['CanvasText', 'Canvas', 'LinkText', 'VisitedText', 'ButtonText', 'ButtonFace', 'ButtonBorder', 'Field', 'FieldText', 'GrayText', 'Highlight', 'HighlightText', 'Mark', 'MarkText'];
     const probe = document.body.appendChild(document.createElement('i'));
     const system = new Set(names.map((name) => ((probe.style.color = name), getComputedStyle(probe).color)));
     probe.remove();
     const behind = (e) => { for (let at = e; at; at = at.parentElement) { const {backgroundColor} = getComputedStyle(at); if (!/, 0\\)$|transparent/.test(backgroundColor)) return backgroundColor; } return 'none'; };
     const hasText = (e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
     const texts = [...document.querySelectorAll('body *:not(svg *)')].filter((e) => isSeen(e) && hasText(e));
     return [...new Set([...texts, ...controls()])].flatMap((e) => {
       const {color} = getComputedStyle(e);
       return system.has(color) && color !== behind(e) ? [] : [nameOf(e) + ': ' + color + ' on ' + behind(e)];
     });`,
  );

/**
 * Colours of marks that stand out from the page by less than so much, and how many colours are looked at. Not looked at: what is as the page is,
 * the grid, and the ramp of generations, whose order is told beside it.
 */
export const faintMarks = (page: Page, least: number): Promise<{looked: number; faint: string[]}> =>
  inPage(
    page,
    `const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
     const rgb = (colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
     const light = (colour) => { const [r, g, b] = rgb(colour).map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
     const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
     const root = getComputedStyle(document.documentElement);
     const ignored = ['--page', '--grid', '--line', ...[0, 1, 2, 3, 4, 5].map((i) => '--gen-' + i)].map((name) => rgb(root.getPropertyValue(name).trim()).join());
     const colours = new Set([...document.querySelectorAll('svg :is(path, circle, line, polyline)')].flatMap((e) => {
       const {fill, stroke, fillOpacity} = getComputedStyle(e);
       return stroke !== 'none' ? [stroke] : fill !== 'none' && Number(fillOpacity) === 1 ? [fill] : [];
     }).filter((colour) => !ignored.includes(rgb(colour).join())));
     return {looked: colours.size, faint: [...colours].filter((one) => ratio(one, root.backgroundColor) < ${least})};`,
  );
