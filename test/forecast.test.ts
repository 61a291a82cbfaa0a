/** `genloss forecast` as a user runs it. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {genloss, temporaryFolder} from './command.ts';
import {pieces} from './profiled.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const small = ['--sample', '3000', '--seeds', '2', '--generations', '4', '--bound', '0.5'];

beforeAll(async () => {
  const documents = (await pieces(8)).filter((_, i) => i % 6 === 0);
  writeFileSync(at('human.jsonl'), documents.map((text) => `${JSON.stringify({text})}\n`).join(''));
});

describe('a forecast', () => {
  it('is one JSON document with intervals, the same for one worker and for two', () => {
    const run = (...more: string[]) => genloss(['forecast', at('human.jsonl'), ...small, '--json', ...more]);
    const one = run('--workers', '1');
    expect(one, one.err).toMatchObject({code: 0});
    expect(run('--workers', '2').out).toBe(one.out);
    const report = JSON.parse(one.out);
    expect(Object.keys(report.workflows)).toEqual(['replace', 'accumulate', 'subsample', 'mix 0.1']);
    for (const rows of Object.values(report.workflows) as {
      generation: number;
      'tail.retention': {value: number; low: number; high: number};
    }[][]) {
      expect(rows.map((row) => row.generation)).toEqual([1, 2, 3, 4]);
      for (const {'tail.retention': kept} of rows) expect(kept.low <= kept.value && kept.value <= kept.high).toBe(true);
    }
    const ends = (name: string) => report.workflows[name][3]['tail.retention'].value;
    expect(ends('replace')).toBeLessThan(ends('accumulate'));
    expect(report.humanShareNeeded.value).toBeGreaterThan(0);
    expect(report.humanShareNeeded.value).toBeLessThan(1);
    expect(report.generationsUntilBound.replace.value).toBeGreaterThan(1);
    expect(report.assumptions.length).toBeGreaterThan(3);
    expect(report.words).toBe(3000);
  });

  it('extrapolates what it does not run, draws a page and places a candidate', async () => {
    const page = at('forecast.html');
    const more = ['--measured', '2', '--candidate', at('human.jsonl'), '--html', page];
    const done = genloss(['forecast', at('human.jsonl'), ...small, ...more]);
    expect(done, done.err).toMatchObject({code: 0});
    expect(done.out).toMatch(/\*/);
    expect(done.out).toMatch(/human\.jsonl: (shows no loss|looks like 0\.\d generations)/);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toMatch(/Generations after 2 are extrapolated/);
    expect(html).not.toMatch(/NaN|undefined/);
  });

  it('counts characters where text is written without spaces, and says so', () => {
    const stream = Stream.root('forecast');
    const han = () => String.fromCodePoint(0x4e00 + Math.min(stream.below(600), stream.below(600), stream.below(600)));
    const document = () => Array.from({length: 20}, () => `${Array.from({length: 4 + stream.below(6)}, han).join('')}，`).join('');
    const lines = Array.from({length: 300}, () => `${JSON.stringify({text: document()})}\n`);
    writeFileSync(at('chinese.jsonl'), lines.join(''));
    const done = genloss(['forecast', at('chinese.jsonl'), '--sample', '2000', '--seeds', '2', '--generations', '2', '--json']);
    expect(done, done.err).toMatchObject({code: 0});
    const {token, words, assumptions, workflows} = JSON.parse(done.out);
    expect([token, words]).toEqual(['character', 2000]);
    expect(assumptions.join('\n')).toMatch(/character 5-gram[\s\S]*without spaces between words/);
    for (const {bitsPerByte} of workflows.replace) {
      expect(bitsPerByte.value).toBeGreaterThan(2);
      expect(bitsPerByte.value).toBeLessThan(5);
    }
  });

  it.each([
    ['an empty corpus', ['empty.jsonl'], 65, /no record|holds no|nothing/i],
    ['too little text', ['tiny.jsonl'], 65, /wants at least 2,000/],
    ['a bound that is no share', ['human.jsonl', '--bound', '2'], 64, /share from 0 to 1/],
    ['two ways of drawing', ['human.jsonl', '--untruncated', '--top-p', '0.9'], 64, /contradict/],
    ['more measured than forecast', ['human.jsonl', '--generations', '3', '--measured', '5'], 64, /no more than are forecast/],
    ['a file that is not there', ['nowhere.jsonl'], 65, /nowhere\.jsonl/],
    ['standard input', ['-'], 64, /more than once/],
  ])('refuses %s', (_, [source, ...flags], code, words) => {
    writeFileSync(at('empty.jsonl'), '');
    writeFileSync(at('tiny.jsonl'), `${JSON.stringify({text: 'one two three'})}\n${JSON.stringify({text: 'four five six'})}\n`);
    const done = genloss(['forecast', source === '-' ? '-' : at(source), ...flags]);
    expect(done.err).toMatch(words);
    expect(done.code).toBe(code);
    expect(done.err).not.toMatch(/^\s+at /m);
  });
});
