/**
 * A file of units, one or many:
 *
 *   magic    16 bytes, `genloss units 2\n`
 *   length   uint32, little-endian: bytes of the index
 *   index    JSON: what made the units; of each its key, its notes, what it took, and the sizes of its parts
 *   parts    of all units, one after another in the order of the index
 *
 * Index and parts are Zstandard frames with a checksum each, so that a part is read by itself and a changed byte is found.
 */
import {closeSync, fstatSync, readSync} from 'node:fs';
import {constants, zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import * as z from 'zod';
import {ACTIVITIES, type Activity} from '../../lab/loop/stopwatch.ts';
import type {UnitKey} from '../../run/unit.ts';
import {openStored, storedJson} from '../stored.ts';

const MAGIC = Buffer.from('genloss units 2\n');
const HEAD = MAGIC.length + 4;
const SLICE = 1 << 20;
const decoder = new TextDecoder();

const rangeSchema = z.tuple([z.number(), z.number()]).readonly();
const spentSchema = z.record(z.enum(ACTIVITIES), z.number());
const entrySchema = z.object({
  seeds: rangeSchema,
  generations: rangeSchema,
  block: z.boolean(),
  notes: z.array(z.string()).readonly(),
  spent: spentSchema.optional(),
  /** Bytes by name. */
  parts: z.record(z.string(), z.number()),
});
const indexSchema = z.object({hash: z.string(), units: z.array(entrySchema).readonly()});

/** What the index says of a unit. */
export interface UnitEntry extends Omit<UnitKey, 'arm'> {
  readonly notes: readonly string[];
  readonly spent?: Readonly<Record<Activity, number>>;
  readonly parts: Readonly<Record<string, number>>;
}

export interface UnitIndex {
  /** Of what made its units. */
  readonly hash: string;
  readonly units: readonly UnitEntry[];
  /** Where the parts begin. */
  readonly start: number;
}

export const frameOf = (body: Uint8Array): Buffer => zstdCompressSync(body, {params: {[constants.ZSTD_c_checksumFlag]: 1}});

/** The bytes of a file of one unit. */
export function unitChunks(hash: string, {parts, ...entry}: Omit<UnitEntry, 'parts'> & {parts: Readonly<Record<string, Uint8Array>>}) {
  const frames = Object.entries(parts).map(([name, body]): [string, Buffer] => [name, frameOf(body)]);
  const sizes = Object.fromEntries(frames.map(([name, frame]) => [name, frame.length]));
  return [headOf(hash, [{...entry, parts: sizes}]), ...frames.map(([, frame]) => frame)];
}

/** A unit where it lies: `offset`, of its first part. */
export interface UnitPlace {
  readonly path: string;
  readonly entry: UnitEntry;
  readonly offset: number;
}

/** The bytes of a file of units that lie in other files, a slice at a time. */
export function* copiedChunks(hash: string, places: readonly UnitPlace[]): Generator<Uint8Array> {
  yield headOf(
    hash,
    places.map(({entry}) => entry),
  );
  for (const {path, entry, offset} of places) {
    const file = openStored(path);
    try {
      const end = offset + sizeOfParts(entry);
      for (let at = offset; at < end; at += SLICE) yield readAt(file, at, Math.min(SLICE, end - at));
    } finally {
      closeSync(file);
    }
  }
}

export const sizeOfParts = ({parts}: UnitEntry): number => Object.values(parts).reduce((sum, size) => sum + size, 0);

function headOf(hash: string, units: readonly UnitEntry[]): Buffer {
  const index = frameOf(Buffer.from(JSON.stringify({hash, units})));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return Buffer.concat([MAGIC, length, index]);
}

/** Throws Error with words that say what is wrong with it. */
export function readIndex(path: string): UnitIndex {
  const file = openStored(path);
  try {
    const {size} = fstatSync(file);
    const head = size < HEAD ? undefined : readAt(file, 0, HEAD);
    if (!head?.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('it is no file of units');
    const length = head.readUInt32LE(MAGIC.length);
    if (HEAD + length > size) throw new Error('it is cut off');
    const index = storedJson(decoder.decode(inflated(readAt(file, HEAD, length))), indexSchema);
    const start = HEAD + length;
    if (index.units.reduce((sum, unit) => sum + sizeOfParts(unit), start) !== size) throw new Error('it is cut off');
    return {...index, start};
  } finally {
    closeSync(file);
  }
}

/** The units of a file, each with its place. */
export function placesOf(path: string, {units, start}: UnitIndex): UnitPlace[] {
  let offset = start;
  return units.map((entry) => {
    const place = {path, entry, offset};
    offset += sizeOfParts(entry);
    return place;
  });
}

/** The parts that are wanted, by name. Throws Error with words that say what is wrong with them. */
export function readParts({path, entry, offset}: UnitPlace, isWanted: (name: string) => boolean): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  const file = openStored(path);
  try {
    let at = offset;
    for (const [name, size] of Object.entries(entry.parts)) {
      if (isWanted(name)) found[name] = inflated(readAt(file, at, size));
      at += size;
    }
  } finally {
    closeSync(file);
  }
  return found;
}

function inflated(frame: Uint8Array): Uint8Array {
  try {
    const body = zstdDecompressSync(frame);
    return new Uint8Array(body.buffer, body.byteOffset, body.length);
  } catch (cause) {
    throw new Error('it does not match its checksum', {cause});
  }
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const read = readSync(file, bytes, done, length - done, position + done);
    if (read === 0) throw new Error('it is cut off');
    done += read;
  }
  return bytes;
}
