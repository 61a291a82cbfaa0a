import {cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createZstdCompress, zstdCompressSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {firstSamples, SamplePages} from './sample-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-samples-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const line = (text: string, generation = 1, seed = 0): string => `${JSON.stringify({seed, generation, text})}\n`;
let made = 0;

/** A run directory with one file of samples; its arm is `a`. */
function withFile(content: string | Uint8Array, name = '0-0.1-9.jsonl.zst'): string {
  const directory = join(folder, `run-${made++}`);
  mkdirSync(join(directory, 'samples', 'a'), {recursive: true});
  writeFileSync(join(directory, 'samples', 'a', name), typeof content === 'string' ? zstdCompressSync(content) : content);
  return directory;
}

const QUESTION = {arm: 'a', seed: 0, generation: 1};
const textsOf = (page: {records: readonly string[]} | undefined): unknown[] =>
  (page?.records ?? []).map((record) => (JSON.parse(record) as {text: string}).text);

describe('a page of samples', () => {
  it('is of the wanted generation and lineage, some records at a time', async () => {
    const texts = Array.from({length: 120}, (_, i) => `number ${i}`);
    const directory = withFile([...texts.map((text) => line(text)), line('later', 2), line('another', 1, 1), line('people', 0)].join(''));
    const pages = new SamplePages();
    const page = await pages.page(directory, {...QUESTION, from: 100});
    expect(page).toEqual({records: expect.any(Array), total: 120, held: 120, found: 120});
    expect(textsOf(page)).toEqual(texts.slice(100));
    expect(textsOf(await pages.page(directory, {...QUESTION, find: 'NUMBER 11'}))).toEqual(
      texts.filter((text) => text.includes('number 11')),
    );
    expect(await pages.page(directory, {...QUESTION, find: 'text'})).toMatchObject({found: 0, total: 120});
    expect(textsOf(await pages.page(directory, {...QUESTION, generation: 0}))).toEqual(['people']);
    expect(textsOf(await pages.page(directory, {...QUESTION, generation: 2}))).toEqual(['later']);
    expect(await pages.page(directory, {...QUESTION, seed: 1})).toBeUndefined();
    expect(await pages.page(directory, {...QUESTION, generation: 10})).toBeUndefined();
  });

  it('is of the run that is there, where another one had the same place, size and times', async () => {
    const pages = new SamplePages();
    const [directory, other] = [withFile(line('of the old')), withFile(line('of the new'))];
    const path = (own: string) => join(own, 'samples', 'a', '0-0.1-9.jsonl.zst');
    for (const own of [directory, other]) utimesSync(path(own), 1000, 1000);
    expect(textsOf(await pages.page(directory, QUESTION))).toEqual(['of the old']);
    rmSync(directory, {recursive: true});
    expect(await pages.page(directory, QUESTION)).toBeUndefined();
    renameSync(other, directory);
    expect(textsOf(await pages.page(directory, QUESTION))).toEqual(['of the new']);
    const third = withFile(line('of a third'));
    cpSync(third, directory, {recursive: true, force: true, preserveTimestamps: true});
    expect(textsOf(await pages.page(directory, QUESTION))).toEqual(['of a third']);
  });

  it('has lines that are no records as they are, and counts those that say not whose they are', async () => {
    const directory = withFile(
      `${line('whole')}null\nnonsense\n{"seed":0,"generation":1,"text":\n{"seed":0,"generation":1}\n${line('last')}`,
    );
    const page = await new SamplePages().page(directory, QUESTION);
    expect(page).toMatchObject({total: 3, found: 3, strays: 3});
    expect(page!.records).toEqual(['{"text":"whole"}', '{"text":', '{"text":"last"}']);
    expect(await new SamplePages().page(withFile('null\n'), QUESTION)).toMatchObject({total: 0, strays: 1});
  });

  it('says what is wrong with a file that cannot be read, without its place', async () => {
    const whole = zstdCompressSync(line('x').repeat(1000));
    for (const content of [Buffer.from('nonsense'), whole.subarray(0, whole.length - 4)]) {
      const asked = new SamplePages().page(withFile(content), QUESTION);
      await expect(asked).rejects.toThrow(/^(?!.*genloss-samples-)/);
    }
  });

  it('takes parts of a line from any piece, whatever they are cut at', async () => {
    const texts = Array.from({length: 40}, (_, i) => 'ä'.repeat(40_000 + i));
    const page = await new SamplePages().page(
      withFile(
        texts
          .map((text) => line(text))
          .join('')
          .trimEnd(),
      ),
      QUESTION,
    );
    expect(textsOf(page)).toEqual(texts);
  });

  it('of millions of short lines leaves others their turns, and goes through as many as it says', async () => {
    const directory = withFile(`${'{"seed":0,"generation":1,"outcome":1}\n'.repeat(2_000_000)}`);
    const pages = new SamplePages();
    // others have their turn all the while
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    const before = process.memoryUsage().rss;
    const page = await pages.page(directory, QUESTION);
    clearInterval(timer);
    expect(page).toMatchObject({total: 2_000_000, held: 1_000_000, found: 1_000_000});
    expect(turns).toBeGreaterThan(5);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
    expect((await pages.page(directory, {...QUESTION, from: 500_000}))!.records).toHaveLength(50);
  });

  it('is refused of a bomb as soon as it shows', async () => {
    const chunks: Buffer[] = [];
    const packing = createZstdCompress();
    packing.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise((resolve) => packing.on('end', resolve));
    const part = Buffer.from(line('boom').repeat(20_000));
    for (let bytes = 0; bytes < 1.5e9; bytes += part.length)
      if (!packing.write(part)) await new Promise((resolve) => packing.once('drain', resolve));
    packing.end();
    await ended;
    await expect(new SamplePages().page(withFile(Buffer.concat(chunks)), QUESTION)).rejects.toThrow('it holds more than');
    await expect(new SamplePages().page(withFile(zstdCompressSync(Buffer.alloc(1e9))), QUESTION)).rejects.toThrow('bytes in a line');
    await expect(new SamplePages().page(withFile('\n'.repeat(20_000_000)), QUESTION)).rejects.toThrow('lines');
  }, 60_000);
});

describe('what a site that is given away has', () => {
  it('is the first records of each generation, and says where a file cannot be read', async () => {
    const texts = Array.from({length: 60}, (_, i) => `number ${i}`);
    const directory = withFile(
      [...texts.map((text) => line(text)), line('people', 0), line('another', 1, 1)].join(''),
      '0-1.1-2.jsonl.zst',
    );
    writeFileSync(join(directory, 'samples', 'a', '0-0.3-4.jsonl.zst'), 'nonsense');
    const {generations, isUnread} = await firstSamples(directory, {arm: 'a', seed: 0});
    expect(isUnread).toBe(true);
    expect([...generations.keys()].sort()).toEqual([0, 1]);
    expect(generations.get(1)).toMatchObject({total: 60, held: 50, found: 50});
    expect(textsOf(generations.get(1))).toEqual(texts.slice(0, 50));
  });
});
