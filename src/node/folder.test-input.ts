/** A folder of a test file's own, for the tests of this room. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll} from 'vitest';
import type {GenlossError} from '../core/error.ts';

export interface TestFolder {
  readonly path: string;
  at(name: string): string;
  /** Writes a file, with the folders above it, and gives its path. */
  put(name: string, content: string | Uint8Array): string;
  jsonl(name: string, records: readonly object[]): string;
}

/** A folder that goes when the tests of the file have ended. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'genloss-test-'));
  afterAll(() => rmSync(path, {recursive: true, force: true}));
  const at = (name: string): string => join(path, name);
  const put = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(at(name)), {recursive: true});
    writeFileSync(at(name), content);
    return at(name);
  };
  return {path, at, put, jsonl: (name, records) => put(name, records.map((record) => `${JSON.stringify(record)}\n`).join(''))};
}

/** What an act throws, sooner or later. Throws where it throws nothing. */
export async function failureOf(act: () => unknown): Promise<GenlossError> {
  try {
    await act();
  } catch (error) {
    return error as GenlossError;
  }
  throw new Error('nothing was thrown');
}
