/** What Node has faster than JavaScript can be written, for the readers. */
import {isUtf8} from 'node:buffer';
import {crc32} from 'node:zlib';
import type {Native} from '../../read/native.ts';
import {NODE_CODECS} from './parquet-codecs.ts';
import {plain} from './plain.ts';

const {indexOf} = Buffer.prototype;

export const NODE_NATIVE: Native = {
  allocate: (size) => plain(Buffer.allocUnsafeSlow(size)),
  indexOf: (bytes, byte, from) => indexOf.call(bytes, byte, from),
  isUtf8,
  crc32,
  codecs: NODE_CODECS,
};
