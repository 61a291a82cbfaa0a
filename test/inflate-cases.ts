/** Inputs for the contract of decompressors: whole ones of several members or frames, cut ones, damaged ones. */
import {constants, gzipSync, zstdCompressSync} from 'node:zlib';
import type {InflateCase} from './contract-inflate.ts';

const TEXT = Buffer.from(Array.from({length: 3000}, (_, i) => `line ${i * i} of the text`).join('\n'));
const NOISE = Buffer.from(Uint8Array.from({length: 300_000}, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 255));
const SHORT = Buffer.from('a few words');
const NOTHING = Buffer.alloc(0);

const ZSTD = {params: {[constants.ZSTD_c_checksumFlag]: 1}};
const zstd = (bytes: Uint8Array, options = ZSTD): Buffer => zstdCompressSync(bytes, options);

/** A frame that is passed over. */
function skippable(content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a53, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

function changed(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at] ^= 0x55;
  return copy;
}

const GZIP_NEXT = 'Fetch the file again, or rename it if it is not compressed.';
const truncated = (format: string): string =>
  `DataError data is truncated: its ${format} data ends too early | data | Fetch or write the file again; its end is missing.`;
const notIntact = (format: string, reason: string): string =>
  `DataError data is not intact ${format} data: ${reason === '' ? '' : `${reason} | data | ${GZIP_NEXT}`}`;

function whole(compression: 'gz' | 'zst', name: string, content: Uint8Array, ...pieces: Uint8Array[]): InflateCase {
  return {
    name: `${compression}: ${name}`,
    compression,
    bytes: Buffer.concat(pieces).toString('base64'),
    content: Buffer.from(content).toString('base64'),
  };
}

function faulty(compression: 'gz' | 'zst', name: string, bytes: Uint8Array, problem: string): InflateCase {
  return {name: `${compression}: ${name}`, compression, bytes: Buffer.from(bytes).toString('base64'), problem};
}

export function inflateCases(): InflateCase[] {
  const gzip = gzipSync(TEXT);
  const frame = zstd(TEXT);
  const both = Buffer.concat([TEXT, SHORT]);
  return [
    whole('gz', 'one member', TEXT, gzip),
    whole('gz', 'noise', NOISE, gzipSync(NOISE)),
    whole('gz', 'several members, one of them empty', Buffer.concat([both, TEXT]), gzip, gzipSync(NOTHING), gzipSync(SHORT), gzip),
    whole('gz', 'members stored, not deflated', both, gzipSync(TEXT, {level: 0}), gzipSync(SHORT, {level: 9})),
    whole('gz', 'zeros behind the last member', both, gzip, gzipSync(SHORT), Buffer.alloc(600)),
    faulty('gz', 'nothing', NOTHING, truncated('gzip')),
    faulty('gz', 'cut in the header', gzip.subarray(0, 5), truncated('gzip')),
    faulty('gz', 'cut in the data', gzip.subarray(0, gzip.length >> 1), truncated('gzip')),
    faulty('gz', 'cut in the checksum', gzip.subarray(0, -6), truncated('gzip')),
    faulty('gz', 'cut in the second member', Buffer.concat([gzip, gzip.subarray(0, 300)]), truncated('gzip')),
    faulty('gz', 'something else', TEXT, notIntact('gzip', 'incorrect header check')),
    faulty('gz', 'something else behind a member', Buffer.concat([gzip, SHORT]), notIntact('gzip', 'incorrect header check')),
    faulty('gz', 'a wrong checksum', changed(gzip, -7), notIntact('gzip', 'incorrect data check')),
    faulty('gz', 'a wrong length', changed(gzip, -2), notIntact('gzip', 'incorrect length check')),
    faulty('gz', 'damaged data', changed(gzip, gzip.length >> 1), notIntact('gzip', '')),
    whole('zst', 'one frame', TEXT, frame),
    whole('zst', 'noise, in many blocks', NOISE, zstd(NOISE)),
    whole('zst', 'one byte many times', Buffer.alloc(500_000, 97), zstd(Buffer.alloc(500_000, 97))),
    whole('zst', 'without a checksum', TEXT, zstdCompressSync(TEXT)),
    whole('zst', 'several frames, one of them empty', Buffer.concat([both, TEXT]), frame, zstd(NOTHING), zstd(SHORT), frame),
    whole(
      'zst',
      'skippable frames before, between and behind',
      both,
      skippable(SHORT),
      frame,
      skippable(TEXT),
      zstd(SHORT),
      skippable(NOTHING),
    ),
    whole('zst', 'a skippable frame alone', NOTHING, skippable(SHORT)),
    whole('zst', 'the strongest compression', TEXT, zstd(TEXT, {params: {...ZSTD.params, [constants.ZSTD_c_compressionLevel]: 19}})),
    faulty('zst', 'nothing', NOTHING, truncated('Zstandard')),
    faulty('zst', 'cut in the header', frame.subarray(0, 5), truncated('Zstandard')),
    faulty('zst', 'cut in the data', frame.subarray(0, frame.length >> 1), truncated('Zstandard')),
    faulty('zst', 'cut in the checksum', frame.subarray(0, -2), truncated('Zstandard')),
    faulty('zst', 'cut in the second frame', Buffer.concat([frame, frame.subarray(0, 300)]), truncated('Zstandard')),
    faulty('zst', 'something else', TEXT, notIntact('Zstandard', 'Unknown frame descriptor')),
    faulty('zst', 'something else behind a frame', Buffer.concat([frame, SHORT]), notIntact('Zstandard', 'Unknown frame descriptor')),
    faulty('zst', 'a wrong checksum', changed(frame, -2), notIntact('Zstandard', "Restored data doesn't match checksum")),
    faulty('zst', 'damaged data', changed(frame, frame.length >> 1), notIntact('Zstandard', '')),
    faulty(
      'zst',
      'a window of 2 GiB',
      Buffer.from('28b52ffd00a8000000', 'hex'),
      notIntact('Zstandard', 'Frame requires too much memory for decoding'),
    ),
  ];
}
