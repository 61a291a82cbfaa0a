/**
 * How the models on points, categories and rows are saved: one line of JSON, then their arrays as little-endian float64.
 *
 *   {"genloss.model":"gaussian","version":1,"fields":{"bias":1},"lengths":[2,4]}\n  <6 x 8 bytes>
 *
 * Refuses to be a general format: the line names the family, the fields and the length of each array, and nothing else is read.
 * For the families of this folder only.
 */
import {DataError} from '../core/error.ts';

const VERSION = 1;
const LONGEST_HEADER = 1 << 20;

interface SavedModel {
  readonly fields: Readonly<Record<string, number>>;
  readonly arrays: readonly Float64Array[];
}

/** The bytes of a model: exact, so that a loaded model samples the same. */
export function encodeModel(kind: string, {fields, arrays}: SavedModel): Uint8Array {
  const lengths = arrays.map((a) => a.length);
  const header = new TextEncoder().encode(`${JSON.stringify({'genloss.model': kind, version: VERSION, fields, lengths})}\n`);
  const bytes = new Uint8Array(header.length + 8 * lengths.reduce((a, b) => a + b, 0));
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  let at = header.length;
  for (const array of arrays) {
    for (let i = 0; i < array.length; i++, at += 8) view.setFloat64(at, array[i], true);
  }
  return bytes;
}

/** What `encodeModel` wrote for this family. Throws DataError on any other bytes, and on a number that is not finite. */
export function decodeModel(kind: string, bytes: Uint8Array, wanted: {fields: readonly string[]; arrays: number}): SavedModel {
  const {header, end} = readHeader(kind, bytes);
  const {fields, lengths} = header;
  if (!isRecordOfNumbers(fields, wanted.fields)) throw broken(kind, `fields ${JSON.stringify(fields)}, wanted ${wanted.fields.join(', ')}`);
  if (!isListOfLengths(lengths) || lengths.length !== wanted.arrays) throw broken(kind, `array lengths ${JSON.stringify(lengths)}`);
  const size = end + 8 * lengths.reduce((a, b) => a + b, 0);
  if (bytes.length !== size) throw broken(kind, `${bytes.length} bytes, wanted ${size}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = end;
  const arrays = lengths.map((length) => {
    const array = new Float64Array(length);
    for (let i = 0; i < length; i++, at += 8) {
      array[i] = view.getFloat64(at, true);
      if (!Number.isFinite(array[i])) throw broken(kind, `a number that is not finite at byte ${at}`);
    }
    return array;
  });
  return {fields, arrays};
}

/** The error of bytes that are not a saved model of this family. */
export function broken(kind: string, got: string): DataError {
  return new DataError(`these bytes are not a saved ${kind} model: ${got}`, {
    next: 'Load the bytes that `save` of the same family returned, unchanged.',
  });
}

function readHeader(kind: string, bytes: Uint8Array): {header: Record<string, unknown>; end: number} {
  const newline = bytes.subarray(0, LONGEST_HEADER).indexOf(10);
  if (newline < 0) throw broken(kind, 'no header');
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(0, newline)));
  } catch (cause) {
    throw new DataError(`these bytes are not a saved ${kind} model: their header is not JSON`, {cause});
  }
  if (typeof header !== 'object' || header === null) throw broken(kind, 'a header that is not an object');
  const {'genloss.model': found, version} = header as Record<string, unknown>;
  if (found !== kind) throw broken(kind, `a header of kind ${JSON.stringify(found)}`);
  if (version !== VERSION) throw broken(kind, `version ${JSON.stringify(version)}, wanted ${VERSION}`);
  return {header: header as Record<string, unknown>, end: newline + 1};
}

function isRecordOfNumbers(value: unknown, names: readonly string[]): value is Record<string, number> {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return Object.keys(record).length === names.length && names.every((name) => Number.isFinite(record[name]));
}

function isListOfLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isInteger(n) && n >= 0);
}
