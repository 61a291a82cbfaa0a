/** `genloss forecast`: generations left, and the human share needed, by running the lab on the user's corpus. */
import {availableParallelism} from 'node:os';
import {ConfigError} from '../../core/error.ts';
import type {Language} from '../../core/text/language.ts';
import {drawingDocument} from '../../node/document.ts';
import {runForecast} from '../../node/forecast/run.ts';
import {prepareOutput, refuseOverwriting, writeOutput} from '../../node/output-file.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import {type ReadingFlags, readOf} from '../data-options.ts';
import {startDisplay} from '../display.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {printJson, say} from '../print.ts';

export interface ForecastFlags extends Omit<ReadingFlags, 'maxBad'> {
  workers?: number;
  quiet?: boolean;
  generations?: number;
  seeds?: number;
  seed?: number;
  seconds?: number;
  sample?: number;
  measured?: number;
  order?: number;
  passage?: number;
  language?: Language;
  topP?: number;
  untruncated?: boolean;
  bound?: number;
  candidate?: string[];
  html?: string;
  json?: boolean;
}

export async function forecast(sources: readonly string[], flags: ForecastFlags): Promise<void> {
  const {generations = 10, seeds = 3, seed = 1, seconds = 60, order, topP = 0.95, untruncated, html, json, candidate} = flags;
  if (untruncated && flags.topP !== undefined)
    throw new ConfigError('--untruncated and --top-p contradict each other', {next: 'Give one of them.'});
  if (html !== undefined) {
    prepareOutput(html);
    await refuseOverwriting([{flag: '--html', path: html}], () => inputPaths([...sources, ...(candidate ?? [])], readOf(flags)));
  }
  const display = startDisplay('Forecast', {quiet: flags.quiet === true || json === true, stream: process.stderr});
  const {passage, language, bound, measured, sample: words} = flags;
  let report: Awaited<ReturnType<typeof runForecast>>;
  try {
    report = await runForecast({
      ...readOf(flags),
      ...{sources, passage, language, seconds, bound, measured, words, generations, seeds, seed, order, candidate},
      topP: untruncated ? undefined : topP,
      workers: flags.workers ?? availableParallelism(),
      interruptible: (work) => interruptible(work, {stopped: 'stopped; a forecast keeps nothing'}),
      onProgress: (progress) => display.show(progress),
    });
  } finally {
    display.end();
  }
  if (!report) {
    process.exitCode = EXIT.interrupted;
    return;
  }
  if (html !== undefined) {
    const {forecastPage} = await import('../../report/pages/forecast.ts');
    writeOutput(html, [forecastPage(report, sources, await drawingDocument())]);
  }
  if (json) printJson(report);
  else say((await import('../../report/formats/forecast.ts')).forecastText(report));
}
