/** Files for the tests of this folder, and reading in one go to hold parts and pools against. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll} from 'vitest';
import type {RecordBatch} from '../../read/batch.ts';
import type {Skipped} from '../../read/tally.ts';
import {type ReadOptions, readBatches} from '../read/corpus.ts';

/** The folder of the tests' files, there while they run. */
export let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-scan-'));
});
afterAll(() => rmSync(base, {recursive: true}));

export const PARQUET = join(import.meta.dirname, '../../../test/fixtures/parquet');

export function put(name: string, content: string | Uint8Array): string {
  mkdirSync(join(base, name, '..'), {recursive: true});
  writeFileSync(join(base, name), content);
  return name;
}

export interface Located {
  readonly text: string;
  readonly line: number;
  readonly extra?: readonly string[];
}

export function located(batch: RecordBatch): Located[] {
  const cut = (from: {bytes: Uint8Array; offsets: Uint32Array}, r: number) =>
    Buffer.from(from.bytes.subarray(from.offsets[r], from.offsets[r + 1])).toString();
  return Array.from({length: batch.count}, (_, r) => ({
    text: cut(batch, r),
    line: batch.lines[r],
    ...(batch.extra && {extra: batch.extra.map((field) => cut(field, r))}),
  }));
}

/** What reading in one go gives. */
export async function whole(source: string, options: ReadOptions): Promise<{records: Located[]; broken: Skipped[]}> {
  const records: Located[] = [];
  const broken: Skipped[] = [];
  const onSkip = (skipped: Skipped) => void (skipped.kind === 'broken' && broken.push(skipped));
  for await (const batch of readBatches([source], {base, ...options, onSkip})) records.push(...located(batch));
  return {records, broken};
}
