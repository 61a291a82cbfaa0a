import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {perMillion, sizeText} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {CheckReport, Verdict} from '../../../guard/check-report.ts';
import {document} from '../../document.test-input.ts';
import {failing, hostile, otherDomain, passing, reports, undefinedValues} from './demo.test-input.ts';
import {CHECK_FORMATS, type CheckFormat, type FormatOptions, type Formatter, loadFormatWith} from './formats.ts';
import {intervalText} from './values.ts';

const formatters = new Map<CheckFormat, Formatter>();
for (const format of CHECK_FORMATS) formatters.set(format, await loadFormatWith(format, async () => document));
const formatCheck = (report: CheckReport, format: CheckFormat, options: FormatOptions = {}): string =>
  formatters.get(format)!(report, options);
const lines = (text: string): string[] => text.split('\n');

describe('every format', () => {
  it.each(CHECK_FORMATS)('%s says the verdict and why, the same bytes for the same report, with a line feed at its end', (format) => {
    for (const [, report] of reports) {
      const text = formatCheck(report, format);
      expect(text).toBe(formatCheck(structuredClone(report), format));
      expect(text.toLowerCase()).toContain(report.verdict);
      expect(text.endsWith('\n')).toBe(true);
      expect(text).not.toMatch(/\bNaN\b|undefined,|\[object/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(format === 'json' ? '' : text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(text).not.toMatch(/\p{Cs}/u);
    }
  });
});

describe('json', () => {
  it('is the report itself, the verdict and the gates first', () => {
    for (const [name, report] of reports.filter(([, one]) => one !== hostile)) {
      const parsed = JSON.parse(formatCheck(report, 'json'));
      expect(parsed, name).toEqual(report);
      expect(Object.keys(parsed).slice(0, 3)).toEqual(['verdict', 'reason', 'checks']);
    }
  });

  it('refuses a number that JSON would turn into null', () => {
    const broken: CheckReport = {...passing, checks: [{...passing.checks[0], value: Number.NaN}]};
    expect(() => formatCheck(broken, 'json')).toThrow(/NaN at value/);
  });
});

describe('text', () => {
  const text = formatCheck(failing, 'text');

  it('begins with the verdict and its reason', () => {
    expect(lines(text)[0]).toBe('\u2717 FAIL  tail.retention and tail.retention[1] lie below their bounds with their whole interval.');
    expect(lines(formatCheck(passing, 'text'))[0]).toMatch(/^\u2713 PASS {2}/);
    expect(lines(formatCheck(otherDomain, 'text'))[0]).toMatch(/^\? INCONCLUSIVE {2}/);
  });

  it('has one row a gate with value, interval, bound, expectation, verdict and sign, and the reason below a gate that does not pass', () => {
    const at = lines(text).findIndex((line) => line.startsWith('\u2717 fail'));
    expect(lines(text)[at]).toMatch(/^\u2717 fail +tail\.retention +0\.612 \[0\.598, 0\.626\] +>= 0\.86 +0\.914 \[0\.905, 0\.923\]$/);
    expect(lines(text)[at + 1]).toBe('  | The whole interval lies below 0.86.');
    expect(lines(text).filter((line) => /^[\u2713\u2717?] (pass|fail|inconclusive)/.test(line))).toHaveLength(failing.checks.length);
    expect(formatCheck(undefinedValues, 'text')).toMatch(/^\? inconclusive +tail\.retention +undefined +>= 0\.86 +-$/m);
  });

  it.each([40, 60, 72, 80, 100, 120, 160])('fits %i columns, names and words of any length included', (width) => {
    for (const [name, report] of reports) {
      const long = {...report, warnings: ['x'.repeat(400)], lost: [{word: 'y'.repeat(300), reference: 1, candidate: 0}]};
      for (const line of lines(formatCheck(long, 'text', {width}))) expect([...line].length, `${name}: ${line}`).toBeLessThanOrEqual(width);
    }
  });

  it('keeps sentences to 120 columns, and never goes below 40', () => {
    expect(formatCheck(failing, 'text', {width: 10})).toBe(formatCheck(failing, 'text', {width: 40}));
    const wide = {...failing, warnings: ['many words '.repeat(60).trim()]};
    for (const line of lines(formatCheck(wide, 'text', {width: 1000}))) expect([...line].length).toBeLessThanOrEqual(120);
  });

  it('shows what is expected with its interval from as many columns on as it says', () => {
    const long = {...failing, checks: failing.checks.map((check) => ({...check, name: `${check.name}${'.part'.repeat(24)}`}))};
    const narrow = formatCheck(long, 'text').replace(/\s+/g, ' ');
    const [, needed] = /without its interval for want of columns: a terminal of (\d+) columns/.exec(narrow)!;
    expect(Number(needed)).toBeGreaterThan(120);
    expect(formatCheck(long, 'text', {width: Number(needed) - 1})).toContain('want of columns');
    const wide = formatCheck(long, 'text', {width: Number(needed)});
    expect(wide).not.toContain('want of columns');
    expect(wide).toMatch(/0\.914 \[0\.905, 0\.923\]$/m);
  });

  it('has gates one below another, with all that the table has, where it does not fit', () => {
    const narrow = formatCheck(failing, 'text', {width: 50});
    expect(narrow).toMatch(/^\u2717 fail {2}tail\.retention$/m);
    expect(narrow).toMatch(/^ {2}\| value 0\.612 \[0\.598, 0\.626\], bound >= 0\.86,$/m);
    expect(narrow).toMatch(/^ {2}\| expected 0\.914 \[0\.905, 0\.923\]$/m);
    expect(narrow).not.toContain('want of columns');
  });

  it('is coloured only where asked for, and says the same then', () => {
    const coloured = formatCheck(failing, 'text', {colour: true});
    expect(text).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(text);
  });

  it('gives a CI runner no command, whatever files and words are called', () => {
    const printed = formatCheck({...hostile, candidate: {...hostile.candidate, name: '::error::x'}, reason: '##[error]y'}, 'text');
    expect(printed).not.toContain('::');
    expect(printed).not.toContain('##[');
  });

  it('names the words that were lost and gained, and how many were not named', () => {
    const many = Array.from({length: 40}, (_, i) => ({word: `word${i}`, reference: 100 - i, candidate: 0}));
    const printed = formatCheck({...failing, lost: many}, 'text').replace(/\s+/g, ' ');
    expect(printed).toContain('lost word0 100 -> 0, word1 99 -> 0');
    expect(printed).toContain('and 28 more');
    expect(printed).toContain('gained tapestry 2.1 -> 118');
  });
});

describe('what formats share', () => {
  it('writes intervals, rates and sizes as people read them', () => {
    expect(intervalText({value: 0.9123, low: 0.9, high: 0.92})).toBe('0.912 [0.900, 0.920]');
    expect(intervalText({value: 2})).toBe('2');
    expect(intervalText({})).toBeUndefined();
    expect([0, 0.01, 0.23, 9.94, 9.96, 1234].map(perMillion)).toEqual(['0', '<0.1', '0.2', '9.9', '10', '1,234']);
    expect([0, 999, 1000, 31_402_118, 999_950_000].map(sizeText)).toEqual(['0 B', '999 B', '1.0 kB', '31.4 MB', '1.0 GB']);
  });

  it('shows no interval beyond what the measure can be, in any format; the record keeps it', () => {
    const [first] = failing.checks;
    const odd = {
      ...first,
      name: 'repetition',
      measure: 'repetition',
      value: -1e-4,
      low: -6.2e-4,
      high: 0.0015,
      expected: {value: 0, low: -0.001, high: 0.002},
    };
    const bands = [{measure: 'tail.retention', band: '1', value: 1.01, low: 0.9, high: 1.1, expected: {value: 1, low: 0.98, high: 1.02}}];
    const report = {...failing, checks: [odd], bands, lost: [], gained: []};
    for (const format of ['text', 'markdown', 'html', 'junit'] as const) {
      const printed = formatCheck(report, format).replace(/<style>.*<\/style>|<svg.*?<\/svg>/gs, '');
      expect(printed, format).toContain('[0, 0.00150]');
      expect(printed, format).not.toMatch(/6\.2e|1\.1[0\]<]|1\.02|>1\.01/);
    }
    expect(formatCheck(report, 'json')).toContain('-0.00062');
  });

  it('shows the examples of a gate once, and names the gate that has them where another has the same', () => {
    const place = (line: number, more: object = {}) => ({file: 'data.jsonl', line, text: `text ${line}`, ...more});
    const examples = [
      ...['tail.retention', 'unseen'].map((measure) => ({measure, ...place(3, {word: 'dusk'})})),
      {measure: 'repetition', ...place(7, {times: 26})},
    ];
    const report = {...failing, examples};
    for (const format of ['text', 'markdown', 'html'] as const) {
      const printed = formatCheck(report, format);
      expect(printed.split('text 3'), format).toHaveLength(2);
      expect(printed, format).toMatch(/as for\W+(<code>)?tail\.retention/i);
      expect(printed, format).toContain('26 times');
    }
    const other = {...report, examples: [...examples, {measure: 'distinct.1', ...place(4)}]};
    expect(formatCheck(other, 'text')).toContain('where distinct.1 comes from\ndata.jsonl:4');
    expect(JSON.parse(formatCheck(report, 'json')).examples).toHaveLength(3);
  });

  it('shows what cannot be seen', () => {
    expect(visible('a\u0000b\u202ec\n\td\ud800')).toBe('a\ufffdb\ufffdc d\ufffd');
  });

  it('knows a verdict by sign and word', () => {
    const signs: Record<Verdict, RegExp> = {pass: /\u2713 pass/, fail: /\u2717 fail/, inconclusive: /\? inconclusive/};
    for (const verdict of Object.keys(signs) as Verdict[]) {
      const one = {...passing, verdict, checks: [{...passing.checks[0], verdict}]};
      for (const format of ['text', 'html'] as const) expect(formatCheck(one, format)).toMatch(signs[verdict]);
    }
  });
});
