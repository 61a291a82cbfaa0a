import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {isPosix, needsLinux} from '../../../test/needs.ts';
import {OutputError} from '../../core/error.ts';
import {isHeld, takeLock} from './lock.ts';

const folders: string[] = [];
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'genloss-lock-'));
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, {recursive: true, force: true});
});

const lockOf = (path: string) => join(path, 'running.lock');

/** A process that takes the lock and then waits; resolves when it holds it. */
function holder(path: string, extra = ''): Promise<{pid: number; kill: () => void}> {
  const code = `import {takeLock} from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}; takeLock(${JSON.stringify(path)}); console.log('held'); ${extra} setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {stdio: ['ignore', 'pipe', 'inherit']});
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve({pid: child.pid!, kill: () => child.kill('SIGKILL')}));
    child.once('exit', () => reject(new Error('the holder ended early')));
  });
}

describe('the lock of a run directory', () => {
  it('is given back and can be taken again', () => {
    const path = folder();
    const release = takeLock(path);
    expect(existsSync(lockOf(path))).toBe(true);
    release();
    expect(existsSync(lockOf(path))).toBe(false);
    takeLock(path)();
  });

  it('holds a second run back, with a word on who has it', async () => {
    const path = folder();
    const {pid, kill} = await holder(path);
    try {
      expect(() => takeLock(path)).toThrow(OutputError);
      expect(() => takeLock(path)).toThrow(`process ${pid}`);
    } finally {
      kill();
    }
  });

  it('of a killed run holds nobody back', async () => {
    const path = folder();
    const {pid, kill} = await holder(path);
    kill();
    await gone(pid);
    takeLock(path)();
  });

  it('of a killed run holds nobody back while its process is a zombie', needsLinux('the lock of a zombie is not tested'), async () => {
    const path = folder();
    // A shell that never reaps: it starts the holder in the background and then becomes `sleep`, which waits for no child.
    const code = `import {takeLock} from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}; takeLock(${JSON.stringify(path)}); console.log(process.pid); setInterval(() => {}, 1000);`;
    const parent = spawn('sh', ['-c', `"$0" --input-type=module-typescript -e "$1" & exec sleep 60`, process.execPath, code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', (chunk) => resolve(String(chunk).trim()))));
      expect(() => takeLock(path)).toThrow(OutputError);
      process.kill(pid, 'SIGKILL');
      await until(() => stateOf(pid) === 'Z');
      expect(process.kill(pid, 0)).toBe(true);
      takeLock(path)();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('of another process that has got the same pid is dead', () => {
    const path = folder();
    takeLock(path)();
    const release = takeLock(path);
    const held = JSON.parse(readFileSync(lockOf(path), 'utf8'));
    release();
    writeFileSync(lockOf(path), JSON.stringify({...held, started: '1'}));
    takeLock(path)();
  });

  it('of another machine holds while its file is written to, by the clock of the file system alone', () => {
    const path = folder();
    const release = takeLock(path);
    const held = JSON.parse(readFileSync(lockOf(path), 'utf8'));
    release();
    const foreign = (seconds: number) => {
      writeFileSync(lockOf(path), JSON.stringify({...held, host: 'elsewhere'}));
      utimesSync(lockOf(path), Date.now() / 1000 + seconds, Date.now() / 1000 + seconds);
    };
    for (const seconds of [-30, 0, 30]) {
      foreign(seconds);
      expect(() => takeLock(path)).toThrow(OutputError);
      expect(isHeld(path)).toBe(true);
    }
    for (const seconds of [-90, 90, 1e9]) {
      foreign(seconds);
      expect(isHeld(path)).toBe(false);
      takeLock(path)();
    }
    expect(isHeld(path)).toBeUndefined();
  });

  it('is no other thing of its name, which stays where it is', () => {
    const path = folder();
    mkdirSync(lockOf(path));
    writeFileSync(join(lockOf(path), 'precious'), '');
    expect(() => takeLock(path)).toThrow('running.lock is not a file');
    expect(existsSync(join(lockOf(path), 'precious'))).toBe(true);
    rmSync(lockOf(path), {recursive: true});
    symlinkSync('elsewhere', lockOf(path));
    expect(() => takeLock(path)).toThrow('running.lock is not a file');
    rmSync(lockOf(path));
    if (isPosix) execFileSync('mkfifo', [lockOf(path)]);
    expect(() => takeLock(path)).toThrow('running.lock is not a file');
    expect(readdirSync(path)).toEqual(['running.lock']);
  });

  it('sweeps what killed runs left on their way to it, when that is old', () => {
    const path = folder();
    const names = ['running.lock.123.0a1b2c3d', 'running.lock.0a1b2c3d.dead', 'running.lock.notes', 'data'];
    for (const name of names) {
      writeFileSync(join(path, name), '');
      utimesSync(join(path, name), 1e9, 1e9);
    }
    writeFileSync(join(path, 'running.lock.124.0a1b2c3d'), '');
    takeLock(path)();
    expect(readdirSync(path).sort()).toEqual(['data', 'running.lock.124.0a1b2c3d', 'running.lock.notes']);
  });

  it('that cannot be written is output that cannot be written', () => {
    const path = folder();
    expect(() => takeLock(join(path, 'not-there'))).toThrow(OutputError);
    writeFileSync(join(path, 'file'), '');
    expect(() => takeLock(join(path, 'file'))).toThrow(OutputError);
    expect(readdirSync(path)).toEqual(['file']);
  });

  it('that is not readable is taken over', () => {
    const path = folder();
    for (const text of ['{"pid":', '', 'null', '[]', '{"pid": 1}', '{"pid": "1", "started": "1", "host": "x", "space": "y"}']) {
      writeFileSync(lockOf(path), text);
      takeLock(path)();
      expect(existsSync(lockOf(path))).toBe(false);
    }
  });
});

function stateOf(pid: number): string {
  const stat = spawnSync('cat', [`/proc/${pid}/stat`], {encoding: 'utf8'}).stdout;
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}

const gone = (pid: number) => until(() => !existsSync(`/proc/${pid}`));

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(condition()).toBe(true);
}
