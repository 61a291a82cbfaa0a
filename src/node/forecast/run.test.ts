import {existsSync, readdirSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {type ForecastRequest, runForecast} from './run.ts';

const {path: temporary, at, jsonl} = testFolder();
const before = process.env.TMPDIR;
beforeAll(() => {
  process.env.TMPDIR = temporary;
});
afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
});

function corpus(documents: number): string {
  const stream = Stream.root('forecast');
  const word = () => `w${Math.min(stream.below(900), stream.below(900), stream.below(900))}`;
  return jsonl(
    `corpus-${documents}.jsonl`,
    Array.from({length: documents}, () => ({text: `${Array.from({length: 50}, word).join(' ')}.`})),
  );
}

const ask = (more: Partial<ForecastRequest> = {}) =>
  runForecast({sources: [corpus(60)], generations: 2, seeds: 2, seed: 1, topP: 0.95, seconds: 5, workers: 1, words: 2000, ...more});

const leftOver = () => readdirSync(temporary).filter((name) => name.startsWith('genloss-forecast-'));

describe('a forecast', () => {
  it('that cannot be made says it in words of the command, not of the lab’s experiment', async () => {
    const one = await failureOf(() => ask({sources: [jsonl('one.jsonl', [{text: 'word '.repeat(3000)}])], words: undefined}));
    expect(one.next).toBe('Cut it into more: --unit paragraph, --unit line; or give more of them.');
    const uneven = jsonl('uneven.jsonl', [{text: 'word '.repeat(2600)}, {text: 'word '.repeat(100)}]);
    for (const words of [2400, undefined]) {
      const {name, where, message, next} = await failureOf(() => ask({sources: [uneven], words, seeds: 6}));
      expect([name, where, next]).toEqual(['DataError', undefined, 'Lower --sample, or give more text.']);
      expect(message).toMatch(/^uneven\.jsonl has 100 words to train on after the holdout, the sample size is /);
    }
  });

  it('has a row a generation of every workflow, and a bound that is half of what the first model keeps', async () => {
    const report = await ask();
    expect(Object.keys(report!.workflows)).toEqual(['replace', 'accumulate', 'subsample', 'mix 0.1']);
    for (const rows of Object.values(report!.workflows)) {
      expect(rows.map(({generation}) => generation)).toEqual([1, 2]);
      for (const {'tail.retention': kept, bitsPerByte, extrapolated} of rows) {
        expect(kept.low <= kept.value && kept.value <= kept.high).toBe(true);
        expect(bitsPerByte.value).toBeGreaterThan(0);
        expect(extrapolated).toBe(undefined);
      }
    }
    expect(report).toMatchObject({
      words: 2000,
      token: 'word',
      seeds: 2,
      generations: 2,
      measured: 2,
      bound: {from: 'half of what the first model keeps'},
    });
    // the rows hold the mean on the scale of logits, the bound that of the values: a hair apart
    expect(report!.bound.atLeast).toBeCloseTo(report!.workflows.replace[0]['tail.retention'].value / 2, 2);
    expect(leftOver()).toEqual([]);
  });

  it('marks the generations that were not run, and takes the bound that is given', async () => {
    const report = await ask({generations: 3, measured: 2, seeds: 1, bound: 0.2});
    expect(report!.workflows.replace.map(({extrapolated}) => extrapolated)).toEqual([undefined, undefined, true]);
    expect(report!.bound).toEqual({measure: 'tail.retention', atLeast: 0.2, from: 'given'});
    expect(report!.assumptions.join('\n')).toContain('Generations after 2 were not run');
  });

  it('that is stopped gives no report and leaves nothing', async () => {
    const controller = new AbortController();
    const report = await ask({signal: controller.signal, onProgress: () => controller.abort()});
    expect(report).toBe(undefined);
    expect(await ask({interruptible: (work) => work(AbortSignal.abort())})).toBe(undefined);
    expect(leftOver()).toEqual([]);
  });

  it.each<[string, Partial<ForecastRequest>, string, RegExp]>([
    ['more generations measured than forecast', {measured: 3}, 'ConfigError', /3 generations measured of 2/],
    ['one generation measured', {measured: 1}, 'ConfigError', /at least 2/],
    [
      'a sample larger than what is not set aside',
      {words: 2701},
      'DataError',
      /the corpus has 3,000 words, of which a tenth is set aside, and --sample asks for 2,701/,
    ],
    [
      'a corpus too small for the least forecast',
      {sources: [corpus(40)], words: undefined},
      'DataError',
      /has 1,700 words to train on, a forecast wants at least 2,000/,
    ],
    [
      'one record',
      {sources: [jsonl('one.jsonl', [{text: 'word '.repeat(3000)}])]},
      'DataError',
      /^one\.jsonl has 1 record: a forecast sets some aside and trains on the rest$/,
    ],
    ['a corpus that is not there', {sources: [at('nowhere.jsonl')]}, 'DataError', /nowhere\.jsonl/],
    ['a setting that no experiment has', {seeds: 0}, 'ConfigError', /seeds/],
  ])('refuses %s', async (_, more, name, said) => {
    const error = await failureOf(() => ask(more));
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(said)]);
    expect(leftOver()).toEqual([]);
    expect(existsSync(at('results.jsonl'))).toBe(false);
  });
});
