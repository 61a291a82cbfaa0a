/** Runs the command line for golden files: in a folder of its own, without colour, at 80 columns, as no terminal. */
import {spawn} from 'node:child_process';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const main = join(root, 'src/cli/main.ts');

export interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Commands that run at once. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `genloss ARGS` in `cwd`, and waits its turn before. */
export async function genloss(args: readonly string[], cwd: string): Promise<Done> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await spawned(args, cwd);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** What a command prints that must end with one of `codes`. */
export async function printed(args: readonly string[], cwd: string, codes: readonly number[] = [0]): Promise<string> {
  const {code, out, err} = await genloss(args, cwd);
  if (code === null || !codes.includes(code)) throw new Error(`genloss ${args.join(' ')}: exit code ${code}\n${err}`);
  return out;
}

function spawned(args: readonly string[], cwd: string): Promise<Done> {
  const {FORCE_COLOR: _, ...inherited} = process.env;
  const env = {...inherited, NO_COLOR: '1', COLUMNS: '80'};
  const child = spawn(process.execPath, [main, ...args], {cwd, env, stdio: ['ignore', 'pipe', 'pipe']});
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({code, out: text(out), err: text(err)}));
  });
}
