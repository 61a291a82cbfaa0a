/**
 * Bytes that are no UTF-8 text, told by what they begin with, so that a message can call them by their name.
 *
 * source  the formats' own magic numbers; UTF-16 without a mark by its zeros, as ASCII has them
 */
interface Foreign {
  /** As in "this is gzip". */
  readonly name: string;
  readonly next: string;
}

/** `bytes` may leave some open. */
interface Magic extends Foreign {
  readonly bytes: readonly (number | undefined)[];
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const decompress = (command: string): string => `Decompress it first: ${command}.`;
const iconv = (encoding: string): string => `Convert it: iconv -f ${encoding} -t UTF-8.`;
const PICK = 'Give text, JSON, CSV or Parquet files.';

const ZSTANDARD: Magic = {
  name: 'Zstandard',
  bytes: [0x28, 0xb5, 0x2f, 0xfd],
  next: 'Let its name end in .zst, for example data.jsonl.zst.',
};

const MAGIC: readonly Magic[] = [
  {
    name: 'a profile of genloss',
    bytes: ascii('GLPROF'),
    next: 'Give profiles as files: they are not read through a pipe, nor as data.',
  },
  {name: 'gzip', bytes: [0x1f, 0x8b], next: 'Let its name end in .gz, for example data.jsonl.gz.'},
  ZSTANDARD,
  {name: 'bzip2', bytes: [...ascii('BZh'), undefined, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], next: decompress('bzip2 -d')},
  {name: 'xz', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], next: decompress('xz -d')},
  {name: 'LZ4', bytes: [0x04, 0x22, 0x4d, 0x18], next: decompress('lz4 -d')},
  {name: 'a zip archive', bytes: [0x50, 0x4b, 3, 4], next: decompress('unzip')},
  {name: 'a 7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], next: decompress('7z x')},
  {
    name: 'Parquet',
    bytes: [...ascii('PAR1'), 0x15],
    next: 'Let its name end in .parquet, or give --input-format parquet; it is read from a file, not from a pipe.',
  },
  {name: 'an Arrow file', bytes: [...ascii('ARROW1'), 0, 0], next: 'Write it as Parquet.'},
  {name: 'Avro', bytes: [...ascii('Obj'), 1], next: 'Write it as Parquet or JSON Lines.'},
  {name: 'SQLite', bytes: ascii('SQLite format 3\0'), next: 'Write its table as CSV.'},
  {name: 'PDF', bytes: ascii('%PDF-'), next: PICK},
  {name: 'UTF-32', bytes: [0xff, 0xfe, 0, 0], next: iconv('UTF-32')},
  {name: 'UTF-32', bytes: [0, 0, 0xfe, 0xff], next: iconv('UTF-32')},
  {name: 'UTF-16', bytes: [0xff, 0xfe], next: iconv('UTF-16LE')},
  {name: 'UTF-16', bytes: [0xfe, 0xff], next: iconv('UTF-16BE')},
];

/** Skippable frames, with which pzstd and lz4 begin: 50 to 5f, then these. */
const SKIPPABLE = [0x2a, 0x4d, 0x18];

/** `head`: what a stream begins with, some hundred bytes of it if there are so many. */
export function foreignBytes(head: Uint8Array): Foreign | undefined {
  if (head.length > 4 && (head[0] & 0xf0) === 0x50 && SKIPPABLE.every((byte, i) => head[i + 1] === byte)) return ZSTANDARD;
  return MAGIC.find(({bytes}) => bytes.every((byte, i) => byte === undefined || head[i] === byte)) ?? unmarkedUtf16(head);
}

const LOOKED_AT = 64;

/** Every other byte 0, and none of the others. */
function unmarkedUtf16(head: Uint8Array): Foreign | undefined {
  const pairs = Math.min(head.length, LOOKED_AT) >> 1;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (pairs < 8 || Math.max(even, odd) < 0.7 * pairs || Math.min(even, odd) > 0) return undefined;
  return {name: 'UTF-16', next: iconv(odd > even ? 'UTF-16LE' : 'UTF-16BE')};
}
