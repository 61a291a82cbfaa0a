/** Files as the readers take them. The only place that opens data to read it. */
import {type FileHandle, open} from 'node:fs/promises';
import {DataError, type GenlossError} from '../../core/error.ts';
import {native, useNative} from '../../read/native.ts';
import {type ByteSource, CHUNK_BYTES, readAhead} from '../../read/source.ts';
import {shortageOf} from '../system-error.ts';
import {unreadText} from '../unread.ts';
import {NODE_NATIVE} from './native.ts';
import {plain} from './plain.ts';
import type {SourceFile} from './source-file.ts';

useNative(NODE_NATIVE);

export interface OpenSource extends ByteSource {
  close(): Promise<void>;
}

/** A file on the disk. Throws DataError. */
export async function openSource({name, path, size}: Pick<SourceFile, 'name' | 'path' | 'size'>): Promise<OpenSource> {
  const handle = await opened(path, name);
  return {
    name,
    ...(size > 0 && {size}),
    read: (from, to) =>
      readFully(handle, from, to).catch((error) => {
        throw readError(name, error);
      }),
    readInto: (bytes, from) =>
      filledFrom(handle, bytes, from).catch((error) => {
        throw readError(name, error);
      }),
    close: () => handle.close(),
  };
}

async function readFully(handle: FileHandle, from: number, to: number): Promise<Uint8Array> {
  const bytes = native.allocate(to - from);
  const filled = await filledFrom(handle, bytes, from);
  return filled === bytes.length ? bytes : bytes.subarray(0, filled);
}

async function filledFrom(handle: FileHandle, bytes: Uint8Array, from: number): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const {bytesRead} = await handle.read(bytes, filled, bytes.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Standard input, and what else cannot be read but in order: pipes and devices. Throws DataError. */
export async function* streamed({name, path, stdin}: SourceFile): AsyncGenerator<Uint8Array> {
  if (stdin !== undefined) {
    for await (const chunk of stdin) yield plain(chunk);
    return;
  }
  const handle = await opened(path, name);
  const read = async (): Promise<Uint8Array> => {
    const bytes = native.allocate(CHUNK_BYTES);
    const {bytesRead} = await handle.read(bytes, 0, bytes.length, null);
    return bytes.subarray(0, bytesRead);
  };
  try {
    yield* readAhead(read);
  } catch (error) {
    throw readError(name, error);
  } finally {
    await handle.close();
  }
}

function opened(path: string, name: string): Promise<FileHandle> {
  return open(path).catch((error) => {
    throw unreadable(name, error);
  });
}

/** What is not the system's word passes through. */
function readError(name: string, error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? unreadable(name, error) : error;
}

/** The error for a file that cannot be opened or read. */
export function unreadable(name: string, cause: unknown): GenlossError {
  const shortage = shortageOf(cause);
  if (shortage) return shortage;
  return new DataError(`${name} ${unreadText(cause)}`, {where: name, cause, next: 'Check the path and its permissions.'});
}
