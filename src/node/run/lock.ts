/**
 * One run at a time in a run directory. The lock dies with its process: it names pid and start time, and a process that is gone,
 * a zombie, or another one that got the same pid holds nobody back.
 *
 * A lock of another machine (a shared file system) or another container, where processes cannot be looked up, counts as alive while
 * its file is touched; a living run touches it every few seconds.
 */
import {execFileSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {linkSync, readFileSync, readlinkSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {OutputError} from '../../core/error.ts';

interface Holder {
  pid: number;
  /** As the system tells it: of another process with the same pid it differs. */
  started: string;
  host: string;
  /** The space that pids are counted in: a container has its own. */
  space: string;
}

const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

/** Takes the lock of a run directory, or throws OutputError saying who has it. Returns what gives it back. */
export function takeLock(directory: string): () => void {
  const path = join(directory, 'running.lock');
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(own, JSON.stringify(self()));
  try {
    for (let attempt = 0; ; attempt++) {
      if (linked(own, path)) break;
      const held = readHolder(path);
      if (held && (isAlive(held, path) || attempt > 20)) throw busy(directory, held);
      discard(path, held);
    }
  } finally {
    unlinkSync(own);
  }
  const timer = setInterval(() => touch(path), TOUCH_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    const held = readHolder(path);
    if (held?.pid === process.pid && held.started === self().started) unlinkSync(path);
  };
}

function busy(directory: string, held: Holder): OutputError {
  const place = held.host === hostname() ? '' : ` on ${held.host}`;
  return new OutputError(`another run (process ${held.pid}${place}) is working in this directory`, {
    where: directory,
    next: 'wait for it to end, or give --out another directory',
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
    const held = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return typeof held.pid === 'number' ? held : undefined;
  } catch {
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
  unlinkSync(aside);
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
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

export function isAlive(held: Holder, path: string): boolean {
  const mine = self();
  if (held.host !== mine.host || held.space !== mine.space) {
    try {
      return Date.now() - statSync(path).mtimeMs < STALE_MS;
    } catch {
      return false;
    }
  }
  const found = lookUp(held.pid);
  return found !== undefined && !found.dead && found.started === held.started;
}

/** State and start time of a process: from /proc on Linux, from ps elsewhere. Undefined where there is no such process. */
function lookUp(pid: number): {dead: boolean; started: string} | undefined {
  if (process.platform === 'linux') {
    try {
      // "pid (name) state ppid ...": the name may hold anything, so read from its last bracket; start time is field 22
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return {dead: fields[0] === 'Z' || fields[0] === 'X', started: fields[19]};
    } catch {
      return undefined;
    }
  }
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return line === '' ? undefined : {dead: line.startsWith('Z'), started: line.slice(line.indexOf(' ') + 1).trim()};
  } catch {
    return undefined;
  }
}
