/** Reads YAML files that a user wrote, within bounds. */
import {closeSync, openSync, readSync} from 'node:fs';
import {relative} from 'node:path';
import {ConfigError} from '../core/error.ts';
import {firstInvalidUtf8} from '../read/utf8.ts';
import {parseYaml, type YamlFile} from '../run/yaml-places.ts';
import {shortageOf} from './system-error.ts';
import {unreadNext, unreadText} from './unread.ts';

/** No experiment, gates or recipe that a person wrote comes near it. */
const MOST_BYTES = 10_000_000;

interface YamlRequest {
  /** What the file holds, and what to do next where it cannot be read: for messages. */
  readonly what: string;
  readonly next: string;
  /** False where a file of this text may hold secrets: messages then have nothing of it. */
  readonly quotes?: (text: string) => boolean;
}

/** Throws ConfigError where the file cannot be read, is no UTF-8, too large or not YAML. */
export function readYaml(file: string, {what, next, quotes = () => true}: YamlRequest): YamlFile {
  const shown = displayed(file);
  let bytes: Uint8Array;
  try {
    bytes = firstBytes(file, MOST_BYTES + 1);
  } catch (cause) {
    throw shortageOf(cause) ?? unread(what, shown, cause, next);
  }
  if (bytes.length > MOST_BYTES) throw new ConfigError(`${what} is larger than ${MOST_BYTES / 1e6} MB`, {where: shown, next});
  const text = decoded(bytes, shown);
  return parseYaml(text, shown, {quotes: quotes(text)});
}

const unread = (what: string, shown: string, cause: unknown, next: string): ConfigError =>
  new ConfigError(`${what} ${shown} ${unreadText(cause)}`, {where: shown, cause, next: unreadNext(shown, cause, next)});

/** Of a device or pipe too, which may have no end. */
function firstBytes(file: string, most: number): Uint8Array {
  const fd = openSync(file, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let size = 0; size < most; ) {
      const chunk = new Uint8Array(Math.min(most - size, 1 << 20));
      const read = readSync(fd, chunk);
      if (read === 0) break;
      // a slow pipe gives little at a time: a part of a chunk would hold the whole of it
      chunks.push(read === chunk.length ? chunk : chunk.slice(0, read));
      size += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(fd);
  }
}

function decoded(bytes: Uint8Array, shown: string): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (cause) {
    const before = Buffer.from(bytes.subarray(0, Math.max(0, firstInvalidUtf8(bytes))))
      .toString('utf8')
      .split('\n');
    const where = wide ? shown : `${shown}:${before.length}:${before[before.length - 1].length + 1}`;
    throw new ConfigError(`not UTF-8${wide ? ', but UTF-16' : ''}`, {where, cause, next: 'save the file as UTF-8'});
  }
}

/** A path as a person would write it from where they are. */
const displayed = (file: string): string => {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
};
