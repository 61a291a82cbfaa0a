/**
 * Headers of Parquet pages (Thrift, compact protocol).
 *
 * Refuses what is not needed to find and read a page: statistics are passed over.
 *
 * source  github.com/apache/parquet-format: src/main/thrift/parquet.thrift (PageHeader);
 *         github.com/apache/thrift: doc/specs/thrift-compact-protocol.md
 */
import {powerOfTwo} from '../core/math/index.ts';

/** kind 'other': an index page. Sizes in bytes, of the page without its header. Encodings by their number. */
export interface PageHeader {
  readonly kind: 'data' | 'dictionary' | 'other';
  readonly uncompressed: number;
  readonly compressed: number;
  readonly values: number;
  readonly encoding: number;
  /** CRC-32 of the page as it is stored, signed; absent where the writer gave none. */
  readonly crc?: number;
  /** In a data page of version 1: the encodings of its levels. */
  readonly levelEncodings: readonly number[];
  /** In a data page of version 2: bytes of levels, which lie before the values and are never compressed. */
  readonly levels?: {readonly repetition: number; readonly definition: number; readonly compressed: boolean};
}

/** Thrown where the bytes end within a header. */
export class Short extends Error {
  constructor() {
    super('a page header is cut short');
  }
}

/** Fields by number: numbers and booleans as numbers, structs as fields; others are passed over. */
type Fields = Map<number, number | Fields>;

const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const DATA_PAGE_V2 = 3;

/** The header that `bytes` begin with, and its size. Throws Short, and Error where it is none. */
export function readPageHeader(bytes: Uint8Array): {header: PageHeader; size: number} {
  const reader = new ThriftReader(bytes);
  const fields = reader.struct(0);
  const number = (from: Fields, key: number, otherwise?: number): number => {
    const value = from.get(key) ?? otherwise;
    if (typeof value !== 'number' || value < 0) throw new Error('not a page header');
    return value;
  };
  const inner = (key: number): Fields => {
    const value = fields.get(key);
    if (value instanceof Map) return value;
    throw new Error('not a page header');
  };
  const crc = fields.get(4);
  const sizes = {uncompressed: number(fields, 2), compressed: number(fields, 3), ...(typeof crc === 'number' && {crc})};
  const type = number(fields, 1);
  const size = reader.at;
  if (type === DATA_PAGE) {
    const page = inner(5);
    const levelEncodings = [number(page, 3), number(page, 4)];
    return {size, header: {kind: 'data', ...sizes, values: number(page, 1), encoding: number(page, 2), levelEncodings}};
  }
  if (type === DATA_PAGE_V2) {
    const page = inner(8);
    const levels = {definition: number(page, 5), repetition: number(page, 6), compressed: number(page, 7, 1) === 1};
    return {size, header: {kind: 'data', ...sizes, values: number(page, 1), encoding: number(page, 4), levelEncodings: [], levels}};
  }
  const values = type === DICTIONARY_PAGE ? number(inner(7), 1) : 0;
  return {size, header: {kind: type === DICTIONARY_PAGE ? 'dictionary' : 'other', ...sizes, values, encoding: 0, levelEncodings: []}};
}

const DEEPEST = 16;

class ThriftReader {
  at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  struct(depth: number): Fields {
    if (depth > DEEPEST) throw new Error('not a page header');
    const fields: Fields = new Map();
    for (let id = 0; ; ) {
      const head = this.byte();
      const type = head & 15;
      if (type === 0) return fields;
      id = head >> 4 === 0 ? this.zigzag() : id + (head >> 4);
      const value = this.value(type, depth);
      if (value !== undefined) fields.set(id, value);
    }
  }

  private value(type: number, depth: number): number | Fields | undefined {
    if (type === 1 || type === 2) return 2 - type;
    if (type === 3) return this.byte();
    if (type >= 4 && type <= 6) return this.zigzag();
    if (type === 12) return this.struct(depth + 1);
    if (type === 7) this.skip(8);
    else if (type === 8) this.skip(this.varint());
    else if (type === 9 || type === 10) this.list(depth);
    else throw new Error('not a page header');
    return undefined;
  }

  private list(depth: number): void {
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    const type = head & 15;
    for (let i = 0; i < count; i++) {
      if (type === 1 || type === 2) this.byte();
      else this.value(type, depth + 1);
    }
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw new Short();
    return this.bytes[this.at++];
  }

  private skip(size: number): void {
    this.at += size;
    if (this.at > this.bytes.length) throw new Short();
  }

  private varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (scale > powerOfTwo(63)) throw new Error('not a page header');
    }
  }

  private zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
