/** How a test is skipped where what it needs is missing: never without saying what, and what is not tested then. `test/reporter.ts` prints it. */
import type {TestOptions} from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    lacks?: Lack;
  }
}

export interface Lack {
  /** What is missing, as in "no ... here". */
  readonly what: string;
  /** What follows, as a sentence without its full stop. */
  readonly untested: string;
}

export const isLinux: boolean = process.platform === 'linux';
/** Whether there are signals, pipes with a name, and a shell. */
export const isPosix: boolean = process.platform !== 'win32';

/** What a search gave; what searches is none, so that it is not taken for what it finds. */
export type Found = string | boolean | undefined | Readonly<Record<string, string>>;

/** The options of a test, or of a group of them, that is skipped where what it needs was not found. */
export function needs(found: Found, what: string, untested: string): TestOptions {
  return found === undefined || found === false ? {skip: true, meta: {lacks: {what, untested}}} : {};
}

/**
 * The same for what a browser shows. What fails there is tried once more: a browser that shares two cores with others may look at a page in the
 * middle of things. A run says at its end which tests passed only then; one that says so again and again hides a race, and is to be mended.
 */
export const needsBrowser = (found: Found, what: string, untested: string): TestOptions => ({...needs(found, what, untested), retry: 1});

export const needsPosix = (untested: string): TestOptions => needs(isPosix, 'POSIX system, with signals and pipes', untested);
export const needsLinux = (untested: string): TestOptions => needs(isLinux, 'Linux', untested);
