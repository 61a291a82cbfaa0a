/**
 * A user's program as a child process that can be ended, whatever it does: it leads a process group of its own, so that what it starts
 * ends with it; it is asked by SIGTERM and made by SIGKILL a second later; and nothing waits for a pipe that somebody else still holds.
 *
 * Refuses to know what is said over its pipes: that is `command.ts`'s.
 */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {began, ended, type LiveProgram} from './live-programs.ts';

/** From SIGTERM to SIGKILL, and from a program's end to the end of what it left behind with its pipes open. */
const PATIENCE_MS = 1000;
/** Of standard error, this many bytes of the end are kept for messages. */
const ERROR_TAIL = 4096;

export class Program implements LiveProgram {
  readonly run: readonly string[];
  /** When it is over and its standard output has been read, or is given up. */
  readonly ended: Promise<void>;
  startError?: Error;
  status: number | null = null;
  signal: NodeJS.Signals | null = null;
  private readonly child: ChildProcessWithoutNullStreams;
  private errorBytes: Buffer = Buffer.alloc(0);
  private over = false;
  private stopping?: Promise<void>;

  constructor(run: readonly string[]) {
    this.run = run;
    const [program, ...given] = run;
    this.child = spawn(program, given, {
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      env: {PYTHONUNBUFFERED: '1', ...process.env},
    });
    began(this);
    this.ended = new Promise((resolve) => this.follow(resolve));
  }

  /** Undefined where it could not even be tried: the system has no more processes or pipes to give. */
  get stdin(): ChildProcessWithoutNullStreams['stdin'] | undefined {
    return this.child.stdin;
  }

  get stdout(): ChildProcessWithoutNullStreams['stdout'] | undefined {
    return this.child.stdout;
  }

  /** The end of what it wrote to standard error. */
  get errors(): string {
    return this.errorBytes.toString('utf8');
  }

  private follow(resolve: () => void): void {
    const {child} = this;
    let left: NodeJS.Timeout | undefined;
    const close = (): void => {
      clearTimeout(left);
      this.over = true;
      ended(this);
      resolve();
    };
    child.on('error', (error) => {
      this.startError ??= error;
      close();
    });
    child.on('exit', (status, signal) => {
      this.status = status;
      this.signal = signal;
      // what it started may hold its pipes for as long as it likes
      left = setTimeout(() => void this.stop().then(close), PATIENCE_MS);
    });
    child.on('close', close);
    // a program that ends before it has read everything is told by how it ended
    child.stdin?.on('error', () => {});
    child.stderr?.on('data', (chunk: Buffer) => {
      this.errorBytes = Buffer.concat([this.errorBytes, chunk]).subarray(-ERROR_TAIL);
    });
  }

  /** Ends it with all that it has started, and lets go of its pipes; resolves when that is done. */
  stop(): Promise<void> {
    this.stopping ??= this.over ? Promise.resolve() : this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    const {child} = this;
    if (child.pid === undefined) return;
    this.kill('SIGTERM');
    await new Promise<void>((resolve) => {
      const killed = setTimeout(() => this.kill('SIGKILL'), PATIENCE_MS);
      const given = setTimeout(() => gone(), 2 * PATIENCE_MS);
      const gone = (): void => {
        clearTimeout(killed);
        clearTimeout(given);
        resolve();
      };
      child.once('close', gone);
    });
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
    child.unref();
    ended(this);
  }

  /** Signals its whole group. */
  kill(signal: NodeJS.Signals): void {
    const {pid} = this.child;
    if (pid === undefined || this.over) return;
    try {
      if (process.platform === 'win32') this.child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // gone already
    }
  }
}
