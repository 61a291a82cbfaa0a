/**
 * The commands: a line each with what `genloss --help` says of it, and the file that has the rest, which is imported when the command is
 * called. Whoever adds a command writes its file and its line here.
 */
import type {ListedCommand} from './command.ts';

export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'init',
    positional: '[dir]',
    summary: 'write an experiment, gates and a recipe to start from',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'run',
    positional: '<experiment>',
    summary: 'run an experiment; goes on from what is on disk',
    hint: 'genloss list names the experiments that ship',
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
  {
    name: 'list',
    summary: 'the experiments that ship',
    load: async () => (await import('./commands/list.ts')).listCommand,
  },
  {
    name: 'show',
    positional: '<name>',
    summary: 'one experiment that ships: what it must show, and its YAML',
    hint: 'genloss list names them',
    load: async () => (await import('./commands/list.ts')).showCommand,
  },
  {
    name: 'validate',
    positional: '<files...>',
    summary: 'whether experiments, gates, recipes and watches are valid, without running anything',
    load: async () => (await import('./commands/validate.ts')).validateCommand,
  },
  {
    name: 'report',
    positional: '<directory>',
    summary: 'make the report of a run directory again',
    load: async () => (await import('./commands/report.ts')).reportCommand,
  },
  {
    name: 'view',
    positional: '[directories...]',
    summary: 'a page of runs as they are and as they grow, for this machine alone',
    load: async () => (await import('./commands/view.ts')).viewCommand,
  },
  {
    name: 'figure',
    positional: '<run> <measure>',
    summary: 'draw a measure of a run for a paper: SVG, PDF or PNG with intervals, legible in grey',
    load: async () => (await import('./commands/figure.ts')).figureCommand,
  },
  {
    name: 'table',
    positional: '<run>',
    summary: 'write the table of a run for a paper: LaTeX or Markdown, values with intervals and differences',
    load: async () => (await import('./commands/table.ts')).tableCommand,
  },
  {
    name: 'export-data',
    positional: '<run>',
    summary: 'write the results of a run as one flat table: CSV or Parquet',
    load: async () => (await import('./commands/export-data.ts')).exportDataCommand,
  },
  {
    name: 'texts',
    positional: '<directory>',
    summary: 'what a generation of a run wrote, or people wrote for it, as lines of JSON',
    load: async () => (await import('./commands/texts.ts')).textsCommand,
  },
  {
    name: 'export',
    positional: '<directory>',
    summary: 'write a transformer of a run as a folder that transformers.js, ONNX Runtime and Hugging Face read',
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    name: 'label',
    positional: '<directory> [files...]',
    summary: 'a page on which people judge the pairs that a run asks about, here or on other machines',
    load: async () => (await import('./commands/label.ts')).labelCommand,
  },
  {
    name: 'judgements',
    positional: '<directory>',
    summary: "what people's judgements of a run tell: noise, bias, agreement; and the judgements for trainers",
    load: async () => (await import('./commands/judgements.ts')).judgementsCommand,
  },
  {
    name: 'profile',
    positional: '<data...>',
    summary: 'fingerprint a corpus: what check needs of a reference',
    load: async () => (await import('./commands/profile.ts')).profileCommand,
  },
  {
    name: 'merge',
    positional: '<profile...>',
    summary: 'join profiles of parts into the profile of the whole',
    load: async () => (await import('./commands/merge.ts')).mergeCommand,
  },
  {
    name: 'check',
    positional: '<data...>',
    summary: 'hold a corpus against a human reference: pass, fail or inconclusive',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    name: 'share',
    positional: '<data...>',
    summary: 'estimate the share of synthetic sentences in a corpus',
    load: async () => (await import('./commands/share.ts')).shareCommand,
  },
  {
    name: 'watch',
    positional: '<file>',
    summary: 'watch a series of data: has it begun to collapse, since when, and where?',
    load: async () => (await import('./commands/watch.ts')).watchCommand,
  },
  {
    name: 'curate',
    positional: '[data...]',
    summary: 'write the next training set: dedupe, filter, weigh, mix, and say what it cost the tail',
    load: async () => (await import('./commands/curate.ts')).curateCommand,
  },
  {
    name: 'forecast',
    positional: '<data...>',
    summary: 'how many generations are left, and how much human data is needed: the lab on your corpus',
    load: async () => (await import('./commands/forecast.ts')).forecastCommand,
  },
  {
    name: 'completion',
    positional: '<shell>',
    summary: 'what bash, zsh or fish completes after genloss',
    load: async () => (await import('./commands/completion.ts')).completionOf(COMMANDS),
  },
];
