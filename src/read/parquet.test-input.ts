/** Parquet files of one column of strings, written byte by byte, so that a test can say of them what is not true. */
type Value = {i: number} | {text: string} | {list: readonly Value[]} | {struct: Fields};
type Fields = readonly (readonly [id: number, value: Value])[];

const i = (value: number): Value => ({i: value});

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  return [...out, rest];
}

const typeOf = (value: Value): number => ('i' in value ? 6 : 'text' in value ? 8 : 'list' in value ? 9 : 12);

function bytesOf(value: Value): number[] {
  if ('i' in value) return varint(value.i < 0 ? -2 * value.i - 1 : 2 * value.i);
  if ('text' in value) return [...varint(Buffer.byteLength(value.text)), ...Buffer.from(value.text)];
  if ('struct' in value) return structOf(value.struct);
  const {list} = value;
  return [list.length * 16 + typeOf(list[0]), ...list.flatMap(bytesOf)];
}

function structOf(fields: Fields): number[] {
  let last = 0;
  const out = fields.flatMap(([id, value]) => {
    const head = (id - last) * 16 + typeOf(value);
    last = id;
    return [head, ...bytesOf(value)];
  });
  return [...out, 0];
}

export interface PageInput {
  readonly kind: 'data' | 'dictionary';
  readonly values: number;
  readonly encoding?: number;
  readonly bytes: readonly number[];
  /** As the header says; else as it is. */
  readonly size?: number;
  readonly unpacked?: number;
}

export interface FileInput {
  readonly pages: readonly PageInput[];
  readonly rows: number;
  /** Of the column, as the footer says; else the rows. */
  readonly values?: number;
  readonly optional?: boolean;
  /** 0 as they are, 2 gzip. */
  readonly codec?: number;
  /** Of the column, as the footer says; else where it is. */
  readonly offset?: number;
  readonly size?: number;
  /** Children of the root, as the schema says. */
  readonly children?: number;
}

/** One row group with the column `text`. */
export function parquetFile({pages, rows, values = rows, optional = false, codec = 0, offset = 4, size, children = 1}: FileInput): Buffer {
  const body = pages.flatMap(({kind, values: count, encoding = 0, bytes, size: said = bytes.length, unpacked = bytes.length}) => {
    const page: Fields = [
      [1, i(count)],
      [2, i(encoding)],
      ...(kind === 'data'
        ? ([
            [3, i(3)],
            [4, i(3)],
          ] as Fields)
        : []),
    ];
    const header: Fields = [
      [1, i(kind === 'data' ? 0 : 2)],
      [2, i(unpacked)],
      [3, i(said)],
      [kind === 'data' ? 5 : 7, {struct: page}],
    ];
    return [...structOf(header), ...bytes];
  });
  const dictionary = pages[0]?.kind === 'dictionary';
  const bytes = size ?? body.length;
  const meta: Fields = [
    [1, i(6)],
    [2, {list: [i(0)]}],
    [3, {list: [{text: 'text'}]}],
    [4, i(codec)],
    [5, i(values)],
    [6, i(bytes)],
    [7, i(bytes)],
    [9, i(offset)],
    ...(dictionary ? ([[11, i(offset)]] as Fields) : []),
  ];
  const chunk: Value = {
    struct: [
      [2, i(offset)],
      [3, {struct: meta}],
    ],
  };
  const schema: Value[] = [
    {
      struct: [
        [4, {text: 'schema'}],
        [5, i(children)],
      ],
    },
    {
      struct: [
        [1, i(6)],
        [3, i(optional ? 1 : 0)],
        [4, {text: 'text'}],
        [6, i(0)],
      ],
    },
  ];
  const group: Value = {
    struct: [
      [1, {list: [chunk]}],
      [2, i(bytes)],
      [3, i(rows)],
    ],
  };
  const footer = Buffer.from(
    structOf([
      [1, i(1)],
      [2, {list: schema}],
      [3, i(rows)],
      [4, {list: [group]}],
    ]),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), Buffer.from(body), footer, length, Buffer.from('PAR1')]);
}

/** A value as PLAIN has it. */
export const plain = (text: string): number[] => [text.length, 0, 0, 0, ...Buffer.from(text)];

/** A run of equal values of one byte. */
export const run = (count: number, value: number, width = 8): number[] => [...varint(2 * count), ...(width > 0 ? [value] : [])];
