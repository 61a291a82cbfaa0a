/** From a run directory to its table for a paper. */
import {ConfigError} from '../../core/error.ts';
import {paperTable, type TableMeasure} from '../../report/formats/paper-table/content.ts';
import {latexTable} from '../../report/formats/paper-table/latex.ts';
import {markdownTable} from '../../report/formats/paper-table/markdown.ts';
import {reportInputOf} from '../../report/pages/run/gather.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';
import {type StandingRun, summaryOf} from '../run/standing-run.ts';
import {version} from '../version.ts';
import {armsNamed, bandNamed, measureOfRun} from './chosen.ts';

export interface TableRequest {
  readonly format: 'latex' | 'markdown';
  /** `tail.retention`, or `calibration[1e-4 to 3e-4]` for a band; several may be joined by commas. */
  readonly measures?: readonly string[];
  readonly generations?: readonly number[];
  readonly arms?: readonly string[];
  /** How it was asked for: it is written into the table. */
  readonly command: string;
}

/** Throws ConfigError where the run has no such measure, arm or generation. */
export function makeTable(run: StandingRun, {format, measures, generations, arms, command}: TableRequest): string {
  const {loaded, directory, hash, missing} = run;
  const {experiment, arms: all} = loaded;
  const summary = summaryOf(run);
  const input = reportInputOf({
    ...{experiment, arms: all, yaml: loaded.yaml(), summary, command, versions: {}},
    ...{pictured: [], notes: [], timed: []},
  });
  const beyond = generations?.find((generation) => generation > experiment.generations);
  if (beyond !== undefined)
    throw new ConfigError(`there is no generation ${beyond}: the run has 1 to ${experiment.generations}`, {
      where: directory,
      next: 'ask for others',
    });
  const table = paperTable(
    input,
    {
      ...(generations && {generations}),
      ...(measures && {measures: measures.flatMap((word) => measuresNamed(input, word, directory))}),
      ...(arms && {arms: armsNamed(input, arms, directory)}),
    },
    experiment.baseline ?? Object.keys(experiment.arms)[0],
  );
  const about = [
    `${experiment.title}. genloss ${version()}, run ${hash}.`,
    ...(missing === undefined ? [] : [`The run is not finished: ${missing}.`]),
  ];
  return format === 'latex' ? latexTable(table, [...about, `Made by: ${command}`]) : markdownTable(table, about, command);
}

/** A comma within brackets is of a band's name. */
function measuresNamed(input: ReportInput, words: string, where: string): TableMeasure[] {
  return words.split(/,(?![^[]*\])/).map((word) => {
    const [, name, band] = /^([^[]*)(?:\[(.*)\])?$/s.exec(word.trim()) ?? [word, word];
    const measure = measureOfRun(input, name, where);
    return band === undefined ? {measure: name} : {measure: name, band: bandNamed(measure, band, where)};
  });
}
