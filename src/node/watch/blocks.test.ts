import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {DataError} from '../../core/error.ts';
import type {SourceFile} from '../read/source-file.ts';
import {digestsOf, hasBlocks, wholeDigest} from './blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-blocks-'));
afterAll(() => rmSync(folder, {recursive: true}));

function fileOf(content: string, more: Partial<SourceFile> = {}): SourceFile {
  const path = join(folder, 'a.jsonl');
  writeFileSync(path, content);
  return {name: 'a.jsonl', path, size: content.length, format: 'jsonl', ...more};
}
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('the blocks of a file', () => {
  const content = 'one\ntwo\na long line\nend';

  it('are cut at equal sizes, each with where the line begins that its first byte is of', async () => {
    const {now, lines, cut} = await digestsOf(fileOf(content), {block: 6});
    expect(now).toEqual(['one\ntw', 'o\na lo', 'ng lin', 'e\nend'].map(sha256));
    expect(lines).toEqual([0, 4, 8, 8]);
    expect(cut).toBeUndefined();
    expect(await digestsOf(fileOf(''), {block: 6})).toMatchObject({now: [], lines: []});
  });

  it('tell of an earlier size what was in its block then, and where its line begins', async () => {
    for (let before = 1; before <= content.length; before++) {
      const {now, cut, lineAtCut} = await digestsOf(fileOf(content), {before, block: 6});
      const block = Math.floor((before - 1) / 6);
      const atEnd = before % 6 === 0 || before === content.length;
      expect([before, cut ?? now[block]]).toEqual([before, sha256(content.slice(6 * block, before))]);
      expect([before, cut === undefined]).toEqual([before, atEnd]);
      expect([before, lineAtCut]).toEqual([before, content.lastIndexOf('\n', before - 1) + 1]);
    }
  });

  it('are of plain lines alone; of other files there is one digest of all, and none of what is read once', async () => {
    expect(hasBlocks(fileOf(content))).toBe(true);
    for (const more of [{format: 'csv'}, {compression: 'gz'}, {once: 'pipe'}] as Partial<SourceFile>[])
      expect(hasBlocks(fileOf(content, more))).toBe(false);
    expect(await wholeDigest(fileOf(content, {format: 'csv'}))).toBe(sha256(content));
    expect(await wholeDigest({...fileOf(content), once: 'pipe'} as SourceFile)).toBeUndefined();
  });

  it('of a file that is gone are an error of the data', async () => {
    await expect(digestsOf({...fileOf(content), path: join(folder, 'none')}, {block: 6})).rejects.toThrow(DataError);
  });
});
