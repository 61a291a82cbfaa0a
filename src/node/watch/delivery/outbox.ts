/** What a channel keeps between calls: one JSON file, replaced whole. Missing before the first call. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {z} from 'zod';
import {DataError, ResourceError} from '../../../core/error.ts';
import {makeFolder, replaceFile} from '../../files.ts';
import {readStoredJson} from '../../stored.ts';

export interface Outbox<T> {
  /** Undefined where nothing was written yet. Throws DataError. */
  read(): T | undefined;
  /** On disk when it returns. Throws OutputError. */
  write(content: T): void;
}

export interface OutboxPlace<T> {
  readonly directory: string;
  /** Of the file, without its ending. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** `lost`: what follows where the file is removed, for messages. */
export function fileOutbox<T>({directory, name, schema}: OutboxPlace<T>, lost: string): Outbox<T> {
  const path = join(directory, `${name}.json`);
  return {
    read() {
      if (!existsSync(path)) return undefined;
      try {
        return readStoredJson(path, schema);
      } catch (error) {
        if (error instanceof ResourceError) throw error;
        throw new DataError(`what was delivered cannot be read: ${(error as Error).message}`, {
          where: path,
          next: `remove the file: ${lost}`,
          cause: error,
        });
      }
    },
    write(content) {
      makeFolder(directory);
      replaceFile(path, [`${JSON.stringify(content, undefined, 2)}\n`]);
    },
  };
}
