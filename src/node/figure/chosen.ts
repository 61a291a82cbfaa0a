/** Measures, bands and arms as they are asked for on the command line, held against what a run has. */
import {ConfigError} from '../../core/error.ts';
import {measureNames} from '../../lab/measure/catalog.ts';
import {similarNames} from '../../read/similar-names.ts';
import type {ReportInput, ReportMeasure} from '../../report/pages/run/input.ts';

export interface Wanted {
  readonly measure: string;
  readonly bands?: readonly string[];
  readonly arms?: readonly string[];
}

/** What is read of a run's report for names. */
type Known = Pick<ReportInput, 'measures' | 'arms' | 'summary'>;

/** Throws ConfigError where the run has no such measure, band or arm. */
export function chosenOf(known: Known, {measure, bands = [], arms}: Wanted, where: string): Wanted & {bands: readonly string[]} {
  const found = measureOfRun(known, measure, where);
  return {measure, bands: bands.map((band) => bandNamed(found, band, where)), ...(arms && {arms: armsNamed(known, arms, where)})};
}

export function measureOfRun({measures}: Known, name: string, where: string): ReportMeasure {
  const found = measures.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = measures.map((one) => one.name);
  if (measureNames.includes(name))
    throw new ConfigError(`${name} is not measured in this run`, {
      where,
      next: `it has ${names.join(', ')}; add ${name} to measures, and run again`,
    });
  throw unknown('measure', name, {names, where});
}

/** Each an arm, or an arm as it stands before the matrix, which stands for all its cells; several may be joined by commas. */
export function armsNamed({arms}: Known, wanted: readonly string[], where: string): string[] {
  const names = arms.map(({name}) => name);
  const cellsOf = (word: string) => (names.includes(word) ? [word] : arms.filter(({base}) => base === word).map(({name}) => name));
  // a name may have a comma in it
  const words = wanted.flatMap((word) => (cellsOf(word).length > 0 ? [word] : word.split(',').map((part) => part.trim())));
  const chosen = words.flatMap((word) => {
    const cells = cellsOf(word);
    if (cells.length === 0) throw unknown('arm', word, {names: [...new Set([...names, ...arms.flatMap(({base}) => base ?? [])])], where});
    return cells;
  });
  return names.filter((name) => chosen.includes(name));
}

export function bandNamed({name, bands = []}: ReportMeasure, band: string, where: string): string {
  if (bands.includes(band)) return band;
  if (bands.length === 0) throw new ConfigError(`${name} has no bands in this run`, {where, next: 'leave out --band'});
  throw unknown(`band of ${name}`, band, {names: bands, where});
}

const MOST_NAMED = 12;

function unknown(what: string, word: string, {names, where}: {names: readonly string[]; where: string}): ConfigError {
  const near = similarNames(word, names);
  const listed = names.slice(0, MOST_NAMED).join(', ');
  const all = `it has ${listed}${names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : ''}`;
  return new ConfigError(`the run has no ${what} ${JSON.stringify(word)}`, {
    where,
    next: near.length > 0 ? `did you mean ${near.join(' or ')}? ${all}` : all,
  });
}
