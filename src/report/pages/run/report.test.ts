import {parseHTML} from 'linkedom';
import {describe, expect, it} from 'vitest';
import {exactNumber} from '../../../core/text/numbers.ts';
import {document} from '../../document.test-input.ts';
import {cycleInput, doseInput} from './cycle.test-input.ts';
import {gaussianInput, matrixInput, planeInput, speechesInput} from './demo.test-input.ts';
import type {ReportInput} from './input.ts';
import {buildReport} from './report.ts';
import {layoutArms} from './series.ts';

const inputs: [string, ReportInput][] = [
  ['speeches', speechesInput()],
  ['a Gaussian with theory', gaussianInput()],
  ['points in the plane', planeInput()],
  ['mitigations', cycleInput()],
  ['doses', doseInput()],
];

interface Page {
  querySelectorAll(
    selector: string,
  ): {getAttribute(name: string): string | null; textContent: string | null; querySelectorAll(s: string): unknown[]}[];
}
const parse = (html: string) => (parseHTML(html) as unknown as {document: Page}).document;

describe.each(inputs)('the report of %s', (_, input) => {
  const html = buildReport(input, document);
  const page = parse(html);

  it('is the same bytes for the same input', () => {
    expect(buildReport(input, document)).toBe(html);
  });

  it('is the same of what JSON keeps of its input, as a page has it', () => {
    const {table} = input;
    const sent = {...input, table: {...table, codes: [undefined, ...table.columns.slice(1)]}};
    expect(buildReport(JSON.parse(JSON.stringify(sent)) as ReportInput, document)).toBe(buildReport(sent, document));
  });

  it('needs no network and runs no script', () => {
    expect(html).not.toMatch(/<script|<link|@import|\ssrc=|url\(\s*['"]?https?:/i);
    expect(
      [...html.matchAll(/href="([^"]*)"/g)]
        .map(([, target]) => target)
        .filter((target) => !target.startsWith('#') && !target.startsWith('https://doi.org')),
    ).toEqual([]);
    expect(html.length).toBeLessThan(4_000_000);
  });

  it('names every picture and heads every table', () => {
    const pictures = [...page.querySelectorAll('svg')];
    expect(pictures.length).toBeGreaterThan(2);
    for (const svg of pictures)
      expect([svg.getAttribute('role'), (svg.getAttribute('aria-label') ?? '').length > 0]).toEqual(['img', true]);
    for (const table of page.querySelectorAll('table'))
      expect(table.querySelectorAll('caption, [aria-label]').length + (table.getAttribute('aria-label') ? 1 : 0)).toBeGreaterThan(0);
    const levels = [...page.querySelectorAll('h1, h2, h3')].map((h) => Number((h as unknown as {tagName: string}).tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('has behind every picture of a measure the numbers of the summary', () => {
    for (const measure of input.measures) {
      const tables = [...page.querySelectorAll('table.data')].filter((t) => t.getAttribute('data-measure') === measure.name);
      expect(tables).toHaveLength(1);
      const text = ` ${tables[0].textContent!.replace(/\s+/g, ' ')}`;
      for (const arm of input.arms) {
        const rows = input.summary.arms[arm.name]?.[measure.name] ?? [];
        const last = rows[rows.length - 1];
        if (last?.median !== null && last !== undefined) expect(text).toContain(exactNumber(last.median as number));
      }
    }
  });
});

describe('a report', () => {
  const hostile = '<script>alert(1)</script> & "quotes"';

  it('escapes whatever it is given', () => {
    const input = speechesInput();
    const [first] = input.arms;
    const rename = (name: string) => (name === first.name ? hostile : name);
    const html = buildReport(
      {
        ...input,
        title: hostile,
        shows: hostile,
        experimentYaml: hostile,
        command: hostile,
        arms: input.arms.map((arm) => ({name: rename(arm.name), description: hostile})),
        summary: {arms: Object.fromEntries(Object.entries(input.summary.arms).map(([name, measures]) => [rename(name), measures]))},
        measures: input.measures.map((m) => ({...m, caption: hostile})),
      },
      document,
    );
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('draws code between backticks as code', () => {
    expect(buildReport({...speechesInput(), shows: 'Under `replace` it falls.'}, document)).toContain(
      'Under <code>replace</code> it falls.',
    );
  });

  it('shows images of at most five generations beside those of people, and refuses pixels that are no images', () => {
    const input = planeInput();
    const sheets = [...parse(buildReport(input, document)).querySelectorAll('.images')].map((sheet) => sheet.getAttribute('aria-label'));
    const generations = new Set(input.pictures!.images!.arms[input.arms[0].name].map(({generation}) => generation));
    expect(sheets).toHaveLength(input.arms.length * (1 + Math.min(5, generations.size)));
    expect(sheets[0]).toBe('Drawn by people');
    expect(sheets).toContain(`${input.arms[0].name}, generation ${Math.max(...generations)}`);
    const broken = {side: 2, arms: {[input.arms[0].name]: [{generation: 1, pixels: '01234'}]}};
    expect(() => buildReport({...input, pictures: {images: broken}}, document)).toThrow('5 pixels, wanted a number of images of 4 each');
  });

  it('shows what the fits noted', () => {
    expect(buildReport({...speechesInput(), notes: [{arm: 'replace', text: 'order 3: fallback <discounts>'}]}, document)).toContain(
      '<b>replace</b>: order 3: fallback &lt;discounts&gt;',
    );
    expect(buildReport(speechesInput(), document)).not.toContain('Notes of the fits');
  });

  it('sets the perplexity of samples beside that of people, where it is known', () => {
    const input = speechesInput();
    const histograms = input.pictures!.samplePerplexity!;
    const arm = input.arms[0].name;
    const counts = histograms.edges.slice(1).map((_, i) => (i === 3 ? 10 : 0));
    const html = buildReport(
      {...input, pictures: {...input.pictures, samplePerplexity: {...histograms, human: {[arm]: counts}}}},
      document,
    );
    expect(html).toContain('>people</text>');
    expect(html).toMatch(/most passages near [\d.]+ of people/);
    expect(html).toContain('People: held-out human text');
    expect(buildReport(input, document)).not.toContain('>people</text>');
  });

  it('says what the time went to, where that is known', () => {
    const arm = speechesInput().arms[0].name;
    const times = {
      [arm]: [
        {activity: 'fit', seconds: 90},
        {activity: 'sample', seconds: 9.96},
        {activity: 'measure', seconds: 0.04},
      ],
    };
    const html = buildReport({...speechesInput(), times}, document);
    expect(html).toContain('Where the time went');
    expect(html.replace(/<[^>]+>/g, '|')).toMatch(/100\|+90%\|+10\.0%\|+&lt; 0\.1%|100\|+90%\|+10\.0%\|+< 0\.1%/);
    expect(buildReport(speechesInput(), document)).not.toContain('Where the time went');
  });

  it('shows what a passage hides, in place of obeying it', () => {
    const input = speechesInput(2);
    const passages = {prompt: 'p\u202e', arms: {replace: [{generation: 1, text: 'one\u009b31m two\u2067'}]}};
    const html = buildReport({...input, title: 't\u200f', pictures: {passages}}, document);
    expect(html).toContain('one\ufffd31m two\ufffd');
    expect(html).not.toMatch(/[\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  });

  it('says which values are undefined', () => {
    const input = gaussianInput();
    const [arm] = input.arms;
    const [measure] = input.measures;
    const rows = input.summary.arms[arm.name][measure.name].map((row, i) =>
      i === 3 ? {generation: row.generation, n: 0, nLost: row.n, reason: 'nothing was produced'} : row,
    );
    const html = buildReport(
      {
        ...input,
        summary: {arms: {...input.summary.arms, [arm.name]: {...input.summary.arms[arm.name], [measure.name]: rows}}},
      },
      document,
    );
    expect(html).toContain(`Undefined, and left as gaps: ${arm.name} at generation ${rows[3].generation}.`);
  });

  it('leaves bands out in which nothing happens, and says so', () => {
    const input = gaussianInput();
    const [arm] = input.arms;
    const [measure] = input.measures;
    const rows = input.summary.arms[arm.name][measure.name];
    const level = rows.map(({generation, n}) => ({generation, n, mean: 1, low: 1, high: 1, median: 1}));
    const banded = {...input.summary.arms[arm.name], [`${measure.name}[rare]`]: rows, [`${measure.name}[frequent]`]: level};
    const html = buildReport(
      {...input, measures: [{...measure, bands: ['rare', 'frequent']}], summary: {arms: {[arm.name]: banded}}},
      document,
    );
    expect(html).toContain('and not drawn: frequent.');
  });

  it('of many arms splits them by the part of their names after the space', () => {
    const html = buildReport(matrixInput(), document);
    const facet = matrixInput().arms[0].name.split(' ').slice(1).join(' ');
    expect(facet).not.toBe('');
    expect(html).toContain(`${facet}</p>`);
  });

  it('begins with a verdict and what is lost to be seen, then its contents, then the rest', () => {
    for (const [input, story] of [
      [speechesInput(), 'passages'],
      [planeInput(), 'images'],
    ] as const) {
      const html = buildReport(input, document);
      const at = ['class="verdict"', `id="${story}"`, 'class="contents"', 'id="arms"', 'id="summary"'].map((part) => html.indexOf(part));
      expect(at.every((place, i) => place > (at[i - 1] ?? 0))).toBe(true);
    }
  });

  it('links its contents to every section there is', () => {
    const page = parse(buildReport(speechesInput(), document));
    const links = [...page.querySelectorAll('.contents a')].map((link) => link.getAttribute('href'));
    const headings = [...page.querySelectorAll('h2')].map((heading) => `#${heading.getAttribute('id')}`).filter((id) => id !== '#contents');
    expect(links).toEqual(headings);
  });

  it('shows the points of a line and the categories that are drawn no more', () => {
    const input = gaussianInput();
    const line = {
      truth: {replace: [-1, 0, 1]},
      arms: {
        replace: [
          {generation: 1, points: [-1, 0, 1]},
          {generation: 50, points: [0, 0, 0]},
        ],
      },
    };
    const categories = {
      human: {replace: [3, 2, 1]},
      arms: {
        replace: [
          {generation: 1, counts: [3, 2, 0]},
          {generation: 50, counts: [5, 0, 0]},
        ],
      },
    };
    const page = parse(buildReport({...input, pictures: {line, categories}}, document));
    const labels = [...page.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'));
    expect(labels).toContain('Points that replace draws, a row a generation: truth, 1, 50.');
    expect(labels).toContain('replace, generation 50: 1 of 3 categories');
    expect([...page.querySelectorAll('.gone')]).toHaveLength(2);
    expect([...page.querySelectorAll('p.fact')].map((p) => p.textContent).join(' ')).toContain(
      'People have 3 of 3 categories. So many are drawn: replace 2 at generation 1 and 1 at generation 50.',
    );
  });

  it('outlines in each row what its own people have', () => {
    const shots = [{generation: 1, counts: [3, 0, 0]}];
    const categories = {human: {replace: [3, 0, 1], accumulate: [3, 1, 1]}, arms: {replace: shots, accumulate: shots}};
    const input = {...gaussianInput(), pictures: {categories}};
    const page = parse(buildReport(input, document));
    expect([...page.querySelectorAll('.gone')].map((path) => path.getAttribute('d')!.split('M').length - 1)).toEqual([1, 2]);
    expect([...page.querySelectorAll('svg')].map((svg) => svg.getAttribute('aria-label'))).toContain(
      'Human data of accumulate: 3 of 3 categories',
    );
    const [first] = input.measures;
    expect(buildReport(input, document)).not.toContain('what its model can still draw');
    expect(buildReport({...input, measures: [{...first, name: 'support'}]}, document)).toContain('what its model can still draw');
  });

  it('says where its command runs', () => {
    const page = parse(buildReport(speechesInput(), document));
    const [, after] = ([...page.querySelectorAll('section[aria-labelledby=again]')][0].textContent ?? '').split(
      'In the folder of this report:',
    );
    expect(after.trim().startsWith(speechesInput().command)).toBe(true);
  });

  it('says before anything else what to know of it', () => {
    const html = buildReport({...speechesInput(), warnings: ['It has <not> learned.']}, document);
    expect(html.indexOf('It has &lt;not&gt; learned.')).toBeLessThan(html.indexOf('class="verdict"'));
    expect(buildReport(speechesInput(), document)).not.toContain('class="warning"');
  });

  it('gives arms of a matrix signs of their own where there are signs enough, and else groups them by cell', () => {
    const arms = ['replace n=1', 'replace n=2', 'mixed n=1', 'mixed n=2'].map((name) => ({name, base: name.split(' ')[0]}));
    expect(layoutArms(arms).places.map(({series, facet}) => [series, facet])).toEqual([
      [0, ''],
      [1, ''],
      [2, ''],
      [3, ''],
    ]);
    const page = parse(buildReport(matrixInput(), document));
    expect([...page.querySelectorAll('table.summary th.cell')]).toHaveLength(25);
    const [first] = page.querySelectorAll('table.summary tbody');
    expect([...first.querySelectorAll('svg')]).toHaveLength(3);
  });
});
