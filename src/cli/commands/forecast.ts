/** `genloss forecast`: generations left, and the human share needed, by running the lab on the user's corpus. */
import {availableParallelism} from 'node:os';
import {ConfigError} from '../../core/error.ts';
import {prepareFile, replaceFile} from '../../node/files.ts';
import {runForecast} from '../../node/forecast/run.ts';
import {startDisplay} from '../display.ts';
import {EXIT} from '../exit.ts';

export interface ForecastFlags {
  field?: string;
  unit?: 'file' | 'paragraph' | 'line';
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
  topP?: number;
  untruncated?: boolean;
  bound?: number;
  candidate?: string[];
  html?: string;
  json?: boolean;
}

export async function forecast(sources: readonly string[], flags: ForecastFlags): Promise<void> {
  const {generations = 10, seeds = 3, seed = 1, seconds = 60, order = 3, topP = 0.95, untruncated, html, json, candidate} = flags;
  if (untruncated && flags.topP !== undefined)
    throw new ConfigError('--untruncated and --top-p contradict each other', {next: 'Give one of them.'});
  if (html !== undefined) prepareFile(html);
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const display = startDisplay('Forecast', {quiet: flags.quiet === true || json === true, stream: process.stderr});
  const {field, unit, passage, bound, measured, sample: words} = flags;
  let report: Awaited<ReturnType<typeof runForecast>>;
  try {
    report = await runForecast({
      ...{sources, field, unit, passage, seconds, bound, measured, words, generations, seeds, seed, order, candidate},
      topP: untruncated ? undefined : topP,
      workers: flags.workers ?? availableParallelism(),
      signal: abort.signal,
      onProgress: (progress) => display.show(progress),
    });
  } finally {
    display.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  if (!report) {
    process.exitCode = EXIT.interrupted;
    return;
  }
  if (html !== undefined) replaceFile(html, [(await import('../../node/forecast/page.ts')).forecastPage(report, sources)]);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : (await import('../../node/forecast/text.ts')).forecastText(report));
}
