/**
 * Where a run spends its time, as text: `node bench/flame.ts [--threads] [--least PERCENT] SCRIPT [ARGUMENT...]`.
 *
 * The script runs once under `node --cpu-prof`. The tree has what takes at least so many percent (2) of the thread's time, a call and what it
 * calls; the list below has functions by what they take themselves. Without `--threads` that of the main thread alone.
 * `node bench/flame.ts src/cli/main.ts profile FILE -o OUT` is the flame of a command.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {kernelNames} from './kernel-names.ts';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: {readonly functionName: string; readonly url: string; readonly lineNumber: number};
  readonly children?: readonly number[];
}

/** As `--cpu-prof` writes it: deltas in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A call by its name and file, whatever the line; `total` and `self` in milliseconds. */
export interface Flame {
  readonly name: string;
  total: number;
  self: number;
  readonly calls: Map<string, Flame>;
}

const IDLE = ['(idle)', '(program)'];

/** `names`: of functions of WebAssembly, by number. */
export function flameOf({nodes, samples, timeDeltas}: CpuProfile, names: ReadonlyMap<number, string> = new Map()): Flame {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({id, children = []}) => children.map((child) => [child, id] as const)));
  const all: Flame = {name: 'all', total: 0, self: 0, calls: new Map()};
  const self = new Map<number, number>();
  samples.forEach((id, i) => void self.set(id, (self.get(id) ?? 0) + timeDeltas[i] / 1000));
  for (const [id, time] of self) {
    const path: ProfileNode[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) path.unshift(byId.get(at)!);
    if (IDLE.includes(path.at(-1)!.callFrame.functionName)) continue;
    let flame = all;
    flame.total += time;
    for (const node of path.slice(1)) if (!isBridge(node)) flame = entered(flame, frameName(node, names), time);
    flame.self += time;
  }
  return all;
}

/** The call of that name below a call, with the time added; a function that calls itself is one call. */
function entered(flame: Flame, name: string, time: number): Flame {
  if (flame.name === name) return flame;
  const known = flame.calls.get(name) ?? {name, total: 0, self: 0, calls: new Map()};
  known.total += time;
  flame.calls.set(name, known);
  return known;
}

/** What the engine puts between JavaScript and WebAssembly: two of them would make two calls of one. */
const isBridge = ({callFrame: {functionName}}: ProfileNode): boolean => /^(js-to-wasm|wasm-to-js)/.test(functionName);

function frameName({callFrame: {functionName, url}}: ProfileNode, names: ReadonlyMap<number, string>): string {
  const named = names.get(Number(/^wasm-function\[(\d+)\]$/.exec(functionName)?.[1]));
  if (named !== undefined) return named;
  const file = url.replace(/^file:\/\/.*\/(?=(src|bench|dist|node_modules|kernel)\/)/, '').replace(/^wasm:.*/, 'WebAssembly');
  return `${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}`}`;
}

export function flameText(flame: Flame, least = 2): string {
  const lines: string[] = [];
  const show = (calls: Iterable<Flame>, depth: number): void => {
    for (const call of [...calls].sort((a, b) => b.total - a.total)) {
      const percent = (100 * call.total) / flame.total;
      if (percent < least) continue;
      lines.push(`${percent.toFixed(1).padStart(5)}% ${'  '.repeat(depth)}${call.name}`);
      show(call.calls.values(), depth + 1);
    }
  };
  show(flame.calls.values(), 0);
  const own = [...selfTimes(flame)].sort((a, b) => b[1] - a[1]).filter(([, time]) => (100 * time) / flame.total >= least);
  const by = own.map(([name, time]) => `${((100 * time) / flame.total).toFixed(1).padStart(5)}% ${name}`);
  return `${flame.total.toFixed(0)} ms\n${lines.join('\n')}\n\nby themselves\n${by.join('\n')}\n`;
}

function selfTimes(flame: Flame, times = new Map<string, number>()): Map<string, number> {
  if (flame.self > 0) times.set(flame.name, (times.get(flame.name) ?? 0) + flame.self);
  for (const call of flame.calls.values()) selfTimes(call, times);
  return times;
}

async function main(given: string[]): Promise<void> {
  const script = given.findIndex((word, i) => !word.startsWith('--') && given[i - 1] !== '--least');
  const own = given.slice(0, script < 0 ? given.length : script);
  if (script < 0 || own.some((word, i) => !['--threads', '--least'].includes(word) && own[i - 1] !== '--least')) {
    process.stderr.write('flame: wanted [--threads] [--least PERCENT] SCRIPT [ARGUMENT...]\n');
    process.exitCode = 64;
    return;
  }
  const least = own.includes('--least') ? Number(own[own.indexOf('--least') + 1]) : 2;
  const folder = mkdtempSync(join(tmpdir(), 'genloss-flame-'));
  try {
    const {status} = spawnSync(
      process.execPath,
      ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder, ...given.slice(script)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    if (status === null || status > 2) throw new Error(`${given.slice(script).join(' ')} ended with ${status}`);
    // CPU.DATE.TIME.PROCESS.THREAD.NUMBER.cpuprofile: the main thread is thread 0
    const files = readdirSync(folder).filter((name) => own.includes('--threads') || name.split('.')[4] === '0');
    const names = await kernelNames();
    for (const name of files.sort()) {
      if (files.length > 1) process.stdout.write(`thread ${name.split('.')[4]}: `);
      process.stdout.write(flameText(flameOf(JSON.parse(readFileSync(join(folder, name), 'utf8')), names), least));
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
