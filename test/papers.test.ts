/** The rows of docs/papers.md: what they name is there, the statistics are right, and the page has every row. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {compare, roundingError} from '../scripts/papers/compare.ts';
import {intervalsText, recounted, shortened, tableOf, theirs} from '../scripts/papers/page.ts';
import {wantedBy} from '../scripts/papers/readings.ts';
import {ROWS} from '../scripts/papers/rows.ts';
import {fillNormal} from '../src/core/random/normal.ts';
import {Stream} from '../src/core/random/stream.ts';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {root} from './command.ts';

describe('the rows', () => {
  it('are at least fifteen, and no two are one', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(15);
    const names = ROWS.map(({paper, what}) => `${paper}: ${what}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([...new Set(ROWS.map(({experiment}) => experiment))])(
    'name arms, measures and generations of %s that are there',
    (experiment) => {
      const {
        arms,
        experiment: {generations, measures},
      } = loadExperiment(experiment, []);
      for (const {arm, value} of ROWS.filter((row) => row.experiment === experiment)) {
        const found = arms.find(({name}) => name === arm);
        expect(found, `${arm}, of ${arms.map(({name}) => name).join(', ')}`).toBeDefined();
        for (const key of wantedBy(value)) {
          const [measure, generation] = key.split(' ');
          expect(measures).toContain(measure);
          if (generation !== 'last') expect(Number(generation)).toBeLessThanOrEqual(generations);
        }
      }
    },
  );

  it('are counted where their intervals leave the published number out, and the page says how many', () => {
    const page = readFileSync(join(root, 'docs/papers.md'), 'utf8');
    expect(recounted(page)).toBe(page);
    const line = (theirs: string, low: number) => `| a | b | ${theirs} (law) | 2 [${low}, 3] | 9 | 1 | yes | c |\n`;
    expect(intervalsText(line('.9', 1) + line('1.5', 1) + line('1.5 ± .1', 1.6))).toContain('2 of the 3 intervals');
    expect(intervalsText(page)).toContain(`of the ${ROWS.length} intervals`);
  });

  it('stand in docs/papers.md, each with its published number', () => {
    const page = readFileSync(join(root, 'docs/papers.md'), 'utf8');
    for (const {paper, what, published} of ROWS) expect(page).toContain(`| ${paper} | ${what} | ${theirs(published)}`);
  });
});

describe('a comparison', () => {
  const values = (mean: number, n: number, label: string): Float64Array => {
    const x = new Float64Array(n);
    fillNormal(Stream.root(label), x);
    return x.map((v) => v + mean);
  };

  it.each([
    ['mean', 0],
    ['median', 0],
  ] as const)('of a %s rejects a true number 5 times in 100', (statistic, value) => {
    const tries = 2000;
    let rejected = 0;
    for (let i = 0; i < tries; i++) if (compare(values(0, 20, `${i}`), statistic, {kind: 'law', value}).p < 0.05) rejected++;
    const share = rejected / tries;
    // the sign test is conservative: at n = 20 it rejects 4.1%
    expect(share).toBeGreaterThan(statistic === 'mean' ? 0.03 : 0.02);
    expect(share).toBeLessThan(0.07);
  });

  it('of a share is the exact binomial test', () => {
    // 2 * scipy.stats.binom.sf(29, 40, .6)
    const x = Float64Array.from({length: 40}, (_, i) => (i < 30 ? 1 : 0));
    expect(compare(x, 'share', {kind: 'law', value: 0.6}).p).toBeCloseTo(0.0704449602, 9);
    expect(() => compare(Float64Array.of(0.5, 1), 'share', {kind: 'law', value: 0.6})).toThrow('zeros and ones');
  });

  it('says how far apart the two are in standard errors', () => {
    const x = values(0.5, 400, 'apart');
    const mean = x.reduce((a, b) => a + b, 0) / 400;
    const sd = Math.sqrt(x.reduce((a, b) => a + (b - mean) ** 2, 0) / 399);
    expect(compare(x, 'mean', {kind: 'law', value: 0.4}).errors).toBeCloseTo((mean - 0.4) / (sd / 20), 9);
    const zeros = Float64Array.from({length: 40}, (_, i) => (i < 30 ? 1 : 0));
    expect(compare(zeros, 'share', {kind: 'law', value: 0.6}).errors).toBeCloseTo(0.15 / Math.sqrt(0.24 / 40), 12);
    expect(compare(x, 'median', {kind: 'law', value: 0.4}).errors).toBeUndefined();
  });

  it('counts their error, and that their number was rounded', () => {
    const x = values(0.5, 400, 'far');
    expect(compare(x, 'mean', {kind: 'code', value: 0, text: '.00'}).p).toBeLessThan(1e-6);
    expect(compare(x, 'mean', {kind: 'code', value: 0, text: '.00', error: 0.5}).p).toBeGreaterThan(0.1);
    expect(roundingError('.310')).toBeCloseTo(0.001 / Math.sqrt(12), 12);
    expect(roundingError('2.2e-10')).toBeCloseTo(0.1e-10 / Math.sqrt(12), 22);
    expect(compare(x, 'median', {kind: 'code', value: 0.3, text: '.3000', n: 20}).p).toBeGreaterThan(
      compare(x, 'median', {kind: 'law', value: 0.3}).p,
    );
  });

  it('is written with as many digits as one can read', () => {
    const [row] = ROWS;
    const table = tableOf([{row, ours: {value: 0.02641, low: 0.0201, high: 0.0333, n: 12, errors: 1.234, p: 0.2}, pHolm: 0.9}], {
      minutes: 1.2,
      machine: 'm',
      workers: 2,
    });
    expect(table).toContain('| .02641 [.0201, .0333] | 12 | +1.2 | .2 | .9 | yes |');
    expect(table).toContain('1 of 1 rows agree');
    expect(shortened(2.2e-10)).toBe('2.2e-10');
  });
});
