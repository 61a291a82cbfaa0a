import {parseHTML} from 'linkedom';
import {describe, expect, it} from 'vitest';
import type {Check, CheckReport} from '../../../guard/check-report.ts';
import {placedGate} from '../../charts/gate-chart.ts';
import {document} from '../../document.test-input.ts';
import {failing, hostile, otherDomain, passing, reports, undefinedValues} from '../../formats/check/demo.test-input.ts';
import {nextOf} from '../../formats/check/values.ts';
import {checkPage} from './page.ts';

interface Element {
  readonly tagName: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Element>;
}
const parse = (html: string) => (parseHTML(html) as unknown as {document: Element}).document;
const all = (of: Element, selector: string): Element[] => [...of.querySelectorAll(selector)];
const texts = (of: Element, selector: string): string[] =>
  all(of, selector).map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim());

describe.each(reports)('the page of %s', (_, report) => {
  const html = checkPage(report, {document});
  const page = parse(html);

  it('needs no network and runs no script', () => {
    expect(html).not.toMatch(/<script|<link|<iframe|<object|@import|\ssrc=|\shref=|\son\w+=|url\(/i);
    expect(html.length).toBeLessThan(200_000);
  });

  it('names every picture, heads every table and steps through its headings', () => {
    for (const svg of all(page, 'svg'))
      expect([svg.getAttribute('role'), (svg.getAttribute('aria-label') ?? '') !== '']).toEqual(['img', true]);
    for (const table of all(page, 'table')) {
      expect(all(table, 'caption')).toHaveLength(1);
      expect(all(table, 'thead th').length).toBeGreaterThan(1);
      for (const row of all(table, 'tbody tr')) expect(all(row, 'th[scope=row], td[colspan]').length).toBe(1);
    }
    const levels = all(page, 'h1, h2, h3').map(({tagName}) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    const ids = all(page, '[id]').map((one) => one.getAttribute('id'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a row a gate, and behind every picture its numbers', () => {
    expect(all(page, 'table.gates tbody th')).toHaveLength(report.checks.length);
    expect(all(page, 'table.data tbody tr')).toHaveLength(report.bands.length);
    expect(html).not.toMatch(/NaN|Infinity|\[object/);
  });
});

describe('the page', () => {
  it('begins with the verdict by sign and word, why, and who was held against whom', () => {
    const page = parse(checkPage(failing, {document}));
    expect(texts(page, 'h1')).toEqual(['\u2717 Fail']);
    expect(texts(page, '.lead')[0]).toMatch(/^tail\.retention and .* 4 of 7 gates hold, 2 fail, 1 is inconclusive\.$/);
    expect(texts(page, 'dd')).toEqual([
      'data/crawl-2026-10.jsonl.zst: 12,431 documents, 5,120,388 words, 31.4 MB; 3 broken records passed over',
      'human.profile: 41,208 documents, 18,204,411 words, 108 MB',
    ]);
    expect(texts(page, '.callout li')).toHaveLength(2);
    expect(texts(parse(checkPage(otherDomain, {document})), '.callout').join(' ')).toContain('defendant, plaintiff');
  });

  it('draws each picture for a wide window and for a phone', () => {
    const page = parse(checkPage(failing, {document}));
    expect(all(page, 'svg.wide')).toHaveLength(4);
    expect(all(page, 'svg.narrow')).toHaveLength(4);
    expect(texts(page, 'h2')).toEqual([
      'The gates',
      'What to do next',
      'Probable words overestimated, improbable ones underestimated?',
      'How much of the tail is still there',
      'Length of documents',
      'Words lost',
      'Words gained',
    ]);
  });

  it('leaves out what there is nothing to show of', () => {
    expect(texts(parse(checkPage(undefinedValues, {document})), 'h2')).toEqual(['The gates', 'What to do next']);
    const empty: CheckReport = {...undefinedValues, checks: []};
    expect(texts(parse(checkPage(empty, {document})), 'section')[0]).toBe('The gatesNo gate was checked.');
    expect(texts(parse(checkPage(passing, {document})), 'h2')).not.toContain('What to do next');
  });

  it('says what to do next, as the terminal does, and names measures by their code with the title beside', () => {
    const examples = [{measure: 'tail.retention', file: 'a.jsonl', line: 1, text: 'x', word: 'dusk'}];
    const page = parse(checkPage({...failing, examples}, {document}));
    expect(texts(page, 'section[aria-labelledby=next] li')).toEqual(nextOf(failing));
    expect(texts(page, 'section[aria-labelledby=where] h3')).toEqual(['tail.retention Rare types still produced']);
    expect(texts(page, 'table.gates tbody th')[0]).toContain('tail.retentionRare types still produced');
  });

  it('explains every measure, novelty and p where they stand', () => {
    const near = {...failing.checks[0], name: 'duplicates.near', measure: 'duplicates.near'};
    const page = parse(checkPage({...failing, checks: [near]}, {document}));
    expect(texts(page, 'section[aria-labelledby=gates] details li').join()).toContain('Documents that repeat an earlier one nearly');
    expect(texts(page, 'section[aria-labelledby=gates] p.note').join()).toContain('p is at most 0.025');
    expect(texts(parse(checkPage(otherDomain, {document})), '.callout').join()).toMatch(/Novelty [\d.]+ \[.*\], bound 0\.12/);
  });

  it('promises what is expected only where it can be seen', () => {
    const [band] = failing.bands.filter(({measure}) => measure === 'calibration.halves');
    const keys = (high: number) => {
      const bands = [{...band, expected: {value: 0, low: 0, high}}, band];
      return texts(parse(checkPage({...failing, bands}, {document})), '#bands-0 ~ figure .key');
    };
    expect(keys(0)).toEqual([]);
    expect(keys(0.1)).toHaveLength(1);
  });

  it('escapes whatever it is given', () => {
    const html = checkPage(hostile, {document});
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(texts(parse(html), 'table.words th[scope=row]')[0]).toContain('<script>alert(1)</script>');
  });

  it('says in words what the calibration picture shows', () => {
    const facts = texts(parse(checkPage(failing, {document})), '.fact');
    expect(facts[0]).toBe(
      'The rarest words are 0.221 times as probable as in the reference, the most frequent 1.36 times as probable as in the reference.',
    );
    expect(facts[1]).toMatch(/^Of the words that occur once in the reference, 21\.6% occur/);
    expect(texts(parse(checkPage(passing, {document})), '.fact')[0]).toMatch(/^The rarest words are about as probable/);
  });

  it('draws what the reference shows of itself where a reading says so', () => {
    const bands = failing.bands.map((one) => ({...one, expected: {value: one.value, low: one.low, high: one.high}}));
    const html = checkPage({...failing, bands}, {document});
    expect(html.match(/<th scope="col" class="n">expected<\/th>/g)).toHaveLength(3);
    expect(html.match(/<rect /g)!.length - checkPage(failing, {document}).match(/<rect /g)!.length).toBe(2 * bands.length);
  });
});

describe('the axis of the gates', () => {
  const check = (more: Partial<Check>): Check => ({
    name: 'x',
    measure: 'x',
    n: 9,
    bound: {measure: 'x', atLeast: 0.8},
    verdict: 'pass',
    ...more,
  });
  const expected = {value: 0.9, low: 0.88, high: 0.92};

  it('has the bound at 0, the reference at 1 and good to the right, at least and at most alike', () => {
    const least = placedGate(check({value: 0.85, low: 0.82, high: 0.88, expected}));
    expect(least.at!.value).toBeCloseTo(0.5, 12);
    expect([least.at!.low, least.at!.high]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.8, 12)]);
    expect(least.expected!.value).toBeCloseTo(1, 12);
    const most = placedGate(check({bound: {measure: 'x', atMost: 1}, value: 1.1, low: 1.05, high: 1.15, expected}));
    expect([most.at!.low, most.at!.value, most.at!.high]).toEqual([-1.5, -1, -0.5].map((value) => expect.closeTo(value, 12)));
    expect(most.expected!.value).toBeCloseTo(1, 12);
  });

  it('keeps the good side right where the reference itself breaks the bound, and where nothing is expected', () => {
    const broken = placedGate(check({value: 0.85, low: 0.84, high: 0.86, expected: {value: 0.7, low: 0.69, high: 0.71}}));
    expect(broken.at!.value).toBeGreaterThan(0);
    expect(broken.expected!.value).toBeLessThan(0);
    expect(placedGate(check({value: 0.4, low: 0.3, high: 0.5})).at!.value).toBeCloseTo(-0.5, 12);
    const zero = placedGate(check({bound: {measure: 'x', atMost: 0}, value: 0, low: 0, high: 0, expected: {value: 0, low: 0, high: 0}}));
    expect(Math.abs(zero.at!.value)).toBe(0);
  });

  it('has no place for a gate without a value', () => {
    expect(placedGate(check({reason: 'too little'})).at).toBeUndefined();
    expect(checkPage(undefinedValues, {document})).toContain('>no value</text>');
  });
});
