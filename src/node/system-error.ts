/** What the system says when a file cannot be written, or the machine runs short, as errors with words and a next step. */
import {GenlossError, OutputError, ResourceError} from '../core/error.ts';

const AGAIN = 'free some room and run the same command again: it goes on from what is written';
const ELSEWHERE = 'name a place that you may write to';

const REASONS: Readonly<Record<string, readonly [what: string, next: string]>> = {
  ENOSPC: ['the disk is full', AGAIN],
  EDQUOT: ['the disk quota is used up', AGAIN],
  EACCES: ['permission denied', ELSEWHERE],
  EPERM: ['operation not permitted', ELSEWHERE],
  EROFS: ['the file system is read-only', 'name a place on another file system'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'name another place'],
  ENOENT: ['its folder does not exist and cannot be made', 'name a place in a folder that you may write to'],
  EISDIR: ['a folder of that name is in the way', 'give another name'],
  EEXIST: ['a file of that name is in the way', 'give another name'],
  ENOTEMPTY: ['a folder of that name is in the way', 'give another name'],
  ENAMETOOLONG: ['the name is too long', 'give a shorter name'],
  ELOOP: ['its links lead in a circle', 'name the place itself'],
  ENXIO: ['nobody can be written to there', 'name a file, or a pipe or device that takes output'],
  EPIPE: ['its reader is gone', 'start the reader again, or name a file'],
  EFBIG: ['the file would be too large', 'name a place on another file system'],
  EIO: ['input/output error', 'check the disk'],
};

/** Of a machine that runs short, whatever was being done. */
const SHORTAGES: Readonly<Record<string, readonly [what: string, next: string]>> = {
  EMFILE: ['this process may not open more files', 'allow it more open files (ulimit -n 1024), or use fewer --workers'],
  ENFILE: ['the machine has no more open files to give', 'end other programs, or allow more open files'],
  ENOMEM: ['there is no memory', 'end other programs, use fewer --workers, or ask for less'],
  ERR_WORKER_OUT_OF_MEMORY: [
    'a worker thread has no more memory',
    'use fewer --workers, ask for less, or allow more (NODE_OPTIONS=--max-old-space-size=8192)',
  ],
};

const codeOf = (error: unknown): string | undefined => {
  const {code, message} = (error ?? {}) as NodeJS.ErrnoException;
  // of a thread that could not be started the message has the system's code
  if (code === 'ERR_WORKER_INIT_FAILED') return /\bE[A-Z]{3,}\b/.exec(message)?.[0] ?? code;
  // of a module that could not be loaded it has the system's words, and another code or none
  if (error instanceof Error && /: too many open files\b/i.test(message)) return 'EMFILE';
  return typeof code === 'string' ? code : undefined;
};

/** The ResourceError for what says that memory or open files have run out; undefined for anything else. */
export function shortageOf(error: unknown): ResourceError | undefined {
  if (error instanceof GenlossError) return undefined;
  const shortage = SHORTAGES[codeOf(error) ?? ''] ?? (isAllocation(error) ? SHORTAGES.ENOMEM : undefined);
  return shortage && new ResourceError(`${shortage[0]} (${(error as Error).message})`, {next: shortage[1], cause: error});
}

/** V8's and WebAssembly's words for an allocation that found no room; other RangeErrors are of numbers that are wrong. */
const isAllocation = (error: unknown): boolean =>
  error instanceof RangeError && /allocation failed|could not allocate memory/i.test(error.message);

/** The error for a failed write; errors that are genloss's own, and those of no system call, pass through. */
export function outputError(error: unknown, path: string): unknown {
  const shortage = shortageOf(error);
  if (shortage) return shortage;
  const code = codeOf(error);
  if (code === undefined || error instanceof GenlossError || !(error instanceof Error && 'syscall' in error)) return error;
  const [what, next] = REASONS[code] ?? [error.message, 'name another place'];
  return new OutputError(`cannot write: ${what}`, {where: path, next, cause: error});
}
