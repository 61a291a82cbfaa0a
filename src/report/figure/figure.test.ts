import {describe, expect, it} from 'vitest';
import {figureFont} from '../../node/figure/font.ts';
import {gaussianInput, matrixInput, speechesInput} from '../pages/run/demo.test-input.ts';
import type {ReportInput} from '../pages/run/input.ts';
import type {FigureAbout} from './about.ts';
import {type FigureChoice, figureContent} from './content.ts';
import type {FigureDrawing} from './drawing.ts';
import {readFont, widthOf} from './font.ts';
import {COLUMN_WIDTHS, figureDrawing} from './layout.ts';
import {lineLook, MOST_LOOKS} from './looks.ts';
import {svgOf} from './svg.ts';

const font = figureFont();
const ABOUT: FigureAbout = {
  title: 'A <title> & more',
  caption: 'What "it" is',
  command: "genloss figure 'a b' variance -o x.svg",
  program: 'genloss 1.2.3',
  run: 'ab12',
  lineages: '3 lineages',
  interval: "95% interval of the mean, by Student's t",
};
const drawn = (input: ReportInput, choice: Partial<FigureChoice> & {measure: string}, columns: 1 | 2 = 1): FigureDrawing =>
  figureDrawing(figureContent(input, {bands: [], ...choice}), {columns, font});
const textsOf = ({marks}: FigureDrawing): string[] => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

describe('the font of figures', () => {
  it('is as wide as fontTools reads it', () => {
    // sum(font['hmtx'][cmap[ord(c)]][0] for c in 'Hamburg 0.5') / 100
    expect(widthOf('Hamburg 0.5', 10, font)).toBeCloseTo(53.76, 10);
    expect([font.unitsPerEm, font.ascent, font.descent, font.capHeight]).toEqual([1000, 1024, -400, 660]);
  });

  it('has the signs that figures use, and says of others that it has not', () => {
    for (const letter of '0123456789\u2212\u00d7\u2013\u2026\u2019%')
      expect(font.glyphOf(letter.codePointAt(0)!), letter).toBeGreaterThan(0);
    expect(font.glyphOf(0x4e00)).toBe(0);
  });

  it('becomes a TrueType file whose directory is sorted and whose tables are where it says', () => {
    const view = new DataView(font.trueType.buffer);
    const tags = Array.from({length: view.getUint16(4)}, (_, i) =>
      String.fromCharCode(...font.trueType.subarray(12 + 16 * i, 16 + 16 * i)),
    );
    expect(tags).toEqual(tags.toSorted());
    const head = 12 + 16 * tags.indexOf('head');
    expect(view.getUint32(view.getUint32(head + 8) + 12)).toBe(0x5f0f3cf5);
  });

  it('of other bytes is refused', () => {
    expect(() => readFont(new Uint8Array(100), 'x')).toThrow('no WOFF');
  });
});

describe('a figure', () => {
  it('tells sixteen lines apart without colour', () => {
    const looks = Array.from({length: MOST_LOOKS}, (_, i) => {
      const {stroke, markAt} = lineLook(i);
      const {fill, ...mark} = markAt([0, 0]) as {fill: {colour: string}; stroke: {colour: string}};
      return JSON.stringify([stroke.dashes, {...mark, stroke: undefined}, fill.colour === '#ffffff']);
    });
    expect(new Set(looks).size).toBe(MOST_LOOKS);
  });

  it.each([
    ['one column', 1],
    ['two columns', 2],
  ] as const)('is %s wide, and all of it lies on its page', (_, columns) => {
    for (const [input, measure] of [
      [gaussianInput(), 'variance'],
      [speechesInput(), 'tail.retention'],
      [matrixInput(), matrixInput().measures[0].name],
    ] as const) {
      const drawing = drawn(input, {measure}, columns);
      expect((drawing.width * 25.4) / 72).toBeCloseTo(COLUMN_WIDTHS[columns], 6);
      for (const mark of drawing.marks) {
        const places = mark.kind === 'lines' ? mark.lines.flat() : mark.kind === 'shape' ? mark.corners : [mark.at];
        for (const [x, y] of places) {
          expect(x >= -1 && x <= drawing.width + 1 && y >= 0 && y <= drawing.height, JSON.stringify(mark)).toBe(true);
        }
        if (mark.kind !== 'text') continue;
        const start = mark.at[0] - {start: 0, middle: 0.5, end: 1}[mark.anchor] * widthOf(mark.text, mark.size, font);
        expect(start, mark.text).toBeGreaterThanOrEqual(0);
        expect(start + widthOf(mark.text, mark.size, font), mark.text).toBeLessThanOrEqual(drawing.width + 0.01);
        expect(mark.size).toBeGreaterThanOrEqual(5);
      }
    }
  });

  it('names every arm in its legend, and theory where it is drawn', () => {
    const input = gaussianInput();
    const texts = textsOf(drawn(input, {measure: 'variance'}));
    for (const {name} of input.arms) expect(texts).toContain(name);
    expect(texts).toContain('theory');
  });

  it('draws the interval of each line as it stands in the summary', () => {
    const input = speechesInput();
    const content = figureContent(input, {measure: 'tail.retention', bands: [], arms: ['accumulate']});
    const {marks} = figureDrawing(content, {columns: 1, font});
    const bands = marks.flatMap((mark) => (mark.kind === 'shape' && mark.fill.opacity !== undefined ? [mark] : []));
    expect(bands.flatMap(({corners}) => corners)).toHaveLength(2 * content.panels[0].lines[0].points.length);
    const [line] = content.panels[0].lines;
    const row = input.summary.arms[line.arm]['tail.retention'][0];
    expect([line.points[0].low, line.points[0].high]).toEqual([row.low, row.high]);
  });

  it('shows only the arms and generations that are asked for', () => {
    const input = speechesInput();
    const content = figureContent(input, {measure: 'tail.retention', bands: [], arms: ['accumulate'], generations: [3, 5]});
    expect(content.panels.flatMap(({lines}) => lines.map(({arm}) => arm))).toEqual(['accumulate']);
    expect(content.panels[0].lines[0].points.map(({generation}) => generation)).toEqual([3, 4, 5]);
    expect(content.generations).toEqual([3, 5]);
  });

  it('has a panel for each cell of a matrix, and one for cells that are named', () => {
    const input = matrixInput();
    const measure = input.measures[0].name;
    expect(figureContent(input, {measure, bands: []}).panels.length).toBeGreaterThan(1);
    const named = input.arms.slice(0, 3).map(({name}) => name);
    const content = figureContent(input, {measure, bands: [], arms: named});
    expect([content.panels.length, content.series]).toEqual([1, named]);
  });

  it('of the median says so, and which interval it has', () => {
    const input = speechesInput();
    const mean = figureContent(input, {measure: 'tail.retention', bands: [], summary: 'mean'});
    const median = figureContent(input, {measure: 'tail.retention', bands: [], summary: 'median'});
    expect([mean.statistic, mean.interval]).toEqual(['mean', "95% interval of the mean, by Student's t"]);
    expect([median.statistic, median.interval]).toEqual(['median', 'none: fewer than six lineages']);
    const {median: value} = input.summary.arms.replace['tail.retention'][0];
    expect(median.panels[0].lines[0].points[0].value).toBe(value);
  });

  it('of arms that a stop ends goes as far as the last value', () => {
    const gaussian = gaussianInput();
    const rows = (last: number) => Array.from({length: last}, (_, i) => ({generation: i + 1, n: 2, mean: 9 - i, median: 9 - i}));
    const lost = [5, 40].map((generation) => ({generation, n: 1, nLost: 1, reason: 'the lineage has ended'}));
    const theory = {
      replace: {
        variance: [
          {statistic: 'mean' as const, label: 'law', source: 'algebra', points: [1, 4, 40].map((t) => ({generation: t, value: t}))},
        ],
      },
    };
    const arms = [{...gaussian.arms[0], name: 'replace', stops: true}];
    const input = {...gaussian, arms, theory, generations: 40, summary: {arms: {replace: {variance: [...rows(4), ...lost]}}}};
    const content = figureContent(input, {measure: 'variance', bands: [], summary: 'mean'});
    expect(content.generations).toEqual([1, 4]);
    expect(content.scale.domain[1]).toBeLessThan(20);
    const open = figureContent({...input, arms: [{...arms[0], stops: false}]}, {measure: 'variance', bands: [], summary: 'mean'});
    expect(open.generations).toEqual([1, 40]);
  });

  it('of a stopping time is none', () => {
    expect(() => figureContent(gaussianInput(), {measure: 'stoppedAt', bands: []})).toThrow('one number a lineage');
  });

  it('of nothing is an error of the data', () => {
    const input = speechesInput();
    const empty = {...input, summary: {...input.summary, arms: {}}};
    expect(() => figureContent(empty, {measure: 'tail.retention', bands: []})).toThrow('nothing to draw');
  });
});

describe('its SVG', () => {
  const svg = svgOf(drawn(gaussianInput(), {measure: 'variance'}), ABOUT, font);

  it('stands alone: a namespace, a size, its own font, no variable of a page', () => {
    expect(svg).toMatch(/<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^>]*width="85mm"/);
    expect(svg).not.toContain('var(');
    expect(svg).not.toContain('currentColor');
    expect(svg).toContain('src:url(data:font/woff;base64,d09GR');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('says how it was made, escaped', () => {
    expect(svg).toContain('<title id="title">A &lt;title&gt; &amp; more</title>');
    for (const text of ['<genloss:Run>ab12<', '<genloss:Lineages>3 lineages<', '<xmp:CreatorTool>genloss 1.2.3<', '&#39;a b&#39; variance'])
      expect(svg).toContain(text);
    expect(svg).not.toMatch(/\d{4}-\d\d-\d\d/);
  });
});
