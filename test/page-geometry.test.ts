/** Pages as they stand, at three widths, held against where things stood when somebody last looked at them. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {boxOf, differences, faults, isSamePainter, pageProblems} from '../scripts/golden/geometry-compare.ts';
import {keptPages, readGeometry} from '../scripts/golden/geometry-files.ts';
import {type Layout, measurePages, type PageGeometry} from '../scripts/golden/page-geometry.ts';
import {temporaryFolder} from './command.ts';
import {isLinux, needs, needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const executablePath = chromiumPath();
const MEND = 'make them again with `npm run golden`, look at the pages, and read the diff';
const pages = keptPages();
const golden = (page: string): PageGeometry => readGeometry(page)!;

describe('things on pages', needsBrowser(executablePath, 'Chromium', 'where things stand on pages is not looked at'), () => {
  let made: Map<string, PageGeometry>;
  beforeAll(async () => {
    made = await measurePages(executablePath!);
  });

  it('are measured on every page that is kept, and on no other', () => expect([...made.keys()].sort()).toEqual(pages));

  it.each(pages)('stand in order on %s, about where they stood, within the window and clear of each other', (page) => {
    expect(pageProblems(golden(page), made.get(page)!, {isExact: false}), MEND).toEqual([]);
  });

  it.for(pages)('stand on %s to the pixel where they stood, and look as they did', (page, context) => {
    const [was, is] = [golden(page), made.get(page)!];
    context.skip(
      !isSamePainter(was, is),
      `Chromium ${is.browser} with these fonts is not the recorded ${was.browser} with its fonts, so pixels of pages are not compared`,
    );
    expect(pageProblems(was, is, {isExact: true}), MEND).toEqual([]);
  });

  it(
    'keep to the tolerance in letters a fifth wider',
    needs(isLinux, 'fontconfig', 'pages are not laid out in other letters'),
    async (context) => {
      const fonts = join(temporary, 'fonts.conf');
      writeFileSync(
        fonts,
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include><match target="pattern">' +
          '<edit name="family" mode="prepend_first" binding="strong"><string>DejaVu Sans Mono</string></edit></match></fontconfig>',
      );
      const wide = await measurePages(executablePath!, {env: {FONTCONFIG_FILE: fonts}, only: ['view', 'label']});
      context.skip(isSamePainter(wide.get('view')!, golden('view')), 'no other letters here, so pages are not laid out in them');
      for (const [page, now] of wide) {
        expect(pageProblems(golden(page), now, {isExact: false})).toEqual([]);
        expect(pageProblems(golden(page), now, {isExact: true})).not.toEqual([]);
      }
    },
  );
});

const temporary = temporaryFolder();

describe('a comparison of layouts', () => {
  const layout = (...boxes: readonly string[]): Layout => ({height: 900, boxes, luma: Buffer.from([250, 250, 30]).toString('base64')});
  const was = layout(
    'heading Runs | 20 40 350 40',
    'control Find | 20 100 120 40',
    'control Status | 160 100 120 40',
    'picture figure | 20 160 350 200',
  );
  const moved = (at: number, box: string): Layout => layout(...was.boxes.map((one, i) => (i === at ? box : one)));
  const told = (is: Layout, isExact = false): string[] => [...faults(is, 390), ...differences(was, is, {isExact})];

  it('reads a box', () => {
    expect(boxOf('control Mark differences | 1 2 3 4')).toEqual({
      kind: 'control',
      name: 'Mark differences',
      x: 1,
      y: 2,
      width: 3,
      height: 4,
    });
    expect(told(was)).toEqual([]);
    expect(told(was, true)).toEqual([]);
  });

  it.each([
    ['a control that lies on another', moved(2, 'control Status | 130 100 120 40'), /"Status".* lies on .*"Find"/],
    ['what is cut by the window', moved(3, 'picture figure | 60 160 350 200'), /cut by an edge/],
    ['what is missing', layout(...was.boxes.slice(0, 3)), /the end stands where picture figure did/],
    ['what is new', layout(...was.boxes, 'picture table | 20 400 350 60'), /picture table stands where the end did/],
    ['another order', layout(was.boxes[1], was.boxes[0], ...was.boxes.slice(2)), /control Find stands where heading Runs did/],
    ['what is not below any more', moved(3, 'picture figure | 20 60 350 200'), /figure.* is not below/],
    ['what has another size', moved(3, 'picture figure | 20 160 180 200'), /not about as large/],
  ])('finds %s, whatever the letters', (_, is, what) => expect(told(is).join('\n')).toMatch(what));

  it('finds a step of two pixels and another shade where the painter is the same, and bears both elsewhere', () => {
    const step = moved(1, 'control Find | 20 102 120 40');
    const shade = {...was, luma: Buffer.from([250, 240, 30]).toString('base64')};
    expect([told(step), told(shade)]).toEqual([[], []]);
    expect(told(step, true)).toEqual(['control "Find" (120 x 40 at 20, 102), not 120 x 40 at 20, 100']);
    expect(told(shade, true)).toEqual(['1 of 3 parts of the first screen look otherwise, by up to 10 of 255']);
  });

  it('finds a scene that is not kept', () => {
    const page = {browser: '1', fonts: 'a', scenes: {list: {390: was}}};
    expect(pageProblems(page, {...page, scenes: {...page.scenes, run: {390: was}}})).toEqual([
      'scenes: list at 390,run at 390, not list at 390',
    ]);
    expect(isSamePainter(page, {...page, fonts: 'b'})).toBe(false);
  });
});
