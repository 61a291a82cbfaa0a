/** `genloss profile`, `merge` and `check` as a user runs them: workers, verdicts, formats, bad input. */
import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {damages} from '../bench/damage.ts';
import {check} from '../src/guard/check/check.ts';
import {kernelName} from '../src/node/scan/kernel.ts';
import {type Done, genloss, temporaryFolder} from './command.ts';
import {pieces, profileOf} from './profiled.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const digest = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(at(name)))
    .digest('hex');

function jsonl(name: string, documents: readonly string[], more: (i: number) => object = () => ({})): string {
  writeFileSync(at(name), `${documents.map((text, i) => JSON.stringify({text, ...more(i)})).join('\n')}\n`);
  return at(name);
}

let documents: string[];

beforeAll(async () => {
  documents = (await pieces(12)).filter((_, i) => i % 4 === 0);
  jsonl(
    'reference.jsonl',
    documents.filter((_, i) => i % 2 === 0),
  );
  jsonl(
    'candidate.jsonl',
    documents.filter((_, i) => i % 2 === 1),
  );
});

describe('a profile', () => {
  it('is the same bytes from one worker and from three, from parts in any order, from Parquet’s rivals', () => {
    expect(kernelName()).toBe('webassembly');
    const many = Array.from({length: 12}, (_, k) => documents.map((text) => `${text} copy ${k}`)).flat();
    const source = jsonl('many.jsonl', many);
    writeFileSync(at('many.jsonl.gz'), gzipSync(readFileSync(source)));
    const made = (name: string, ...args: string[]) => {
      const done = genloss(['profile', ...args, '-o', at(name)]);
      expect(done, done.err).toMatchObject({code: 0});
      return digest(name);
    };
    const one = made('one.profile', source, '--workers', '1');
    expect(made('three.profile', source, '--workers', '3')).toBe(one);
    expect(made('gzip.profile', at('many.jsonl.gz'))).toBe(one);
    const cut = Math.floor(many.length / 3);
    made('a.profile', jsonl('a.jsonl', many.slice(0, cut)));
    made('b.profile', jsonl('b.jsonl', many.slice(cut)));
    for (const order of [
      ['a.profile', 'b.profile'],
      ['b.profile', 'a.profile'],
    ]) {
      expect(genloss(['merge', ...order.map(at), '-o', at('merged.profile')]).code).toBe(0);
      expect(digest('merged.profile')).toBe(one);
    }
  });

  it('keeps together what a field says, and counts the values of fields', () => {
    const source = jsonl('fields.jsonl', documents, (i) => ({source: i % 3 ? 'forum' : 'news', article: Math.floor(i / 9)}));
    const done = genloss(['profile', source, '--group', 'article', '--count', 'source', '-o', at('fields.profile'), '--json']);
    expect(JSON.parse(done.out)).toMatchObject({documents: documents.length, broken: 0, scripts: {Latin: expect.any(Number)}});
    const news = documents.filter((_, i) => i % 3 === 0).length;
    expect(JSON.parse(done.out).fields.source).toMatchObject([
      {value: 'forum', documents: documents.length - news},
      {value: 'news', documents: news},
    ]);
    const dated = jsonl('dated.jsonl', documents.slice(0, 30), (i) => ({date: `2024-0${1 + (i % 2)}-1${i % 10}`}));
    const byMonth = genloss(['profile', dated, '--count', 'date:month', '-o', at('dated.profile'), '--json']);
    expect(JSON.parse(byMonth.out).fields['date:month']).toMatchObject([
      {value: '2024-01', documents: 15},
      {value: '2024-02', documents: 15},
    ]);
    const other = genloss(['profile', source, '--count', 'source', '-o', at('other.profile')]);
    expect(other.code).toBe(0);
    const merged = genloss(['merge', at('fields.profile'), at('other.profile'), '-o', at('no.profile')]);
    expect(merged).toMatchObject({code: 64, err: expect.stringContaining('groups documents')});
    const profiles = genloss(['check', at('other.profile'), '--reference', at('fields.profile')]);
    expect(profiles).toMatchObject({code: 65, err: expect.stringContaining('by the field article')});
    const beside = genloss(['check', source, '--reference', at('fields.profile')]);
    expect(beside).toMatchObject({code: 64, err: expect.stringContaining('Give --group article')});
    expect(genloss(['check', source, '--reference', at('fields.profile'), '--group', 'article']).code).not.toBe(64);
    const inherited = genloss(['profile', source, '--count', 'source:toString', '-o', at('no.profile')]);
    expect(inherited).toMatchObject({code: 64, err: expect.stringContaining('--count source:toString: wanted a field')});
  });
});

describe('check', () => {
  const run = (...args: string[]): Done & {body: {verdict: string; checks: {measure: string; value: number; verdict: string}[]}} => {
    const done = genloss(['check', ...args, '--json']);
    return {...done, body: JSON.parse(done.out)};
  };

  it('passes human text against more of the same, from data and from profiles alike', () => {
    const fromData = run(at('candidate.jsonl'), '--reference', at('reference.jsonl'));
    expect(fromData.body.verdict).toBe('pass');
    expect(fromData.code).toBe(0);
    for (const side of ['reference', 'candidate']) genloss(['profile', at(`${side}.jsonl`), '-o', at(`${side}.profile`)]);
    const fromProfiles = run(at('candidate.profile'), '--reference', at('reference.profile'));
    expect(fromProfiles.body.checks).toEqual(fromData.body.checks);
  });

  it('fails on a gate of the user’s, with exit code 1, and writes every format', () => {
    writeFileSync(at('gates.yaml'), 'gates:\n  - {measure: entropy, atLeast: 15}\n');
    const files = ['html', 'markdown', 'junit', 'sarif'].flatMap((format) => [`--${format}`, at(`check.${format}`)]);
    const done = genloss(['check', at('candidate.jsonl'), '--reference', at('reference.jsonl'), '--gates', at('gates.yaml'), ...files]);
    expect(done.code).toBe(1);
    expect(done.out).toMatch(/FAIL/);
    expect(readFileSync(at('check.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(readFileSync(at('check.markdown'), 'utf8')).toMatch(/entropy/);
    expect(readFileSync(at('check.junit'), 'utf8')).toMatch(/<failure/);
    expect(JSON.parse(readFileSync(at('check.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it('cannot tell where the reference is the candidate, in every format', () => {
    const line = ['check', at('candidate.jsonl'), '--reference', at('candidate.jsonl')];
    const done = genloss([...line, '--junit', at('own.xml'), '--sarif', at('own.sarif')]);
    expect([done.code, done.out]).toEqual([2, expect.stringMatching(/^\? INCONCLUSIVE +The reference is the candidate itself/)]);
    expect(done.out).toContain('next: Take a reference that the candidate is no part of.');
    expect(readFileSync(at('own.xml'), 'utf8')).toMatch(/name="verdict"[\s\S]*the candidate itself/);
    expect(JSON.parse(readFileSync(at('own.sarif'), 'utf8')).runs[0].results).toMatchObject([{ruleId: 'verdict', level: 'warning'}]);
  });

  it.each([
    ['an unknown measure, with a guess', '- {measure: tail.retension, atLeast: 0.5}', /gates.yaml:2:15: .*did you mean tail.retention\?/],
    ['NaN', '- {measure: entropy, atLeast: .nan}', /gates.yaml:2:.*atLeast/],
    ['a negative bound', '- {measure: repetition, atMost: -1}', /never below 0/],
    ['one name twice', '- {measure: entropy, atLeast: 1}\n  - {measure: entropy, atLeast: 2}', /two gates called "entropy"/],
    ['an unknown key', '- {measure: entropy, atleast: 1}', /unknown key "atleast" in gates\.0; did you mean atLeast\?/],
  ])('refuses gates with %s', (_, gates, words) => {
    writeFileSync(at('gates.yaml'), `gates:\n  ${gates}\n`);
    const done = genloss(['check', at('candidate.jsonl'), '--reference', at('reference.jsonl'), '--gates', at('gates.yaml')]);
    expect(done.code).toBe(64);
    expect(done.err).toMatch(words);
    expect(done.err).not.toMatch(/^\s+at /m);
  });

  it('refuses a mix of profiles and data on one side', () => {
    genloss(['profile', at('candidate.jsonl'), '-o', at('one-side.profile')]);
    const done = genloss(['check', at('one-side.profile'), at('candidate.jsonl'), '--reference', at('reference.jsonl')]);
    expect(done).toMatchObject({code: 64, err: expect.stringContaining('is a profile')});
  });

  it('refuses flags of reading where there is nothing to read', () => {
    for (const side of ['reference', 'candidate']) genloss(['profile', at(`${side}.jsonl`), '-o', at(`${side}.profile`)]);
    const idle = genloss(['check', at('candidate.profile'), '--reference', at('reference.profile'), '--max-bad', '3', '--field', 'body']);
    expect(idle).toMatchObject({code: 64, err: expect.stringContaining('--field, --max-bad')});
    const read = genloss(['check', at('candidate.jsonl'), '--reference', at('reference.profile'), '--max-bad', '3']);
    expect(read.code).toBe(0);
  });

  it('says what is wrong with a profile that is damaged, and leaves no profile half written', () => {
    genloss(['profile', at('reference.jsonl'), '-o', at('whole.profile')]);
    const bytes = readFileSync(at('whole.profile'));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(at('damaged.profile'), bytes);
    const done = genloss(['check', at('candidate.jsonl'), '--reference', at('damaged.profile')]);
    expect(done).toMatchObject({code: 65, err: expect.stringMatching(/damaged.profile: .*checksum/)});
    expect(genloss(['profile', at('candidate.jsonl'), '-o', join(at('candidate.jsonl'), 'in', 'a', 'file.profile')]).code).toBe(73);
  });
});

describe('planted damage', () => {
  it.each(damages)('$damage is seen with its size', ({of, measure, planted}) => {
    const half = (k: number) => documents.filter((_, i) => i % 2 === k);
    const report = check({
      reference: profileOf(half(0)),
      candidate: profileOf(of(half(1))),
      names: {reference: 'reference', candidate: 'candidate'},
    });
    const seen = report.checks.find((one) => one.measure === measure)!;
    if (planted === '0') {
      expect(report.verdict).toBe('pass');
      expect(seen.value).toBe(0);
      return;
    }
    expect(report.verdict).toBe('fail');
    if (measure.startsWith('duplicates')) expect(seen.value).toBeCloseTo(0.1, 1.5);
    if (measure === 'repetition') expect(seen.value! - seen.expected!.value).toBeCloseTo(0.18, 1);
    if (measure === 'distinct.1') expect(seen.verdict).toBe('fail');
  });
});
