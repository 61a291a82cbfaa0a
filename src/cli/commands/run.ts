/** `genloss run`: an experiment into a run directory, then its report. */
import {availableParallelism} from 'node:os';
import {join, relative} from 'node:path';
import {loadExperiment} from '../../node/experiment-file.ts';
import {writeReport} from '../../node/run/report.ts';
import {runExperiment} from '../../node/run/run.ts';
import {summaryText} from '../../report/formats/run.ts';
import {startDisplay} from '../display.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {print, printJson, say, tell} from '../print.ts';

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
  const goesOn = `what is done is in ${directory}. The same command goes on from there:\n  ${commandOf(given, flags, directory)}`;
  const display = startDisplay(loaded.experiment.title, {quiet, stream: process.stderr});
  let result: Awaited<ReturnType<typeof runExperiment>>;
  try {
    const run = (signal: AbortSignal) =>
      runExperiment(loaded, {
        directory,
        workers: flags.workers ?? availableParallelism(),
        device: flags.device,
        keepModels: flags.keep === 'models',
        signal,
        onProgress: (p) => display.show(p),
      });
    result = await interruptible(run, {
      stopping: (seconds) => `stopping after the generations in hand, within ${seconds} seconds; once more to stop at once`,
      stopped: `stopped at once, the generations in hand are lost; ${goesOn}`,
    });
  } finally {
    display.end();
  }
  if (!result) {
    tell(`genloss: stopped; ${goesOn}\n`);
    process.exitCode = EXIT.interrupted;
    return;
  }
  const report = await writeReport(directory);
  if (flags.json) {
    printJson({directory, report, lineages: result.lineages, reused: result.reused, summary: result.summary});
  } else if (!quiet) {
    const colour = process.stdout.hasColors?.() === true && !process.env.NO_COLOR;
    print(`${summaryText(loaded, result.summary, {colour})}\n`);
    say(`report   ${near(report)}\nresults  ${join(directory, 'results.jsonl')}, ${join(directory, 'summary.json')}\n`);
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
