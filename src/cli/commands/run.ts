/** `genloss run`: an experiment into a run directory, then its report. */
import {availableParallelism} from 'node:os';
import {join, relative} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {counted, sizeText} from '../../core/text/numbers.ts';
import type {Experiment} from '../../lab/experiment/schema.ts';
import type {ForeseenRun} from '../../node/run/run.ts';
import {DEFAULT_DEVICE, DEVICES} from '../../node/tensor/device.ts';
import type {Beyond} from '../../run/plan.ts';
import {NOTHING_BESIDE, pageBeside} from '../beside-run.ts';
import {command, type GivenTo, one} from '../command.ts';
import {startDisplay} from '../display.ts';
import {duration} from '../duration.ts';
import {EXIT} from '../exit.ts';
import {interruptible} from '../interrupt.ts';
import {choice, choices, flag, flagOf, jsonOption, text, texts, wholeNumber, wholeNumberFrom0, workersOption} from '../options.ts';
import {print, printJson, say, tell} from '../print.ts';
import {commandText} from '../words.ts';

const positional = {experiment: one('a YAML file, or the name of an experiment that ships (genloss list)')};
const options = {
  output: text('directory', 'run directory', {short: 'o', once: 'out', otherwise: 'runs/<name>'}),
  set: texts('path=value', 'override a field, for instance sample.size=500; repeatable'),
  seeds: wholeNumber('n', 'lineages an arm'),
  seed: wholeNumberFrom0('n', 'the seed of all draws', {otherwise: 'that of the experiment'}),
  generations: wholeNumber('n', 'number of fits'),
  workers: workersOption,
  device: choice('name', 'where neural models are computed', DEVICES, {default: DEFAULT_DEVICE}),
  keep: choices(
    'what',
    'also store, of every generation, its transformers (for genloss export) or what it wrote (genloss texts); repeatable',
    ['models', 'samples'],
  ),
  dryRun: flag('run nothing: say how many lineages there are, and what time, disk and memory they take, from a trial of seconds'),
  view: flag('say the address of a page that shows the run as it goes (genloss view shows it later)'),
  json: jsonOption,
  quiet: flag('no progress, no table', {short: 'q'}),
};
type RunFlags = GivenTo<typeof positional, typeof options>;

export const runCommand = command({
  positional,
  options,
  examples: [
    {line: 'genloss run gaussian --seeds 100', does: 'an experiment that ships, with fewer lineages'},
    {line: 'genloss run my.yaml -o runs/mine', does: 'one of your own; the same command goes on after an interruption'},
    {line: 'genloss run my.yaml --dry-run', does: 'how long it will take'},
  ],
  async run(flags, effects) {
    const {experiment, output, set = [], seeds, seed, generations, workers, device, keep = [], dryRun, view, json, quiet} = flags;
    const {loadExperiment} = await import('../../node/experiment-file.ts');
    const {runExperiment} = await import('../../node/run/run.ts');
    const {runPicture} = await import('../run-picture.ts');
    const counts = Object.entries({seeds, seed, generations}).flatMap(([field, value]) =>
      value === undefined ? [] : [`${field}=${value}`],
    );
    const loaded = loadExperiment(experiment, [...set, ...counts]);
    for (const warning of loaded.warnings) tell(`genloss: warning: ${warning}\n`, effects);
    const directory = output ?? join('runs', loaded.name);
    if (dryRun && view)
      throw new ConfigError('--dry-run runs nothing that --view could show', {where: '--view', next: 'leave one of them out'});
    if (dryRun) {
      const {foreseeRun} = await import('../../node/run/run.ts');
      const foreseen = await foreseeRun(loaded, {
        ...{directory, device, workers: workers ?? availableParallelism()},
        keepSamples: keep.includes('samples'),
      });
      if (json) printJson({directory, ...foreseen}, effects);
      else say(foreseenText(foreseen, directory), effects);
      return EXIT.done;
    }
    const goesOn = `what is done is in ${directory}. The same command goes on from there:\n  ${commandOf(flags, directory)}`;
    const display = startDisplay(runPicture(loaded.experiment.title), {quiet: quiet === true}, effects);
    const page = view ? pageBeside(directory, effects) : NOTHING_BESIDE;
    let prepares = false;
    const work = (signal: AbortSignal) =>
      runExperiment(loaded, {
        ...{directory, device, signal},
        workers: workers ?? availableParallelism(),
        keepModels: keep.includes('models'),
        keepSamples: keep.includes('samples'),
        onProgress(progress) {
          page.begin();
          display.show(progress);
          if (!prepares) void prepareReport();
          prepares = true;
        },
        onNotice: (text) => tell(`genloss: warning: ${text}\n`, effects),
      });
    const interruption = {
      stopping: (seconds: number) => `stopping after the generations in hand, within ${seconds} seconds; once more to stop at once`,
      stopped: `stopped at once, the generations in hand are lost; ${goesOn}`,
    };
    const result = await interruptible(work, interruption, effects).finally(() => {
      display.end();
      return page.end();
    });
    if (!result) {
      tell(`genloss: stopped; ${goesOn}\n`, effects);
      return EXIT.interrupted;
    }
    const {writeReport} = await import('../../node/run/report.ts');
    const report = await writeReport(directory);
    const {lineages, reused, summary, withoutSamples, beyond} = result;
    const {bytesBelow} = await import('../../node/files.ts');
    const bytes = bytesBelow(directory);
    const {warningsOf} = await import('../../report/pages/run/warnings.ts');
    const warnings = warningsOf(loaded.arms, summary);
    if (beyond) tell(`genloss: ${beyondText(loaded.experiment, beyond)}\n`, effects);
    if (withoutSamples > 0) tell(`genloss: ${withoutSamplesText(withoutSamples)}\n`, effects);
    // the table has them above it
    if (json || quiet) for (const one of warnings) tell(`genloss: warning: ${one}\n`, effects);
    if (json) printJson({directory, report, lineages, reused, bytes, ...(warnings.length > 0 && {warnings}), summary}, effects);
    else if (!quiet) {
      const {summaryText} = await import('../../report/formats/run.ts');
      print(`${summaryText(loaded, summary, {colour: effects.stdout.hasColours})}\n`, effects);
      const near = nearOf(report, effects.workingDirectory);
      const results = `${join(directory, 'results.jsonl')}, ${join(directory, 'summary.json')}`;
      say(`report   ${near}\nresults  ${results}\ndisk     ${sizeText(bytes)} in ${directory}\n`, effects);
    }
    return EXIT.done;
  },
});

/** Results are written anew, of less than there were. */
function beyondText(asked: Experiment, beyond: Beyond): string {
  const fields = (['seeds', 'generations'] as const).flatMap((field) =>
    beyond[field] === undefined ? [] : [{field, count: beyond[field]}],
  );
  const now = fields.map(({field}) => counted(asked[field], field.slice(0, -1))).join(' and ');
  const stored = fields.map(({field, count}) => counted(count, field.slice(0, -1))).join(' and ');
  return `results and report are of ${now}; lineages of up to ${stored} stay stored, and come back with ${fields
    .map(({field, count}) => `${flagOf(field)} ${count}`)
    .join(' ')}`;
}

function withoutSamplesText(count: number): string {
  const said =
    count === 1
      ? '1 lineage was done before, and its samples were not kept'
      : `${count} lineages were done before, and their samples were not kept`;
  return `${said}; genloss texts makes them again`;
}

function foreseenText(
  {lineages, done, seconds, roughArms, stoppedArms, resultBytes, diskBytes, memoryBytes}: ForeseenRun,
  directory: string,
): string {
  const there = done === 0 ? '' : `, of which ${done} are in ${directory} already`;
  const rough = roughArms.length === 0 ? '' : ` (a rough guess of ${roughArms.join(', ')}, which a trial of seconds cannot tell)`;
  return [
    `lineages  ${lineages}${there}\n`,
    `time      about ${duration(seconds)}${rough}\n`,
    ...(stoppedArms.length === 0
      ? []
      : [`stop      may end a lineage of ${stoppedArms.join(', ')} before its last generation: then it takes less\n`]),
    ...(resultBytes === undefined || diskBytes === undefined
      ? []
      : [`disk      about ${sizeText(diskBytes)}, of which ${sizeText(resultBytes)} are results.jsonl; and a report\n`]),
    `memory    at least ${sizeText(memoryBytes)}\n`,
    'nothing was run\n',
  ].join('');
}

/** From the working directory, for what is below it. */
function nearOf(path: string, workingDirectory: string): string {
  const way = relative(workingDirectory, path);
  return way.startsWith('..') ? path : way;
}

/** The command that goes on with the run. */
function commandOf({experiment, set = [], ...flags}: RunFlags, directory: string): string {
  const words = ['genloss', 'run', experiment, '--output', directory];
  for (const one of set) words.push('--set', one);
  for (const one of flags.keep ?? []) words.push('--keep', one);
  for (const key of ['seeds', 'seed', 'generations', 'device'] as const) {
    const value = flags[key];
    if (value !== undefined && value !== DEFAULT_DEVICE) words.push(flagOf(key), `${value}`);
  }
  return commandText(words);
}

/** While threads work. What cannot be loaded is said when the report is written. */
const prepareReport = (): Promise<unknown> =>
  import('../../node/run/report.ts').then(({prepareReport: prepare}) => prepare()).catch(() => undefined);
