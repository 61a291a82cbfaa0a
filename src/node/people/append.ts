/**
 * Adds lines to judgements.jsonl: under a lock, and on the disk before it returns.
 *
 * A last line that somebody has not finished is set aside first, into a file beside it, so that the next line is one.
 */
import {closeSync, fstatSync, fsyncSync, ftruncateSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {DataError, GenlossError, OutputError} from '../../core/error.ts';
import type {JudgementLine} from '../../run/judgement.ts';
import {openToAppend, outputError} from '../files.ts';
import {LockHeld, takeLock} from '../run/lock.ts';
import {writeAll} from '../write-all.ts';
import {isJudgement, JUDGEMENTS, problemOfJudgement, WANTED_JUDGEMENT} from './judgement-file.ts';

export const ASIDE_JUDGEMENTS = 'judgements.unfinished.txt';

const LOCK = `${JUDGEMENTS}.lock`;
const RETRY_MS = 15;
/** An append takes milliseconds. */
const PATIENCE_MS = 15_000;

/** Where an unfinished line was set aside: what it was. Throws OutputError. */
export const appendJudgement = (directory: string, line: JudgementLine): Promise<string | undefined> =>
  appendJudgements(directory, () => [JSON.stringify(line)]);

/** `lines`: texts without their ends, asked for while nobody else writes; all of them are there, or none. Throws DataError where one is no judgement. */
export async function appendJudgements(directory: string, lines: () => readonly string[]): Promise<string | undefined> {
  const release = await lockTaken(directory);
  try {
    const texts = lines();
    for (const text of texts) refuseUnreadable(text, directory);
    return texts.length === 0 ? undefined : appended(directory, `${texts.join('\n')}\n`);
  } catch (error) {
    if (error instanceof GenlossError) throw error;
    throw outputError(error, join(directory, JUDGEMENTS));
  } finally {
    release();
  }
}

/** What could not be read again would stop the run, and every desk at it. */
function refuseUnreadable(text: string, directory: string): void {
  const problem = problemOfJudgement(text);
  if (problem === undefined) return;
  throw new DataError(`not written, since it is not a judgement: ${problem}`, {
    where: join(directory, JUDGEMENTS),
    next: `${WANTED_JUDGEMENT}. Nothing was written.`,
  });
}

/** Where somebody writes, after them; where a process that wrote was killed, at once. */
async function lockTaken(directory: string): Promise<() => void> {
  for (let waited = 0; ; waited += RETRY_MS) {
    try {
      return takeLock(directory, LOCK);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      if (waited > PATIENCE_MS)
        throw new OutputError('another program is writing judgements', {
          where: join(directory, LOCK),
          next: 'wait for it to end, or remove the file',
        });
      await after(RETRY_MS);
    }
  }
}

function appended(directory: string, text: string): string | undefined {
  const file = openToAppend(join(directory, JUDGEMENTS));
  try {
    const aside = unfinishedTail(file);
    if (aside === 'whole') writeAll(file, Buffer.from('\n'));
    else if (aside !== undefined) setAside(directory, file, aside);
    const {size} = fstatSync(file);
    try {
      writeAll(file, Buffer.from(text));
      fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    return aside instanceof Uint8Array ? Buffer.from(aside).toString('utf8') : undefined;
  } finally {
    closeSync(file);
  }
}

/** Bytes behind the last line's end, where they are no line; `whole` where its end alone is missing; undefined where there are none. */
function unfinishedTail(file: number): Uint8Array | 'whole' | undefined {
  const {size} = fstatSync(file);
  const pieces: Buffer[] = [];
  for (let end = size; end > 0; ) {
    const length = Math.min(4096, end);
    const piece = Buffer.alloc(length);
    readSync(file, piece, 0, length, end - length);
    const last = piece.lastIndexOf(10);
    pieces.unshift(piece.subarray(last + 1));
    if (last >= 0) break;
    end -= length;
  }
  const tail = Buffer.concat(pieces);
  if (tail.length === 0) return undefined;
  return isJudgement(tail) ? 'whole' : tail;
}

/** Kept first, then taken away. */
function setAside(directory: string, file: number, tail: Uint8Array): void {
  const aside = openToAppend(join(directory, ASIDE_JUDGEMENTS));
  try {
    writeAll(aside, Buffer.concat([tail, Buffer.from('\n')]));
    fsyncSync(aside);
  } finally {
    closeSync(aside);
  }
  ftruncateSync(file, fstatSync(file).size - tail.length);
}
