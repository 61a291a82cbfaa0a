/**
 * One run at a time in a run directory, and one writer of a file that many append to. The lock dies with its process: it names pid and start time, and a process that is gone,
 * a zombie, or another one that got the same pid holds nobody back.
 *
 * A lock of another machine (a shared file system) or another container, where processes cannot be looked up, counts as alive while
 * its file is written to; a living run does so every few seconds. The file's time is held against that of one written now, so that only
 * the file system's clock counts, whatever the machines' say.
 */
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {
  closeSync,
  constants,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {basename, join} from 'node:path';
import * as z from 'zod';
import {OutputError, ResourceError} from '../../core/error.ts';
import {removeQuietly, writeChunks} from '../files.ts';
import {readStoredJson} from '../stored.ts';
import {outputError} from '../system-error.ts';

const holderSchema = z.object({
  pid: z.number(),
  /** As the system tells it: of another process with the same pid it differs. */
  started: z.string(),
  host: z.string(),
  /** The space that pids are counted in: a container has its own. */
  space: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

const LOCK = 'running.lock';
/** What is written on the way to a lock, and where dead ones are put: what follows the name of the lock. */
const BESIDE = /^\.(\d+\.[0-9a-f]{8}|[0-9a-f]{8}\.dead)$/;
const TOUCH_MS = 5_000;
export const STALE_MS = 60_000;
const MOST_ATTEMPTS = 20;

/** Whether a file of a folder belongs to its lock. */
export const isOfLock = (file: string): boolean => file === LOCK || isBeside(file, LOCK);

const isBeside = (file: string, name: string): boolean => file.startsWith(name) && BESIDE.test(file.slice(name.length));

/** That a living process has the lock. */
export class LockHeld extends OutputError {}

/**
 * Takes the lock of a directory, or throws LockHeld saying who has it, or OutputError saying why it cannot be taken. Returns what gives it back.
 * `name`: of the file, where the directory has other locks than that of its run.
 */
export function takeLock(directory: string, name: string = LOCK): () => void {
  const path = join(directory, name);
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeOwn(own);
    claim(path, own, directory);
    sweep(directory, own, name);
  } catch (error) {
    throw outputError(error, directory);
  } finally {
    removeQuietly(own);
  }
  const timer = setInterval(() => touch(path), TOUCH_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    const held = readHolder(path);
    if (held?.pid === process.pid && held.started === self().started) removeQuietly(path);
  };
}

/** Whether a living process has the lock of a directory; undefined where there is no lock. */
export function isHeld(directory: string): boolean | undefined {
  const held = readHolder(join(directory, LOCK));
  return held && isAlive(held, join(directory, LOCK), Date.now());
}

/**
 * The same for whoever only looks, and writes nothing: `elsewhere` is held by another machine or container, whose processes cannot be looked
 * up; its sign of life is the time of the file, which `touchedMs` tells by the file system's clock.
 */
export function lookAtLock(directory: string): {readonly holder: 'none' | 'alive' | 'dead' | 'elsewhere'; readonly touchedMs: number} {
  const path = join(directory, LOCK);
  const stats = lstatSync(path, {throwIfNoEntry: false});
  const held = stats?.isFile() ? readHolder(path) : undefined;
  if (!stats || !held) return {holder: 'none', touchedMs: 0};
  const isHere = held.host === self().host && held.space === self().space;
  return {holder: !isHere ? 'elsewhere' : isAlive(held, path, Date.now()) ? 'alive' : 'dead', touchedMs: stats.mtimeMs};
}

function writeOwn(path: string): void {
  const file = openSync(path, 'wx');
  try {
    writeChunks(file, [JSON.stringify(self())]);
  } finally {
    closeSync(file);
  }
}

function claim(path: string, own: string, directory: string): void {
  for (let attempt = 0; !linked(own, path); attempt++) {
    if (lstatSync(path, {throwIfNoEntry: false})?.isFile() === false)
      throw new OutputError(`${basename(path)} is not a file, and so no lock`, {
        where: directory,
        next: 'remove it, or name another folder',
      });
    const held = readHolder(path);
    if (held && isAlive(held, path, statSync(own).mtimeMs)) throw busy(directory, held);
    if (attempt > MOST_ATTEMPTS) throw busy(directory, held);
    discard(path, held);
  }
}

function busy(directory: string, held: Holder | undefined): LockHeld {
  const place = held === undefined || held.host === hostname() ? '' : ` on ${held.host}`;
  const who = held === undefined ? '' : ` (process ${held.pid}${place})`;
  return new LockHeld(`another run${who} is working in this directory`, {
    where: directory,
    next: 'wait for it to end, or name another folder',
  });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where the file is gone, or is not a lock of ours. */
function readHolder(path: string): Holder | undefined {
  try {
    return readStoredJson(path, holderSchema);
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    return undefined;
  }
}

/** Puts a dead lock away. If another run was quicker and the lock there is now its own, that one is put back. */
function discard(path: string, dead: Holder | undefined): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}.dead`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && JSON.stringify(moved) !== JSON.stringify(dead)) linked(aside, path);
  rmSync(aside, {force: true});
}

/** Removes what killed runs left on their way to the lock. Only its holder may call this. */
function sweep(directory: string, own: string, name: string): void {
  const now = statSync(own).mtimeMs;
  for (const file of readdirSync(directory)) {
    const path = join(directory, file);
    if (!isBeside(file, name) || path === own) continue;
    const stats = lstatSync(path, {throwIfNoEntry: false});
    if (stats?.isFile() && isStale(stats.mtimeMs, now)) rmSync(path, {force: true});
  }
}

/** Writes the lock's first byte again, for the time that the file system gives it. */
function touch(path: string): void {
  try {
    const file = openSync(path, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      writeSync(file, '{', 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // The directory was taken away; the run itself will say so when it writes.
  }
}

let me: Holder | undefined;
function self(): Holder {
  me ??= {pid: process.pid, started: lookUp(process.pid)?.started ?? '', host: hostname(), space: pidSpace()};
  return me;
}

function pidSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

/** `now`: the file system's time. A time far ahead of it is as dead as one far behind: a living run would have put it right. */
const isStale = (written: number, now: number): boolean => !(Math.abs(now - written) < STALE_MS);

function isAlive(held: Holder, path: string, now: number): boolean {
  const mine = self();
  if (held.host !== mine.host || held.space !== mine.space) {
    const stats = statSync(path, {throwIfNoEntry: false});
    return stats !== undefined && !isStale(stats.mtimeMs, now);
  }
  const found = lookUp(held.pid);
  return found !== undefined && !found.dead && found.started === held.started;
}

const LOOK_UP_MS = 5_000;

/** State and start time of a process: from /proc on Linux, from ps elsewhere. Undefined where there is no such process. */
function lookUp(pid: number): {dead: boolean; started: string} | undefined {
  if (process.platform === 'linux') {
    try {
      // "pid (name) state ppid ...": the name may hold anything, so read from its last bracket; start time is field 22
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return {dead: fields[0] === 'Z' || fields[0] === 'X', started: fields[19]};
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return undefined;
      throw error;
    }
  }
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LOOK_UP_MS,
    }).trim();
    return line === '' ? undefined : {dead: line.startsWith('Z'), started: line.slice(line.indexOf(' ') + 1).trim()};
  } catch {
    return undefined;
  }
}
