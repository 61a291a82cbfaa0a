/**
 * Preloaded (`--import`) into a program whose kills are tested: every moment at which it changes the disk under a folder, or posts.
 *
 *   DISK_FOLDER  the folder
 *   DISK_COPIES  it is copied at each moment, just before the change: what a kill there leaves. `moments.jsonl` says what each is
 *   DISK_KILL    the program is killed at the moment of this number instead
 *
 * What is written is written in two halves, with a moment in between. Kills between two moments leave what the later one does.
 */
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {join} from 'node:path';
import {isMainThread} from 'node:worker_threads';

export interface DiskMoment {
  readonly number: number;
  /** What is about to be done, and to what. */
  readonly what: string;
  /** Answers that had come to posts. */
  readonly posted: number;
}

const {DISK_FOLDER: folder = '', DISK_COPIES: copies, DISK_KILL: kill} = process.env;
let number = 0;
let posted = 0;
let isCopying = false;

function moment(what: string): void {
  if (isCopying || !isMainThread) return;
  number++;
  if (number === Number(kill)) process.kill(process.pid, 'SIGKILL');
  if (copies === undefined) return;
  isCopying = true;
  fs.cpSync(folder, join(copies, String(number)), {recursive: true});
  fs.appendFileSync(join(copies, 'moments.jsonl'), `${JSON.stringify({number, what, posted} satisfies DiskMoment)}\n`);
  isCopying = false;
}

const isIn = (path: unknown): path is string => typeof path === 'string' && path.startsWith(folder);
const {openSync, writeSync, writeFileSync} = fs;

for (const name of ['renameSync', 'mkdirSync', 'rmSync', 'linkSync', 'unlinkSync'] as const) {
  const real = fs[name] as (path: unknown, ...rest: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (path: unknown, ...rest: unknown[]) => {
      if (isIn(path)) moment(`${name} ${path}`);
      return real(path, ...rest);
    },
  });
}

const opened = new Map<number, string>();
fs.openSync = (path, flags = 'r', mode) => {
  const isWritten = isIn(path) && flags !== 'r';
  if (isWritten) moment(`openSync ${path}`);
  const file = openSync(path, flags, mode);
  if (isWritten) opened.set(file, path);
  else opened.delete(file);
  return file;
};

/** Of how many writes the first half is written. */
const halved = new Set<number>();
Object.assign(fs, {
  writeSync(file: number, bytes: unknown, ...rest: unknown[]): number {
    const real = writeSync as (file: number, bytes: unknown, ...rest: unknown[]) => number;
    const path = opened.get(file);
    if (path === undefined || isCopying) return real(file, bytes, ...rest);
    moment(`writeSync ${path}`);
    const [offset = 0, length = (bytes as Uint8Array).length - Number(offset)] = rest as [number?, number?];
    if (!(bytes instanceof Uint8Array) || length < 2 || halved.delete(file)) return real(file, bytes, ...rest);
    halved.add(file);
    return real(file, bytes, offset, length >> 1);
  },
  writeFileSync(path: unknown, content: unknown, ...rest: unknown[]): void {
    const real = writeFileSync as (path: unknown, content: unknown, ...rest: unknown[]) => void;
    if (isIn(path) && content instanceof Uint8Array) {
      moment(`writeFileSync ${path}`);
      real(path, content.subarray(0, content.length >> 1), ...rest);
      moment(`writeFileSync ${path}`);
    }
    real(path, content, ...rest);
  },
});
syncBuiltinESMExports();

const post = globalThis.fetch;
globalThis.fetch = async (...request) => {
  moment('post');
  const answer = await post(...request);
  posted++;
  moment('posted');
  return answer;
};
