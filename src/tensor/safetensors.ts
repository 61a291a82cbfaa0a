/**
 * The safetensors format: eight bytes of length, a header of JSON, then the tensors' numbers, little-endian and without gaps.
 *
 * Names are written in order, so that equal tensors give equal bytes. Reads float32, float64, int32, int64 and bytes; refuses the rest
 * by name. Source: https://github.com/huggingface/safetensors (README, Format).
 */
import {DataError} from '../core/error.ts';
import {elementsOf, type Shape, shown} from './shape.ts';

type StoredValues = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

export interface StoredTensor {
  readonly shape: Shape;
  readonly data: StoredValues;
}

const TYPES = {F32: Float32Array, F64: Float64Array, I32: Int32Array, I64: BigInt64Array, U8: Uint8Array} as const;
const LONGEST_HEADER = 100_000_000;

/** The bytes of a file. Throws DataError where a tensor has another number of values than its shape. */
export function encodeSafetensors(tensors: ReadonlyMap<string, StoredTensor>, metadata?: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = metadata ? {__metadata__: metadata} : {};
  const names = [...tensors.keys()].sort();
  let at = 0;
  for (const name of names) {
    const {shape, data} = tensors.get(name)!;
    if (data.length !== elementsOf(shape)) throw new DataError(`the tensor ${name} of shape ${shown(shape)} has ${data.length} values`);
    header[name] = {dtype: typeOf(data), shape, data_offsets: [at, at + data.byteLength]};
    at += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const begin = 8 + 8 * Math.ceil(json.length / 8);
  const bytes = new Uint8Array(begin + at).fill(32, 8, begin);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(begin - 8), true);
  bytes.set(json, 8);
  at = begin;
  for (const name of names) {
    const {data} = tensors.get(name)!;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** What a file holds. Throws DataError that names the tensor where the bytes are not safetensors. */
export function decodeSafetensors(bytes: Uint8Array): {tensors: Map<string, StoredTensor>; metadata?: Record<string, string>} {
  const {header, begin} = readHeader(bytes);
  const {__metadata__: metadata, ...rest} = header;
  const tensors = new Map<string, StoredTensor>();
  const ends: [number, number, string][] = [];
  for (const [name, entry] of Object.entries(rest)) {
    const {dtype, shape, from, to} = entryOf(name, entry);
    const type = TYPES[dtype];
    if (begin + to > bytes.length) throw broken(`the tensor ${name} ends at byte ${begin + to}, the file at ${bytes.length}`);
    if (to - from !== elementsOf(shape) * type.BYTES_PER_ELEMENT)
      throw broken(`the tensor ${name} of ${dtype} ${shown(shape)} has ${to - from} bytes`);
    tensors.set(name, {shape, data: new type(Uint8Array.from(bytes.subarray(begin + from, begin + to)).buffer)});
    ends.push([from, to, name]);
  }
  ends.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let end = 0;
  for (const [from, to, name] of ends) {
    if (from !== end) throw broken(`the tensor ${name} begins at ${from}, wanted ${end}: tensors lie behind each other without a gap`);
    end = to;
  }
  if (begin + end !== bytes.length) throw broken(`${bytes.length - begin - end} bytes behind the last tensor`);
  return {tensors, ...(metadata !== undefined && {metadata: metadata as Record<string, string>})};
}

function readHeader(bytes: Uint8Array): {header: Record<string, unknown>; begin: number} {
  if (bytes.length < 8) throw broken(`${bytes.length} bytes`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > bytes.length) throw broken(`a header of ${length} bytes in a file of ${bytes.length}`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(8, 8 + length)));
  } catch (cause) {
    throw broken('a header that is not JSON', cause);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw broken('a header that is not an object');
  return {header: header as Record<string, unknown>, begin: 8 + length};
}

function entryOf(name: string, entry: unknown): {dtype: keyof typeof TYPES; shape: number[]; from: number; to: number} {
  const {dtype, shape, data_offsets: offsets} = (entry ?? {}) as {dtype?: unknown; shape?: unknown; data_offsets?: unknown};
  if (typeof dtype !== 'string' || !Object.hasOwn(TYPES, dtype))
    throw broken(`the tensor ${name} is of type ${JSON.stringify(dtype)}; read are ${Object.keys(TYPES).join(', ')}`);
  if (!isWholeNumbers(shape)) throw broken(`the tensor ${name} has the shape ${JSON.stringify(shape)}`);
  if (!isWholeNumbers(offsets) || offsets.length !== 2 || offsets[1] < offsets[0])
    throw broken(`the tensor ${name} has the offsets ${JSON.stringify(offsets)}`);
  return {dtype: dtype as keyof typeof TYPES, shape, from: offsets[0], to: offsets[1]};
}

const isWholeNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

function typeOf(data: StoredValues): keyof typeof TYPES {
  return (Object.keys(TYPES) as (keyof typeof TYPES)[]).find((name) => data instanceof TYPES[name])!;
}

function broken(got: string, cause?: unknown): DataError {
  return new DataError(`these bytes are no safetensors: ${got}`, {next: 'Give a file that was written whole.', cause});
}
