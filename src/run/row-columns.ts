/**
 * Rows by columns, for whoever keeps and compresses them. A line of results.jsonl is some 85 bytes, of which the value alone is news:
 *
 *   a line of JSON   what rows have in common but for seed, generation and value, each once; and how many rows there are
 *   (n,) uint32      which of those, seed less the seed before, generation less the generation before
 *   (v,) float64     the values of the rows that have one
 *
 * Columns are stored byte plane by byte plane: sign and exponent of all values, then the next eight bits of all, and so on.
 *
 * cost     O(n); 12 n + 8 v bytes, of which Zstandard leaves about 7.5 v
 */
import {concatenatedBytes} from '../core/concatenated.ts';
import {DataError} from '../core/error.ts';
import type {Row} from '../lab/results/row.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Shape = Omit<Row, 'seed' | 'generation' | 'value'>;

interface Header {
  readonly rows: number;
  readonly shapes: readonly Shape[];
}

export function encodeRows(rows: readonly Row[]): Uint8Array {
  const numbers = new Map<string, number>();
  const shapes: Shape[] = [];
  const columns = [0, 1, 2].map(() => new Uint32Array(rows.length));
  const values = new Float64Array(rows.length);
  let valued = 0;
  let before: Pick<Row, 'seed' | 'generation'> = {seed: 0, generation: 0};
  rows.forEach((row, i) => {
    const {seed, generation, value, ...shape} = row;
    const key = JSON.stringify(shape);
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = shapes.length));
      shapes.push(shape);
    }
    columns[0][i] = number;
    columns[1][i] = seed - before.seed;
    columns[2][i] = generation - before.generation;
    // a row has a value or a reason
    if (value !== undefined) values[valued++] = value;
    before = row;
  });
  const header: Header = {rows: rows.length, shapes};
  return concatenatedBytes([encoder.encode(`${JSON.stringify(header)}\n`), ...columns.map(planesOf), planesOf(values.subarray(0, valued))]);
}

/** Throws where they are not what `encodeRows` made. */
export function decodeRows(bytes: Uint8Array): Row[] {
  const end = bytes.indexOf(10);
  const {rows: count, shapes} = JSON.parse(decoder.decode(bytes.subarray(0, end))) as Header;
  let at = end + 1;
  const take = <A extends Uint32Array | Float64Array>(column: A): A => {
    const whole = column.byteLength;
    if (at + whole > bytes.length) throw new DataError('its rows are cut off');
    fillFromPlanes(column, bytes.subarray(at, (at += whole)));
    return column;
  };
  const [numbers, seeds, generations] = [0, 1, 2].map(() => take(new Uint32Array(count)));
  const values = take(new Float64Array(numbers.reduce((sum, k) => sum + (shapes[k].reason === undefined ? 1 : 0), 0)));
  let [seed, generation, valued] = [0, 0, 0];
  return Array.from({length: count}, (_, i): Row => {
    const {arm, measure, band, reason, size} = shapes[numbers[i]];
    seed = (seed + seeds[i]) >>> 0;
    generation = (generation + generations[i]) >>> 0;
    const place = band === undefined ? {arm, seed, generation, measure} : {arm, seed, generation, measure, band};
    const said = reason === undefined ? {...place, value: values[valued++]} : {...place, reason};
    return size === undefined ? said : {...said, size};
  });
}

function planesOf(column: Uint32Array | Float64Array): Uint8Array {
  const {length, BYTES_PER_ELEMENT: width} = column;
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0; plane < width; plane++) for (let i = 0; i < length; i++) planes[plane * length + i] = bytes[i * width + plane];
  return planes;
}

function fillFromPlanes(column: Uint32Array | Float64Array, planes: Uint8Array): void {
  const {length, BYTES_PER_ELEMENT: width} = column;
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  for (let plane = 0; plane < width; plane++) for (let i = 0; i < length; i++) bytes[i * width + plane] = planes[plane * length + i];
}
