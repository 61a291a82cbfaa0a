/**
 * Picking records out of data, whatever its kind: by number, by size, at random without replacement.
 *
 * The size of points, categories and rows is their number; that of text is its tokens (words, bytes or characters, as its model has them), and the last
 * document of a part is cut so that sizes are hit exactly.
 */
import {absoluteValues, type Categories, type Data, type Part, type Points, type Rows, type Text, type TrainingSet} from './data.ts';
import {DomainError} from './error.ts';
import {permutation} from './random/permutation.ts';
import type {Stream} from './random/stream.ts';
import {subset} from './random/subset.ts';
import {countCharacters, endOfCharacters} from './text/characters.ts';
import {type Counter, countsOfJoined, countsOfPart, documentCounts, totalCount} from './text/counts.ts';
import {documentsAt, joinedDocuments} from './text/documents.ts';
import {countWords, wordEnd, wordStart} from './text/whitespace.ts';

/** How the size of text is counted. */
export type SizeUnit = 'word' | 'byte' | 'character';

const COUNTERS: Readonly<Record<Exclude<SizeUnit, 'byte'>, Counter>> = {word: countWords, character: countCharacters};

/** The size of each document. (n,) */
export function documentSizes(text: Text, unit: SizeUnit): Uint32Array {
  if (unit === 'byte') return Uint32Array.from({length: text.count}, (_, i) => text.offsets[i + 1] - text.offsets[i]);
  return documentCounts(text, COUNTERS[unit]);
}

/** The size of data: records, or tokens of text. */
export function sizeOf(data: Data, unit: SizeUnit = 'word'): number {
  if (data.kind !== 'text') return data.count;
  if (unit === 'byte') return data.bytes.length;
  return totalCount(data, COUNTERS[unit]);
}

export function sizeOfAll(training: TrainingSet, unit: SizeUnit = 'word'): number {
  return training.reduce((total, part) => total + sizeOf(part.data, unit), 0);
}

/** What there is to do with records of one kind. */
interface Operations<D extends Data = Data> {
  at(data: D, numbers: Uint32Array): D;
  /** At least two pieces, of one kind and dimension. */
  join(list: readonly D[], count: number): D;
}

const points: Operations<Points> = {at: pointsAt, join: joinedPoints};
const categories: Operations<Categories> = {
  at: (data, numbers) => ({...data, count: numbers.length, values: Uint32Array.from(numbers, (i) => data.values[i])}),
  join: (list, count) => ({...list[0], count, values: flat(list, (c) => c.values, new Uint32Array(count))}),
};
const rows: Operations<Rows> = {at: rowsAt, join: joinedRows};
const text: Operations<Text> = {at: textAt, join: joinedTexts};

const OPERATIONS: Readonly<Record<Data['kind'], Operations>> = {points, categories, rows, text};

/** The operations of data's own kind. */
const operationsOf = <D extends Data>({kind}: D): Operations<D> => OPERATIONS[kind] as Operations<D>;

/** The records at `numbers`, in that order. */
export function recordsAt<D extends Data>(data: D, numbers: Uint32Array): D {
  return operationsOf(data).at(data, numbers);
}

function textAt(text: Text, numbers: Uint32Array): Text {
  const part = documentsAt(text, numbers);
  countsOfPart(part, text, numbers);
  return part;
}

function joinedTexts(list: readonly Text[]): Text {
  const whole = joinedDocuments(list);
  countsOfJoined(whole, list);
  return whole;
}

function pointsAt(points: Points, numbers: Uint32Array): Points {
  const {dimension: d, values} = points;
  const picked = new Float64Array(numbers.length * d);
  for (let i = 0; i < numbers.length; i++) for (let j = 0; j < d; j++) picked[i * d + j] = values[numbers[i] * d + j];
  return {...points, count: numbers.length, values: picked};
}

function rowsAt(rows: Rows, numbers: Uint32Array): Rows {
  const d = rows.dimension;
  const x = new Float64Array(numbers.length * d);
  const y = new Float64Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    for (let j = 0; j < d; j++) x[i * d + j] = rows.x[numbers[i] * d + j];
    y[i] = rows.y[numbers[i]];
  }
  return {kind: 'rows', count: numbers.length, dimension: d, x, y};
}

/** The first `size` of data in its order; all of it where it has no more. The last document of text is cut to fit. */
export function firstOf<D extends Data>(data: D, size: number, unit: SizeUnit): D {
  if (sizeOf(data, unit) <= size) return data;
  if (data.kind !== 'text')
    return recordsAt(
      data,
      Uint32Array.from({length: size}, (_, i) => i),
    );
  return documentsUpTo(data, size, unit) as D;
}

/** The first documents that hold `size`, the last of them cut to hit it; all where there is no more. None stands behind the last that is wanted. */
export function documentsUpTo(text: Text, size: number, unit: SizeUnit): Text {
  return takeText(
    text,
    Uint32Array.from({length: text.count}, (_, i) => i),
    size,
    unit,
  );
}

/** What `firstOf` gives of the documents at `order`, in that order, without a copy of those behind it. */
export function firstAt(text: Text, order: Uint32Array, size: number, unit: SizeUnit): Text {
  const sizes = documentSizes(text, unit);
  return sizeOfDocuments(sizes, order, order.length) <= size ? textAt(text, order) : takeText(text, order, size, unit);
}

/** Documents at `order`, until `size` is reached; the last one is cut to hit it exactly. */
function takeText(text: Text, order: Uint32Array, size: number, unit: SizeUnit): Text {
  const sizes = documentSizes(text, unit);
  let left = size;
  let taken = 0;
  while (taken < order.length && left > 0) left -= Math.min(left, sizes[order[taken++]]);
  const whole = textAt(text, order.subarray(0, taken));
  const excess = sizeOfDocuments(sizes, order, taken) - size;
  if (excess <= 0 || taken === 0) return whole;
  const last = whole.offsets[taken - 1];
  const keep = sizes[order[taken - 1]] - excess;
  const end = endOfTokens(whole.bytes, {from: last, to: whole.offsets[taken], count: keep}, unit);
  const offsets = whole.offsets.slice();
  offsets[taken] = end;
  return {kind: 'text', count: taken, bytes: whole.bytes.subarray(0, end), offsets};
}

/** Where the `count`-th token of bytes[from .. to) ends; `from` for count 0. */
function endOfTokens(bytes: Uint8Array, {from, to, count}: {from: number; to: number; count: number}, unit: SizeUnit): number {
  if (unit === 'byte') return from + count;
  if (unit === 'character') return endOfCharacters(bytes, from, to, count);
  let at = from;
  for (let i = 0; i < count; i++) at = wordEnd(bytes, wordStart(bytes, at, to), to);
  return at;
}

function sizeOfDocuments(sizes: Uint32Array, order: Uint32Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += sizes[order[i]];
  return total;
}

/** A uniform subset of `size` without replacement; where data is no larger, all of it. */
export function subsetOf<D extends Data>(stream: Stream, data: D, size: number, unit: SizeUnit): D {
  if (size >= sizeOf(data, unit)) return data;
  const order = permutation(stream, data.count);
  return data.kind === 'text' ? (takeText(data, order, size, unit) as D) : recordsAt(data, order.subarray(0, size).sort());
}

/** A uniform subset of `count` records (documents of text) without replacement; where data has no more, all of it. */
export function subsetOfRecords<D extends Data>(stream: Stream, data: D, count: number): D {
  return count >= data.count ? data : recordsAt(data, permutation(stream, data.count).subarray(0, count).sort());
}

/** A uniform subset of a pool without replacement, each record still in the part it came from. Parts left empty are dropped. */
export function subsetOfPool<D extends Data>(stream: Stream, pool: TrainingSet<D>, size: number, unit: SizeUnit): Part<D>[] {
  if (size >= sizeOfAll(pool, unit)) return [...pool];
  const total = pool.reduce((count, part) => count + part.data.count, 0);
  const order = pool[0].data.kind === 'text' ? permutation(stream, total) : subset(stream, total, size);
  const chosen = pool.map((): number[] => []);
  const firsts = startsOf(pool);
  let left = size;
  let cut: {part: number; number: number; keep: number} | undefined;
  for (let i = 0; i < order.length && left > 0; i++) {
    const part = partAt(firsts, order[i]);
    const number = order[i] - firsts[part];
    const data = pool[part].data;
    const one = data.kind === 'text' ? documentSizes(data, unit)[number] : 1;
    if (one > left) cut = {part, number, keep: left};
    else chosen[part].push(number);
    left -= one;
  }
  return pool.flatMap((part, p) => {
    const whole = recordsAt(part.data, Uint32Array.from(chosen[p]).sort());
    const data =
      cut?.part === p ? appended(whole as Text, firstOf(recordsAt(part.data as Text, Uint32Array.of(cut.number)), cut.keep, unit)) : whole;
    return data.count === 0 ? [] : [{...part, data: data as D}];
  });
}

function startsOf(pool: TrainingSet): number[] {
  const starts = [0];
  for (const part of pool) starts.push(starts[starts.length - 1] + part.data.count);
  return starts;
}

function partAt(starts: readonly number[], number: number): number {
  let part = 0;
  while (number >= starts[part + 1]) part++;
  return part;
}

function appended(a: Text, b: Text): Text {
  const end = a.offsets[a.count];
  const bytes = new Uint8Array(end + b.offsets[b.count]);
  bytes.set(a.bytes.subarray(0, end));
  bytes.set(b.bytes.subarray(0, b.offsets[b.count]), end);
  const offsets = new Uint32Array(a.count + b.count + 1);
  offsets.set(a.offsets);
  for (let i = 1; i <= b.count; i++) offsets[a.count + i] = end + b.offsets[i];
  return {kind: 'text', count: a.count + b.count, bytes, offsets};
}

/** One after another. All of one kind and dimension. */
export function joined<D extends Data>(list: readonly D[]): D {
  if (list.length === 0) throw new DomainError('joined wants at least one piece of data');
  if (list.length === 1) return list[0];
  const count = list.reduce((total, data) => total + data.count, 0);
  return operationsOf(list[0]).join(list, count);
}

function joinedRows(list: readonly Rows[], count: number): Rows {
  const [first] = list;
  const x = flat(list, (r) => r.x, new Float64Array(count * first.dimension));
  return {...first, count, x, y: flat(list, (r) => r.y, new Float64Array(count))};
}

/** Values stay as they are where all have one origin; else the origins are added, and the whole has none. */
function joinedPoints(list: readonly Points[], count: number): Points {
  const {dimension, origin} = list[0];
  const values = new Float64Array(count * dimension);
  if (list.every((points) => isSame(points.origin, origin))) return {...list[0], count, values: flat(list, (p) => p.values, values)};
  return {kind: 'points', count, dimension, values: flat(list, absoluteValues, values)};
}

function isSame(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.every((x, i) => x === b[i]));
}

function flat<S, A extends Float64Array | Uint32Array>(list: readonly S[], of: (one: S) => A, into: A): A {
  let at = 0;
  for (const one of list) {
    const values = of(one);
    into.set(values, at);
    at += values.length;
  }
  return into;
}
