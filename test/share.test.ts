import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {ShareReport} from '../src/guard/share/report.ts';
import {measureShare, type ShareOptions} from '../src/node/share/share.ts';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();

/** A writer: words of a list, chosen with chance in proportion to 1 / rank, the order of ranks its own. */
function writer(name: string, words: readonly string[]): (stream: Stream) => string {
  const order = permutation(Stream.root(name), words.length);
  const total = words.reduce((sum, _, i) => sum + 1 / (i + 3), 0);
  return (stream) => {
    let u = stream.float() * total;
    let rank = 0;
    for (; rank < words.length - 1; rank++) {
      u -= 1 / (rank + 3);
      if (u < 0) break;
    }
    return words[order[rank]];
  };
}

const lexicon = (prefix: string) => Array.from({length: 300}, (_, i) => `${prefix}${(i * 7919).toString(36)}`);
const common = lexicon('w');
const writers = {human: writer('people', common), synthetic: writer('machine', common), foreign: writer('stranger', lexicon('q'))};

/** One word in four is the writer's own, the rest are the people's: sides that overlap. */
function documents(who: keyof typeof writers, count: number, seed: string): string[] {
  const stream = Stream.root(seed);
  const base = who === 'foreign' ? writers.foreign : writers.human;
  const word = () => (stream.float() < 0.4 ? writers[who](stream) : base(stream));
  const sentence = () => `${Array.from({length: 8 + stream.below(8)}, word).join(' ')}.`;
  return Array.from({length: count}, () => Array.from({length: 6 + stream.below(10)}, sentence).join(' '));
}

function write(name: string, texts: readonly string[], more: (i: number) => object = () => ({})): string {
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(file, texts.map((text, i) => `${JSON.stringify({text, ...more(i)})}\n`).join(''));
  return file;
}

const sentencesIn = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.split('. ').length, 0);
const sides = {human: [write('human', documents('human', 60, 'h'))], synthetic: [write('synthetic', documents('synthetic', 60, 's'))]};
const references = ['--human', ...sides.human, '--synthetic', ...sides.synthetic];
const people = documents('human', 60, 'h2');
const machine = documents('synthetic', 60, 's2');
const mixture = [...machine.slice(0, 15), ...people.slice(0, 45)];
const mixed = write('mixed', mixture, (i) => ({source: i < 15 ? 'a' : 'b', date: `2024-0${1 + (i % 3)}-05`}));
const truth = sentencesIn(machine.slice(0, 15)) / sentencesIn(mixture);

const ask = (data: readonly string[], more: Partial<ShareOptions> = {}): Promise<ShareReport> => measureShare(data, {...sides, ...more});

function told(args: readonly string[]): {report: ShareReport; code: number | null; out: string} {
  const {code, out, err} = genloss(['share', ...args, '--json', '--quiet']);
  expect(err).not.toMatch(/^\s+at /m);
  return {report: JSON.parse(out), code, out};
}

describe('genloss share', () => {
  const whole = told([mixed, ...references]);

  it('finds the share of a known mixture, inside of an interval that says something', () => {
    const {share, low, high, verdict, arrangement, documents: count, sentences} = whole.report;
    expect([verdict, whole.code, arrangement]).toEqual(['estimate', 0, 'documents']);
    expect(Math.abs(share! - truth)).toBeLessThan(0.03);
    expect(low).toBeLessThanOrEqual(truth + 0.005);
    expect(high).toBeGreaterThanOrEqual(truth - 0.005);
    expect(high - low).toBeLessThan(0.25);
    expect([count, sentences]).toEqual([60, sentencesIn(mixture)]);
  });

  it('shows its curve, rising from 0 to 1, and the validated error of every estimator', () => {
    const {curve, estimators, estimator, choice} = whole.report;
    expect([curve[0].truth, curve.at(-1)!.truth]).toEqual([0, 1]);
    for (let i = 1; i < curve.length; i++) expect(curve[i].estimate).toBeGreaterThanOrEqual(curve[i - 1].estimate);
    expect(estimators).toHaveLength(9);
    expect(choice).toContain(estimator);
    const used = estimators.find((e) => e.estimator === estimator)!;
    expect(used.documents.error).toBeLessThan(0.05);
  });

  it('gives the same bytes again, and however many threads there are', async () => {
    const half = [write('first', mixture.slice(0, 30)), write('second', mixture.slice(30))];
    const one = await ask(half, {workers: 1});
    expect(JSON.stringify(await ask(half, {workers: 2}))).toBe(JSON.stringify(one));
    expect(one.share).toBe(whole.report.share);
  });

  it('touches the edges where nothing, and where all, is synthetic', async () => {
    const none = await ask([write('none', people)]);
    const all = await ask([write('all', machine)]);
    expect(none.low).toBe(0);
    expect(none.high).toBeLessThan(0.15);
    expect(all.high).toBe(1);
    expect(all.low).toBeGreaterThan(0.85);
  });

  it('sees that sentences were planted, and measures them', async () => {
    const stream = Stream.root('plant');
    const guests = machine.flatMap((text) => text.split(/(?<=\.) /));
    let count = 0;
    const guest = () => {
      count++;
      return guests[stream.below(guests.length)];
    };
    const sentences = people.map((text) => text.split(/(?<=\.) /));
    const planted = sentences.map((list) => list.map((sentence) => (stream.float() < 0.4 ? guest() : sentence)).join(' '));
    const {share, low, high, arrangement} = await ask([write('planted', planted)]);
    const planting = count / sentencesIn(planted);
    expect(arrangement).toBe('sentences');
    expect(Math.abs(share! - planting)).toBeLessThan(0.08);
    expect(low <= planting && planting <= high).toBe(true);
  });

  it('says which of the candidate its references have seen', async () => {
    const itself = await ask(sides.human);
    expect(itself).toMatchObject({verdict: 'inconclusive', low: 0, high: 1, overlap: {human: 60, synthetic: 0}});
    expect(itself.reason).toMatch(/^the candidate is in the human reference whole, byte for byte: .* shows nothing of what it is$/);
    expect(itself.share).toBeUndefined();
    const learned = documents('synthetic', 60, 's').slice(0, 5);
    const partly = await ask([write('partly', [...people, ...learned])]);
    expect(partly.overlap).toEqual({human: 0, synthetic: 5});
    expect(partly.notes[0]).toMatch(/^5 of the candidate's 65 documents are in the synthetic reference, byte for byte/);
    expect(whole.report).toMatchObject({overlap: {human: 0, synthetic: 0}, notes: []});
    const mixedUp = await ask([mixed], {synthetic: [...sides.synthetic, write('h', documents('human', 60, 'h').slice(0, 3))]});
    expect(mixedUp.notes.join()).toMatch(/3 documents are in both references/);
  });

  it('tells slices apart', async () => {
    const {slices} = await ask([mixed], {by: ['source', 'date:month']});
    expect(slices!.map(({by, value}) => `${by} ${value}`)).toEqual([
      ...['source b', 'source a'],
      ...['date:month 2024-01', 'date:month 2024-02', 'date:month 2024-03'],
    ]);
    expect(slices![0].share).toBeLessThan(0.1);
    expect(slices![1].share).toBeGreaterThan(0.9);
    expect(slices!.slice(0, 2).reduce((sum, slice) => sum + slice.sentences, 0)).toBe(sentencesIn(mixture));
  });

  it('writes a page that loads nothing, and a text', () => {
    const page = join(folder, 'page.html');
    const done = genloss(['share', mixed, ...references, '--by', 'source', '--html', page, '--quiet']);
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/^\d+\.\d% of the sentences are synthetic \(95% interval/);
    expect(done.out).toContain('sentences.liang');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('By source');
    expect(html).not.toMatch(/<script|src="|https?:\/\//);
  });
});

describe('genloss share says that it cannot tell', () => {
  it('where the candidate is of another domain', () => {
    const {report, code} = told([write('foreign', documents('foreign', 60, 'f')), ...references]);
    expect([report.verdict, code, report.share, report.low, report.high]).toEqual(['inconclusive', 2, undefined, 0, 1]);
    expect(report.reason).toMatch(/no mixture of the two references/);
  });

  it('where a reference has five documents, and how many it would take', () => {
    const few = ['--human', write('few-h', people.slice(0, 5)), '--synthetic', write('few-s', machine.slice(0, 5))];
    const {report, code} = told([mixed, ...few]);
    expect([report.verdict, code, report.documents]).toEqual(['inconclusive', 2, 60]);
    expect(report.reason).toMatch(/5 documents .* at least 20 documents/);
  });

  it('where the references are alike', async () => {
    const alike = {human: [write('alike-h', people)], synthetic: [write('alike-s', documents('human', 60, 'h3'))]};
    const report = await ask([mixed], alike);
    expect(report.verdict).toBe('inconclusive');
    expect(report.reason).toMatch(/too alike/);
  });
});

describe('genloss share refuses', () => {
  it('references that are not there, with 65', () => {
    const done = genloss(['share', mixed, '--human', join(folder, 'nowhere.jsonl'), '--synthetic', mixed, '--json']);
    expect([done.code, done.out, done.err.includes('nowhere.jsonl')]).toEqual([65, '', true]);
  });

  it('a slice by a field that no record has, with 65, and by a period that is none, with 64', () => {
    expect(genloss(['share', mixed, ...references, '--by', 'author']).code).toBe(65);
    const done = genloss(['share', mixed, ...references, '--by', 'date:week']);
    expect([done.code, done.err.includes('date:week')]).toEqual([64, true]);
  });

  it('a page that cannot be written, with 73', () => {
    writeFileSync(join(folder, 'way'), 'a file');
    const done = genloss(['share', mixed, ...references, '--html', join(folder, 'way', 'page.html'), '--quiet']);
    expect([done.code, readFileSync(join(folder, 'way'), 'utf8')]).toEqual([73, 'a file']);
  });
});
