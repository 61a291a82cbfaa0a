/**
 * Bytes to profiles: docs/profile-format.md is the specification. Bytes come from anywhere, so nothing in them is believed: any that are
 * not a whole, intact profile of a known version throw DataError; memory and time stay in proportion to the bytes.
 */
import {crc32} from '../../core/crc32.ts';
import {DataError} from '../../core/error.ts';
import {type Bottom, compareKeys, type Keyed} from '../../core/sketch/bottom-k.ts';
import {firstGroup, GroupCountsBuilder} from '../../core/sketch/group-counts.ts';
import {GROUPS, SAMPLED, type TypeSample} from '../../core/sketch/kernel.ts';
import {QUANTILE_BUCKETS, QuantileSketch} from '../../core/sketch/quantiles.ts';
import {SKETCH_SIZE} from '../../core/sketch/shingle-sketch.ts';
import {LANGUAGES} from '../../core/text/language.ts';
import {SCRIPTS} from '../../core/text/unicode/classes.ts';
import {ByteReader, damaged} from './bytes.ts';
import {type Cutting, cuttingOf} from './cutting.ts';
import {HEADER_BYTES, MAGIC, SIZE_NAMES, VERSION} from './encode.ts';
import {type CompressedEntry, type NearEntry, type Profile, record, SIZES, SKETCHES, TOTALS, type ValueEntry} from './profile.ts';

/** Whether bytes begin as a profile does, intact or not. */
export function looksLikeProfile(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && MAGIC.subarray(0, 6).every((byte, i) => bytes[i] === byte);
}

const AGAIN = 'Make it again out of its data: genloss profile DATA... -o FILE.';

const unread = (what: string, read: string, next: string): DataError => new DataError(`${what}; this genloss reads ${read}`, {next});

export function decodeProfile(bytes: Uint8Array): Profile {
  if (!looksLikeProfile(bytes)) throw new DataError('this is not a profile', {next: 'Make one with genloss profile.'});
  if (bytes.length < HEADER_BYTES) throw damaged('it ends too early');
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw damaged('it was changed on its way, as a transfer in text mode does');
  const header = new ByteReader(bytes.subarray(MAGIC.length, HEADER_BYTES));
  const version = header.uint32();
  if (version > VERSION) throw unread(`the profile has version ${version} of the format`, `version ${VERSION}`, 'Use a newer genloss.');
  if (version < VERSION) throw unread(`the profile was made by genloss 0.1.0, which counted other words`, `version ${VERSION}`, AGAIN);
  const payload = bytes.subarray(HEADER_BYTES);
  if (header.uint32() !== crc32(payload)) throw damaged('its checksum is wrong');
  const from = new ByteReader(payload);
  const profile = readPayload(from);
  if (from.left > 0) throw damaged(`${from.left} bytes follow its end`);
  return profile;
}

function readPayload(from: ByteReader): Profile {
  const cutting = readCutting(from);
  const size = SIZE_NAMES[from.byte()];
  if (size === undefined) throw damaged('its size is unknown');
  const limits = SIZES[size];
  const groupField = from.text();
  const totals = record(TOTALS, () => numbers(from, GROUPS));
  for (let group = 0; group < GROUPS; group++)
    if (totals.documents[group] === 0 && TOTALS.some((total) => totals[total][group] > 0)) throw damaged('it counts text of no document');
  const scripts = numbers(from, SCRIPTS.length);
  const samples = record(SAMPLED, (kind) => readTypes(from, limits.types[SAMPLED.indexOf(kind)], kind === 'words'));
  const documents = readTypes(from, limits.documents, false);
  const near = readBottom(from, limits.near, (entry) => ({...entry, ...readSketch(from)}) satisfies NearEntry);
  const compressed =
    from.byte() === 0
      ? undefined
      : readBottom(
          from,
          limits.compressed,
          (entry) => ({...entry, bytes: from.number(), compressed: from.number()}) satisfies CompressedEntry,
        );
  const sketches = record(SKETCHES, () => readHistogram(from));
  return {
    ...{size, cutting, totals, scripts, samples, documents, near, sketches},
    ...(groupField !== '' && {groupField}),
    ...(compressed && {compressed}),
    fields: readFields(from, limits.values),
  };
}

/** Words that were cut otherwise are other words. */
function readCutting(from: ByteReader): Cutting {
  const [unicode, rule, written] = [from.text(), from.text(), from.text()];
  const language = LANGUAGES.find((one) => one === written);
  if (language === undefined && written !== '') throw damaged('its language is unknown');
  const own = cuttingOf(language);
  const told = ({unicode: version, rule: by}: Cutting): string => `Unicode ${version} and "${by}"`;
  if (unicode !== own.unicode || rule !== own.rule)
    throw unread(`the words of the profile are by ${told({unicode, rule})}`, `those by ${told(own)}`, AGAIN);
  return own;
}

function readFields(from: ByteReader, capacity: number): Map<string, Bottom<ValueEntry>> {
  const fields = new Map<string, Bottom<ValueEntry>>();
  for (let left = from.count(3); left > 0; left--) {
    const name = from.text();
    if (fields.has(name)) throw damaged('a field comes twice');
    fields.set(
      name,
      readBottom(from, capacity, (entry) => ({...entry, value: from.text(), words: from.number()})),
    );
  }
  return fields;
}

function numbers(from: ByteReader, count: number): Float64Array {
  return Float64Array.from({length: count}, () => from.number());
}

function readTypes(from: ByteReader, capacity: number, words: boolean): TypeSample {
  const size = from.count(words ? 11 : 9, capacity);
  const limit = readThreshold(from, 2);
  const high = new Uint32Array(size);
  const low = new Uint32Array(size);
  const counts = new GroupCountsBuilder(size);
  const sentences = new Float64Array(words ? size : 0);
  const shifts = new Uint8Array(words ? size : 0);
  for (let i = 0; i < size; i++) {
    const step = from.number();
    const next = i === 0 ? step : high[i - 1] + step;
    if (next > 0xffffffff) throw damaged('a hash is out of range');
    high[i] = next;
    low[i] = from.uint32();
    if (i > 0 && step === 0 && low[i] <= low[i - 1]) throw damaged('hashes are out of order');
    readGroups(from, counts);
    if (!words) continue;
    sentences[i] = from.number();
    shifts[i] = from.byte();
  }
  const texts = words ? readWords(from, size) : undefined;
  if (limit !== undefined && size > 0 && compareKeys([high[size - 1], low[size - 1], 0], [limit[0], limit[1], 0]) >= 0)
    throw damaged('a hash is above the threshold');
  return {
    ...{size, high, low, ...counts.finish(), complete: limit === undefined},
    thresholdHigh: limit?.[0] ?? 0xffffffff,
    thresholdLow: limit?.[1] ?? 0xffffffff,
    ...(texts && {sentences, shifts, texts}),
  };
}

/** All words in one text, a line each. */
function readWords(from: ByteReader, size: number): string[] {
  const text = from.text();
  const texts = size === 0 && text === '' ? [] : text.split('\n');
  if (texts.length !== size) throw damaged(`it has ${texts.length} words where there should be ${size}`);
  return texts;
}

function readGroups(from: ByteReader, counts: GroupCountsBuilder): void {
  const groups = from.byte() | (from.byte() << 8);
  if (groups === 0) throw damaged('a type occurs in no group');
  for (let rest = groups; rest !== 0; rest &= rest - 1) {
    const documents = from.number();
    if (documents === 0) throw damaged('a type occurs in no document');
    counts.add(firstGroup(rest), documents + from.number(), documents);
  }
  counts.end();
}

function readThreshold(from: ByteReader, parts: number): number[] | undefined {
  return from.byte() === 0 ? undefined : Array.from({length: parts}, () => from.uint32());
}

function readSketch(from: ByteReader): {distinct: number; sketch: Uint32Array} {
  const distinct = from.number();
  const length = from.byte();
  if (length !== Math.min(distinct, SKETCH_SIZE) || length === 0) throw damaged('a sketch has another size than it should');
  const sketch = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const next = from.number() + (i === 0 ? 0 : sketch[i - 1]);
    if (next > 0xffffffff || (i > 0 && next <= sketch[i - 1])) throw damaged('a sketch is out of order');
    sketch[i] = next;
  }
  return {distinct, sketch};
}

function readBottom<E extends Keyed>(from: ByteReader, capacity: number, rest: (entry: Keyed) => E): Bottom<E> {
  const size = from.count(13, capacity);
  const limit = readThreshold(from, 3) as [number, number, number] | undefined;
  const entries: E[] = [];
  for (let i = 0; i < size; i++) {
    const key = [from.uint32(), from.uint32(), from.uint32()] as const;
    if (i > 0 && compareKeys(entries[i - 1].key, key) >= 0) throw damaged('keys are out of order');
    if (limit !== undefined && compareKeys(key, limit) >= 0) throw damaged('a key is above the threshold');
    const copies = from.number();
    if (copies === 0) throw damaged('an entry has no copy');
    entries.push(rest({key, copies}));
  }
  return {entries, ...(limit && {threshold: limit})};
}

function readHistogram(from: ByteReader): QuantileSketch {
  const sketch = new QuantileSketch();
  for (let group = 0; group < GROUPS; group++) {
    let bucket = 0;
    for (let left = from.count(2, QUANTILE_BUCKETS), first = true; left > 0; left--, first = false) {
      const step = from.number();
      if (!first && step === 0) throw damaged('a histogram is out of order');
      bucket += step;
      if (bucket >= QUANTILE_BUCKETS) throw damaged('a histogram is out of range');
      sketch.counts[group * QUANTILE_BUCKETS + bucket] = from.number();
    }
  }
  return sketch;
}
