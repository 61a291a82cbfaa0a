/** `genloss run`: an experiment into a run directory, then its report. */
import {availableParallelism} from 'node:os';
import {join, relative} from 'node:path';
import {loadExperiment} from '../../node/experiment-file.ts';
import {writeReport} from '../../node/run/report.ts';
import {runExperiment} from '../../node/run/run.ts';
import {startDisplay} from '../display.ts';
import {EXIT} from '../exit.ts';
import {summaryTable} from '../table.ts';

export interface RunFlags {
  out?: string;
  set?: string[];
  seeds?: number;
  generations?: number;
  workers?: number;
  device?: 'cpu' | 'webgpu' | 'cuda';
  keep?: 'models';
  json?: boolean;
  quiet?: boolean;
}

export async function run(given: string, flags: RunFlags): Promise<void> {
  const sets = [...(flags.set ?? [])];
  if (flags.seeds !== undefined) sets.push(`seeds=${flags.seeds}`);
  if (flags.generations !== undefined) sets.push(`generations=${flags.generations}`);
  const loaded = loadExperiment(given, sets);
  const directory = flags.out ?? join('runs', loaded.name);
  const quiet = flags.quiet === true;
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
    process.stderr.write('\ngenloss: stopping after the generations in hand; once more to stop at once\n');
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const display = startDisplay(loaded.experiment.title, {quiet, stream: process.stderr});
  let result: Awaited<ReturnType<typeof runExperiment>>;
  try {
    result = await runExperiment(loaded, {
      directory,
      workers: flags.workers ?? availableParallelism(),
      device: flags.device,
      keepModels: flags.keep === 'models',
      signal: abort.signal,
      onProgress: (p) => display.show(p),
    });
  } finally {
    display.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  if (!result) {
    process.stderr.write(
      `genloss: stopped; what is done is in ${directory}. The same command goes on from there:\n  ${commandOf(given, flags, directory)}\n`,
    );
    process.exitCode = EXIT.interrupted;
    return;
  }
  const report = await writeReport(directory);
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({directory, report, lineages: result.lineages, reused: result.reused, summary: result.summary})}\n`,
    );
  } else if (!quiet) {
    process.stdout.write(
      `${summaryTable(loaded, result.summary, {colour: process.stdout.hasColors?.() === true && !process.env.NO_COLOR})}\n`,
    );
    process.stdout.write(`report   ${near(report)}\nresults  ${join(directory, 'results.jsonl')}, ${join(directory, 'summary.json')}\n`);
  }
}

const near = (path: string): string => {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
};

function commandOf(given: string, flags: RunFlags, directory: string): string {
  const words = ['genloss', 'run', given, '--out', directory];
  for (const set of flags.set ?? []) words.push('--set', set);
  if (flags.seeds !== undefined) words.push('--seeds', `${flags.seeds}`);
  if (flags.generations !== undefined) words.push('--generations', `${flags.generations}`);
  if (flags.device !== undefined && flags.device !== 'cpu') words.push('--device', flags.device);
  if (flags.keep !== undefined) words.push('--keep', flags.keep);
  return words.map((word) => (/^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
