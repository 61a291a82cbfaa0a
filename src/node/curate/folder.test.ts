import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import {OutputError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {CurationFolder, fingerprintOf} from './folder.ts';

const {at, put} = testFolder();

const listed = (fingerprint: string, files: readonly {file: string; bytes: number}[]) => ({
  fingerprint,
  files,
  counts: {records: 1, words: 1, human: 0, broken: 0, written: {records: 1, words: 1}},
  steps: [],
});

/** A curation whose files are written but for the last move. */
function written(name: string): CurationFolder {
  const folder = new CurationFolder(at(name));
  folder.begin('f');
  mkdirSync(folder.out);
  writeFileSync(join(folder.out, 'data.jsonl'), 'data');
  writeFileSync(join(folder.out, 'decisions.jsonl'), 'why');
  writeFileSync(
    join(folder.out, 'manifest.json'),
    JSON.stringify(
      listed('f', [
        {file: 'data.jsonl', bytes: 4},
        {file: 'decisions.jsonl', bytes: 3},
      ]),
    ),
  );
  return folder;
}

describe('a fingerprint', () => {
  it('differs where anything differs, but for how long commands are waited for', () => {
    const made = (more: object) => fingerprintOf({steps: [{command: {run: ['a'], ...more}}]});
    expect(made({})).toBe(made({timeout: 3}));
    expect(made({})).not.toBe(made({run: ['b']}));
    expect(made({})).not.toBe(made({run: ['a', 'timeout']}));
  });
});

describe('the folder of a curation', () => {
  it('is written to by none that only looks', () => {
    const folder = new CurationFolder(at('looked'));
    expect([folder.finished('f'), folder.written(), folder.isTaken()]).toEqual([undefined, undefined, false]);
    expect(existsSync(at('looked'))).toBe(false);
  });

  it('may be new, empty or its own, and nothing else', async () => {
    mkdirSync(at('empty'));
    expect(new CurationFolder(at('empty')).finished('f')).toBe(undefined);
    for (const name of ['a', 'b', 'c', 'd']) put(`other/${name}.txt`, 'mine');
    expect(await failureOf(() => new CurationFolder(at('other')))).toMatchObject({
      name: 'OutputError',
      where: at('other'),
      message: 'the folder holds other files: a.txt, b.txt, c.txt, ...',
    });
    put('file', 'no folder');
    expect(await failureOf(() => new CurationFolder(at('file')))).toBeInstanceOf(OutputError);
  });

  it('appears with its manifest last, and the work goes', () => {
    const folder = written('published');
    expect(readdirSync(at('published'))).toEqual(['.curate']);
    folder.publish();
    expect(readdirSync(at('published')).sort()).toEqual(['data.jsonl', 'decisions.jsonl', 'manifest.json']);
    expect(new CurationFolder(at('published')).finished('f')?.fingerprint).toBe('f');
  });

  it('goes on where publishing was cut off between two files', () => {
    const {out} = written('halfway');
    renameSync(join(out, 'data.jsonl'), join(at('halfway'), 'data.jsonl'));
    const again = new CurationFolder(at('halfway'));
    expect(again.finished('f')).toBe(undefined);
    again.begin('f');
    expect(again.written()?.fingerprint).toBe('f');
    again.publish();
    expect(readFileSync(join(at('halfway'), 'data.jsonl'), 'utf8')).toBe('data');
    expect(again.finished('f')?.files.length).toBe(2);
  });

  it('takes what is written for nothing where its manifest is damaged', () => {
    const folder = written('torn');
    writeFileSync(join(folder.out, 'manifest.json'), '{"fingerprint":');
    expect(folder.written()).toBe(undefined);
  });

  it('refuses the work, or the result, of another curation and leaves it', async () => {
    const folder = written('taken');
    expect(folder.isTaken()).toBe(true);
    const other = new CurationFolder(at('taken'));
    expect(await failureOf(() => other.begin('g'))).toMatchObject({name: 'OutputError', message: expect.stringContaining('an unfinished')});
    folder.publish();
    expect(await failureOf(() => other.finished('g'))).toMatchObject({
      name: 'OutputError',
      where: at('taken'),
      message: expect.stringContaining('holds another curation'),
    });
    expect(readFileSync(join(at('taken'), 'data.jsonl'), 'utf8')).toBe('data');
  });

  it('notices files that are not what the manifest lists', async () => {
    const folder = written('lost');
    folder.publish();
    writeFileSync(join(at('lost'), 'data.jsonl'), 'data and more');
    expect(await failureOf(() => new CurationFolder(at('lost')).finished('f'))).toMatchObject({
      message: 'data.jsonl is not what the manifest says: it is missing or has another size',
      next: expect.stringContaining('Remove the folder'),
    });
  });

  it.each([
    ['a manifest', 'manifest.json', (folder: CurationFolder) => folder.finished('f')],
    ['a state', '.curate/state.json', (folder: CurationFolder) => folder.begin('f')],
  ])('says of %s that it cannot read that it is damaged', async (_, name, look) => {
    for (const content of ['{', 'null', '[]', '{"fingerprint": 1}']) {
      put(`damaged/${name}`, content);
      const error = await failureOf(() => look(new CurationFolder(at('damaged'))));
      expect(error, content).toBeInstanceOf(OutputError);
      expect(error.message).toMatch(/^(manifest|state)\.json is damaged: /);
      expect(error.where).toBe(at('damaged'));
    }
  });

  it('makes a stage once, and again where it failed', async () => {
    const folder = new CurationFolder(at('stages'));
    folder.begin('f');
    const schema = z.object({n: z.number()});
    await expect(folder.stage('count', schema, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let made = 0;
    const make = async () => ({n: ++made});
    expect(await folder.stage('count', schema, make)).toEqual({n: 1});
    expect(await new CurationFolder(at('stages')).stage('count', schema, make)).toEqual({n: 1});
    put('stages/.curate/count.json', '{"n":"one"}');
    expect(await failureOf(() => folder.stage('count', schema, make))).toMatchObject({
      name: 'OutputError',
      message: expect.stringContaining('count.json is damaged: n: '),
    });
  });

  it('goes when it was made for nothing, and stays when it was there or holds something', () => {
    const made = new CurationFolder(at('made'));
    made.begin('f');
    made.clean();
    expect(existsSync(at('made'))).toBe(false);
    mkdirSync(at('there'));
    const there = new CurationFolder(at('there'));
    there.begin('f');
    there.clean();
    expect(readdirSync(at('there'))).toEqual([]);
    const filled = new CurationFolder(at('filled'));
    filled.begin('f');
    put('filled/notes.txt', 'mine');
    filled.clean();
    expect(readdirSync(at('filled'))).toEqual(['notes.txt']);
  });
});
