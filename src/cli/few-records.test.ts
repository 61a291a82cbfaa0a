/** What commands say of little data, of data that are not there, and of data of which some is broken. On effects in memory. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {run} from './effects.test-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-few-'));
afterAll(() => rmSync(folder, {recursive: true}));
const put = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const one = put('one.txt', 'A text of seven words, said once.');
const many = (broken: number) =>
  put(
    `broken-${broken}.jsonl`,
    [
      ...Array.from({length: 80}, (_, i) =>
        JSON.stringify({text: `word${i} of ${i % 7} and word${(i * i) % 31} in line ${i % 11} goes on`}),
      ),
      ...Array.from({length: broken}, () => '{"text": broken}'),
    ].join('\n'),
  );

describe('profile without -o', () => {
  it('shows what data hold, one record as one, without a speed of nothing, and writes nothing', async () => {
    const before = readdirSync(folder);
    const {code, out} = await run(['profile', one, '--workers', '1']);
    expect([code, out.split('\n')[0]]).toEqual([0, `${one}: 1 document, 7 words, 33 B of text`]);
    const piped = await run(['profile', '-', '--workers', '1'], {input: 'One.'});
    expect(piped.out).toContain('standard input: 1 document, 1 word, 4 B of text\n  1 different word;');
    expect(readdirSync(folder)).toEqual(before);
  });

  it('gives the same as JSON, and of profiles what they hold', async () => {
    const {out} = await run(['profile', one, '--json', '--workers', '1']);
    expect(JSON.parse(out)).toMatchObject({broken: 0, documents: 1, words: 7, bytes: 33, sentences: 1});
    const profile = join(folder, 'one.profile');
    const made = await run(['profile', one, '-o', profile, '--json', '--workers', '1']);
    const {broken: _, ...described} = JSON.parse(made.out);
    expect(JSON.parse((await run(['profile', profile, '--json'])).out)).toEqual(described);
    const {code, err} = await run(['profile', profile, one]);
    expect([code, err]).toEqual([64, expect.stringContaining('is a profile and')]);
  });
});

describe('data', () => {
  it.each([
    ['https://example.org/x.jsonl', 'curl -sL ADDRESS | genloss ... - --input-format jsonl'],
    ['https://example.org/x.csv.gz?raw=true', 'curl -sL ADDRESS | genloss ... - --input-format csv'],
    ['https://example.org/*.parquet', 'Fetch it first: Parquet is read from files alone.'],
    ['s3://bucket/key', 'aws s3 cp ADDRESS - | genloss ... - --input-format jsonl'],
    ['gs://bucket/{a,b}.txt', 'gcloud storage cat ADDRESS | genloss ... - --input-format text'],
    ['hf://datasets/a/b', 'Fetch it first: hf download.'],
    ['sftp://host/x.jsonl', 'Fetch it first, by a program that knows such addresses.'],
  ])('that are an address are told as one, with what fetches it: %s', async (address, fetched) => {
    for (const line of [
      ['profile', address],
      ['check', one, '--reference', address],
    ]) {
      const {code, err} = await run(line);
      expect([code, err]).toEqual([65, expect.stringContaining(`${address} is an address, and data are read from files`)]);
      expect(err).toContain(fetched);
      expect(err).not.toContain('folder');
    }
  });

  it('are named once where they are not there', async () => {
    const {err} = await run(['profile', 'nowhere.jsonl'], {workingDirectory: folder});
    expect(err.match(/nowhere\.jsonl/g)).toHaveLength(1);
  });

  it('may have broken records in a forecast, which says how many', async () => {
    const forecast = (...more: string[]) =>
      run(['forecast', many(2), '--sample', '400', '--generations', '2', '--seeds', '2', '--workers', '1', '--json', ...more]);
    expect((await forecast()).code).toBe(65);
    const {code, out} = await forecast('--max-bad', '2');
    expect(code).toBe(0);
    expect(JSON.parse(out).assumptions).toContain(`2 broken records passed over in ${basename(many(2))}.`);
    expect((await forecast('--max-bad', '1')).code).toBe(65);
  });

  it('may have broken records in an experiment, whose report says how many', async () => {
    const experiment = (maxBad: string) =>
      put(
        'broken.yaml',
        `title: t\ndata: {files: [${JSON.stringify(many(1))}], holdout: 0.1${maxBad}}\nmodel: {kind: ngram, order: 2}\nsample: {size: same}\ngenerations: 1\nseeds: 1\narms: {a: {workflow: replace}}\nmeasures: [entropy]\n`,
      );
    const out = join(folder, 'run');
    expect((await run(['run', experiment(''), '--out', out, '--workers', '1', '--quiet'])).code).toBe(65);
    const done = await run(['run', experiment(', maxBad: 1'), '--out', out, '--workers', '1', '--quiet']);
    expect(done.code).toBe(0);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('1 broken record passed over');
  });
});

describe('validate', () => {
  it('takes a recipe with a title for a recipe', async () => {
    const recipe = put('titled.yaml', 'title: Ours\nsteps: [duplicates]\nbudget: {records: 3}\n');
    expect((await run(['validate', recipe])).out).toContain('a recipe of 1 step');
    const experiment = put('untold.yaml', 'title: Ours\n');
    expect((await run(['validate', experiment])).err).toContain('arms: is missing');
  });
});
