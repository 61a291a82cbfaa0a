/**
 * How long the experiments that ship take: each is run as it ships, by the command line, in a folder that goes again, and its wall time is written
 * into experiments/timings.json with date, machine and version, one after another, so that what is measured stays if the rest is stopped.
 *
 *   npm run -s timings -- [NAME...] [--note TEXT] [--keep FOLDER]
 *
 * --keep leaves the runs in a folder, and their seconds beside them: `npm run papers` goes on from those in runs/papers.
 * Measure on a machine that does nothing else. Then `npm run generate` and `npm run golden`: the list of experiments shows the times.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus, loadavg, tmpdir, type} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {requireShipped, shippedNames} from '../src/node/experiment-file.ts';
import {readTimings, type Timing, type Timings, timingsPath} from '../src/node/shipped.ts';
import {version} from '../src/node/version.ts';
import {spend} from './papers/spent.ts';

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'src/cli/main.ts');

/** From the command to its report, in seconds; the run lies in `folder`. */
export function secondsOf(name: string, folder: string): number {
  const start = performance.now();
  const done = spawnSync(process.execPath, [main, 'run', name, '--output', join(folder, name), '--quiet'], {stdio: 'inherit'});
  if (done.status !== 0) throw new Error(`genloss run ${name} left ${done.status ?? done.signal}`);
  return Math.round((performance.now() - start) / 100) / 10;
}

function timed(name: string, keep: string | undefined): number {
  if (keep !== undefined) {
    rmSync(join(keep, name), {recursive: true, force: true});
    const seconds = secondsOf(name, keep);
    spend(keep, name, {seconds, isFirst: true});
    return seconds;
  }
  const folder = mkdtempSync(join(tmpdir(), 'genloss-timing-'));
  try {
    return secondsOf(name, folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

export function machine(): string {
  const processor = cpus()[0]?.model.trim().replace(/\s+/g, ' ') ?? 'an unknown processor';
  return `${processor}, ${availableParallelism()} threads, ${type()}, Node ${process.versions.node}`;
}

/** With names in order, and without those that no longer ship. */
export function merged(before: Timings, name: string, timing: Timing): Timings {
  const all = {...before, [name]: timing};
  return Object.fromEntries(
    Object.keys(all)
      .filter((one) => shippedNames().includes(one))
      .sort()
      .map((one) => [one, all[one]]),
  );
}

if (import.meta.main) {
  const {positionals, values} = parseArgs({allowPositionals: true, options: {note: {type: 'string'}, keep: {type: 'string'}}});
  for (const name of positionals) requireShipped(name);
  if (loadavg()[0] > 0.5) console.error(`the load of this machine is ${loadavg()[0].toFixed(1)}: times will be too long`);
  for (const name of positionals.length > 0 ? positionals : shippedNames()) {
    const seconds = timed(name, values.keep);
    const date = new Date().toISOString().slice(0, 10);
    const timing = {seconds, date, machine: machine(), version: version(), ...(values.note !== undefined && {note: values.note})};
    writeFileSync(timingsPath(), `${JSON.stringify(merged(readTimings(), name, timing), undefined, 2)}\n`);
    console.log(`${name}  ${seconds} s`);
  }
}
