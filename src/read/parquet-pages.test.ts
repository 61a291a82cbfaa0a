/** Which bytes of a file are read for its pages, and when. */
import {describe, expect, it} from 'vitest';
import '../node/read/open.ts';
import {parquetFile} from './parquet.test-input.ts';
import {parquetBatches, type RowRange} from './parquet.ts';
import {requestOf} from './request.ts';
import {bytesSource} from './source.ts';

/** A page of one value of so many bytes. */
function page(size: number) {
  const length = [0, 8, 16, 24].map((shift) => (size >> shift) & 255);
  return {kind: 'data', values: 1, bytes: [...length, ...new Array<number>(size).fill(120)]} as const;
}

/** What is read of a file, and how many bytes; `rows`: of each batch, until an error. */
async function readOf(file: Buffer, range?: RowRange) {
  const all = bytesSource('file.parquet', file);
  const reads: [from: number, to: number][] = [];
  const source = {
    ...all,
    read: (from: number, to: number) => {
      reads.push([from, to]);
      return all.read(from, to);
    },
  };
  const sizes: number[] = [];
  let problem: string | undefined;
  try {
    for await (const {offsets, count} of parquetBatches(source, requestOf({}), () => {}, range))
      for (let i = 0; i < count; i++) sizes.push(offsets[i + 1] - offsets[i]);
  } catch (error) {
    problem = (error as Error).message;
  }
  return {sizes, problem, bytes: reads.reduce((sum, [from, to]) => sum + to - from, 0), furthest: Math.max(...reads.map(([, to]) => to))};
}

/** Of the end of a file, and of a column before it is known how large pages are. */
const METADATA = 1 << 19;
const FIRST = 1 << 20;
/** Headers, some kilobytes each. */
const HEADERS = 1 << 16;

describe('pages of a column', () => {
  it('are read once, large ones too', async () => {
    const sizes = [1_100_000, 1_050_000, 900_000, 300_000, 1_200_000, 700_000, 600_000, 1_000_000, 1000, 2000];
    const file = parquetFile({pages: sizes.map(page), rows: sizes.length});
    const read = await readOf(file);
    expect(read.sizes).toEqual(sizes);
    expect(read.bytes).toBeLessThan(file.length + FIRST + METADATA + HEADERS);
  });

  it('before the first row wanted and after the last one are not read', async () => {
    const sizes = new Array<number>(12).fill(400_000);
    const read = await readOf(parquetFile({pages: sizes.map(page), rows: 12}), {rowStart: 4, rowEnd: 6});
    expect(read.sizes).toEqual([400_000, 400_000]);
    expect(read.bytes).toBeLessThan(2 * 400_000 + FIRST + METADATA + HEADERS);
  });

  it('that are broken take no row of the pages before them away', async () => {
    const whole = page(1_200_000);
    const broken = {...whole, bytes: [0, 0, 0, 127, ...whole.bytes.slice(4)]};
    const read = await readOf(parquetFile({pages: [whole, whole, broken], rows: 3}));
    expect(read).toMatchObject({sizes: [1_200_000, 1_200_000], problem: expect.stringContaining('a value goes on beyond its page')});
    const nobodyAsks = await readOf(parquetFile({pages: [whole, whole, broken], rows: 3}), {rowStart: 0, rowEnd: 2});
    expect(nobodyAsks).toMatchObject({sizes: [1_200_000, 1_200_000], problem: undefined});
    const damaged = {...whole, size: 1_200_000 + 99_000_000};
    expect(await readOf(parquetFile({pages: [whole, damaged], rows: 2}))).toMatchObject({
      sizes: [1_200_000],
      problem: expect.stringContaining('a page goes on beyond its column'),
    });
  });
});
