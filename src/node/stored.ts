/**
 * Reads what genloss keeps for itself in a folder of its own. Whatever has come to lie there instead, a pipe, a folder, `null`, half an
 * object, is an error in words, never a wait and never a crash further on.
 */
import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs';
import type {z} from 'zod';
import {shortageOf} from './system-error.ts';

/** A file that is one, open for reading. Throws Error with words that say what is wrong with it. */
export function openStored(path: string): number {
  let file: number;
  try {
    // what nobody writes to does not hold the opening of a pipe back
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw shortageOf(error) ?? error;
  }
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error('it is not a file');
}

export function readStored(path: string): Buffer {
  const file = openStored(path);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Throws Error with words that say what is wrong with it. */
export function readStoredJson<T>(path: string, schema: z.ZodType<T>): T {
  return storedJson(readStored(path).toString('utf8'), schema);
}

export function storedJson<T>(text: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const [{path, message}] = parsed.error.issues;
  throw new Error(path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`);
}
