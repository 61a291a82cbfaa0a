/** `genloss forecast`: generations left, and the human share needed, by running the lab on the user's corpus. */
import {availableParallelism} from 'node:os';
import {ConfigError} from '../../core/error.ts';
import {FORECAST_DEFAULTS, ORDERS} from '../../forecast/defaults.ts';
import type {DataRead} from '../../node/read/corpus.ts';
import {command, many} from '../command.ts';
import {formatOptions, languageOption, readingOptions, readOf} from '../data-options.ts';
import {startDisplay} from '../display.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {dataTexts, flag, fraction, jsonOption, text, wholeNumber, workersOption} from '../options.ts';
import {printJson, say} from '../print.ts';

export const forecastCommand = command({
  positional: {data: many('the human corpus: files, folders, globs, or corpus:speeches')},
  options: {
    ...formatOptions,
    maxBad: readingOptions.maxBad,
    generations: wholeNumber('n', 'generations to look ahead', {default: FORECAST_DEFAULTS.generations}),
    bound: fraction('share', 'tail retention that must be kept', {otherwise: 'half of what the first model keeps'}),
    seconds: wholeNumber('n', 'time to use', {default: FORECAST_DEFAULTS.seconds}),
    sample: wholeNumber('words', 'words of each training set and sample, in place of what fits the time'),
    measured: wholeNumber('n', 'run only so many generations at that size and extrapolate the rest'),
    candidate: dataTexts('data', 'a corpus to place among the generations; repeatable'),
    candidateField: text('name', 'field or column that holds the text of the candidate, where it is another', {otherwise: 'as --field'}),
    order: wholeNumber('n', 'order of the n-gram', {otherwise: `${ORDERS.word} of words, ${ORDERS.character} of characters`}),
    topP: fraction('p', 'how text is drawn', {otherwise: `${FORECAST_DEFAULTS.topP}`}),
    untruncated: flag('draw text as the model has it, without top-p'),
    passage: wholeNumber('words', 'cut documents into passages of about so many words'),
    language: languageOption,
    seeds: wholeNumber('n', 'runs of each workflow', {default: FORECAST_DEFAULTS.seeds}),
    seed: wholeNumber('n', 'seed of all draws', {default: FORECAST_DEFAULTS.seed}),
    workers: workersOption,
    html: text('file', 'write a page with pictures too'),
    json: jsonOption,
    quiet: flag('no progress', {short: 'q'}),
  },
  examples: [
    {line: 'genloss forecast human.jsonl --html forecast.html', does: 'in about a minute'},
    {line: 'genloss forecast human.jsonl --candidate crawl.jsonl', does: 'how many generations of the lab the candidate looks like'},
  ],
  async run({data: sources, topP, untruncated, html, json, quiet, workers, candidate, candidateField, sample: words, ...flags}, effects) {
    if (untruncated && topP !== undefined)
      throw new ConfigError('--untruncated and --top-p contradict each other', {next: 'Give one of them.'});
    if (candidateField !== undefined && candidate === undefined)
      throw new ConfigError('--candidate-field says how a candidate is read, and there is none', {next: 'Name it with --candidate.'});
    const read = readOf(flags, effects);
    if (html !== undefined) await prepareHtml(html, [...sources, ...(candidate ?? [])], read);
    const {generations, bound, seconds, measured, order, passage, language, seeds, seed} = flags;
    const {runForecast} = await import('../../node/forecast/run.ts');
    const {runPicture} = await import('../run-picture.ts');
    const display = startDisplay(runPicture('Forecast'), {quiet: quiet === true || json === true}, effects);
    const report = await runForecast({
      ...read,
      ...{sources, passage, language, seconds, bound, measured, words, generations, seeds, seed, order, candidate, candidateField},
      topP: untruncated ? undefined : (topP ?? FORECAST_DEFAULTS.topP),
      workers: workers ?? availableParallelism(),
      interruptible: (work) => interruptible(work, {stopped: 'stopped; a forecast keeps nothing'}, effects),
      onProgress: (progress) => display.show(progress),
    }).finally(() => display.end());
    if (!report) return EXIT.interrupted;
    if (html !== undefined) {
      const {writeOutput} = await import('../../node/output-file.ts');
      const {forecastPage} = await import('../../report/pages/forecast.ts');
      const {drawingDocument} = await import('../../node/document.ts');
      const {version} = await import('../../node/version.ts');
      writeOutput(html, [forecastPage(report, sources, await drawingDocument(), `genloss ${version()}`)]);
    }
    if (json) printJson(report, effects);
    else say((await import('../../report/formats/forecast.ts')).forecastText(report), effects);
    return EXIT.done;
  },
});

/** Before any work: that the page can be written, and that it is nothing that is read. */
async function prepareHtml(html: string, sources: readonly string[], read: DataRead): Promise<void> {
  const {prepareOutput, refuseOverwriting} = await import('../../node/output-file.ts');
  const {inputPaths} = await import('../../node/read/input-paths.ts');
  prepareOutput(html);
  await refuseOverwriting([{flag: '--html', path: html}], () => inputPaths(sources, read));
}
