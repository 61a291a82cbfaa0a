/** Further fields of Parquet rows: strings where they lie, everything else as hyparquet decodes it. A page is held of each. */
import type {DecodedArray, Encoding} from 'hyparquet';
import {Encodings} from 'hyparquet/src/constants.js';
import {convert, DEFAULT_PARSERS} from 'hyparquet/src/convert.js';
import {readDataPage} from 'hyparquet/src/datapage.js';
import {readPlain} from 'hyparquet/src/plain.js';
import {type ChunkRequest, type ColumnPage, columnPages, type Dictionary, type ReadBytes} from './parquet-pages.ts';
import {indicesOf, MOST_AT_ONCE, presentIn, textSteps} from './parquet-texts.ts';

type ColumnDecoder = Parameters<typeof convert>[1];

/** Values of rows in a row; null and undefined where there is none. */
interface Values {
  readonly firstRow: number;
  readonly values: ArrayLike<unknown>;
}

/** The values of one column, asked for in the order of the rows. */
export class ExtraColumn {
  private readonly pages: AsyncGenerator<Values>;
  private held: Values = {firstRow: 0, values: []};

  constructor(read: ReadBytes, chunk: ChunkRequest) {
    const strings = chunk.leaf.element.type === 'BYTE_ARRAY' && chunk.leaf.element.converted_type !== 'DECIMAL';
    this.pages = strings ? stringPages(read, chunk) : valuePages(read, chunk);
  }

  /** Of rows [from, to) of the row group. */
  async rows(from: number, to: number): Promise<unknown[]> {
    const out: unknown[] = [];
    for (let row = from; row < to; row++) {
      while (row >= this.held.firstRow + this.held.values.length) {
        const {value, done} = await this.pages.next();
        if (done) throw new Error('the column ends before its rows do');
        this.held = value;
      }
      out.push(this.held.values[row - this.held.firstRow]);
    }
    return out;
  }
}

async function* stringPages(read: ReadBytes, chunk: ChunkRequest): AsyncGenerator<Values> {
  for await (const {firstEntry, count, bytes, starts, ends} of textSteps(read, chunk)) {
    const values = Array.from({length: count}, (_, i) => (ends[i] < starts[i] ? undefined : bytes.subarray(starts[i], ends[i])));
    yield {firstRow: firstEntry, values};
  }
}

async function* valuePages(read: ReadBytes, chunk: ChunkRequest): AsyncGenerator<Values> {
  const {leaf, meta} = chunk;
  const element = {...leaf.element, repetition_type: 'REQUIRED' as const};
  const root = {count: 2, element: {name: 'root'}, children: [], path: []};
  const decoder: ColumnDecoder = {
    ...{pathInSchema: [element.name], type: meta.type, element, codec: 'UNCOMPRESSED', parsers: PARSERS, utf8: false},
    schemaPath: [root, {count: 1, element, children: [], path: [element.name]}],
  };
  let known: {of: Dictionary; values: DecodedArray} | undefined;
  for await (const page of columnPages(read, chunk)) {
    const {dictionary} = page;
    if (dictionary !== undefined && known?.of !== dictionary) known = {of: dictionary, values: dictionaryOf(dictionary, decoder)};
    const present = presentIn(page, leaf.definition);
    const encoding = Encodings[page.encoding] as Encoding | undefined;
    if (encoding === undefined) throw new Error(`an encoding that is not read: ${page.encoding}`);
    const values = encoding.endsWith('DICTIONARY') ? looked(page, present, known?.values) : decoded(page, present, encoding, decoder);
    yield {firstRow: page.firstEntry, values: spread(values, page, leaf.definition)};
  }
}

function dictionaryOf({bytes, count}: Dictionary, decoder: ColumnDecoder): DecodedArray {
  if (count > MOST_AT_ONCE) throw new Error(`a dictionary of ${count} values`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return convert(readPlain({view, offset: 0}, decoder.type, count, decoder.element.type_length), decoder);
}

function looked(page: ColumnPage, present: number, dictionary: DecodedArray | undefined): unknown[] {
  if (dictionary === undefined) throw new Error('a page without its dictionary');
  const indices = new Uint32Array(present);
  indicesOf(page).fill(indices, present);
  return Array.from(indices, (index) => {
    if (index >= dictionary.length) throw new Error(`value ${index} of a dictionary of ${dictionary.length}`);
    return dictionary[index];
  });
}

function decoded({bytes}: ColumnPage, present: number, encoding: Encoding, decoder: ColumnDecoder): DecodedArray {
  const header = {num_values: present, encoding, definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE'} as const;
  const {dataPage} = readDataPage(bytes, header, decoder);
  if (dataPage.length < present) throw new Error('a page ends before its values');
  return convert(dataPage, decoder);
}

/** Values at the rows that have one. */
function spread(values: ArrayLike<unknown>, {definition, entries}: ColumnPage, most: number): ArrayLike<unknown> {
  if (definition === undefined) return values;
  const levels = new Uint32Array(entries);
  definition.fill(levels, entries);
  let next = 0;
  return Array.from(levels, (level) => (level === most ? values[next++] : undefined));
}

/** ISO 8601 of so many units since 1970, with the digits of the unit where milliseconds do not say it all; beyond what it can say, the number. */
function timeText(value: bigint, unitsPerSecond: bigint): string {
  const perMilli = unitsPerSecond / 1000n;
  const rest = ((value % perMilli) + perMilli) % perMilli;
  const milliseconds = Number((value - rest) / perMilli);
  if (Math.abs(milliseconds) > LATEST) return `${value}`;
  const text = new Date(milliseconds).toISOString();
  const digits = `${perMilli}`.length - 1;
  return rest === 0n ? text : text.replace('Z', `${`${rest}`.padStart(digits, '0')}Z`);
}

/** Milliseconds that a date can be away from 1970. */
const LATEST = 8.64e15;

/** Values stay bytes where they are text; dates and times become ISO 8601. */
const PARSERS: ColumnDecoder['parsers'] = {
  ...DEFAULT_PARSERS,
  stringFromBytes: (bytes) => bytes,
  jsonFromBytes: (bytes) => bytes,
  dateFromDays: (days) => (Math.abs(days) > LATEST / 86_400_000 ? `${days}` : new Date(days * 86_400_000).toISOString().split('T')[0]),
  timestampFromMilliseconds: (millis) => timeText(BigInt(millis), 1000n),
  timestampFromMicroseconds: (micros) => timeText(BigInt(micros), 1_000_000n),
  timestampFromNanoseconds: (nanos) => timeText(BigInt(nanos), 1_000_000_000n),
};
