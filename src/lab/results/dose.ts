/**
 * The doses of an experiment whose matrix is one numeric path, and those of them at which its bound holds: of every base arm the smallest,
 * where more is better, the largest, where more is worse, and both ends where the curve turns.
 */
import {log, pow} from '../../core/math/index.ts';
import {cellName} from '../experiment/arm-names.ts';
import type {GenerationGate} from '../experiment/mitigation-schema.ts';
import type {Experiment} from '../experiment/schema.ts';
import {type Averaging, averagingOf, isNone, standIn} from './averaging.ts';
import {answerOf, type DoseAnswer, type DoseOptions} from './dose-answer.ts';
import {type Cell, measureKey} from './summary-cells.ts';

export type {DoseAnswer, DoseEnd} from './dose-answer.ts';

export interface DoseSummary {
  /** The path of the matrix, for instance `enrichment.share`. */
  readonly path: string;
  readonly bound: GenerationGate;
  readonly generation: number;
  /** By base arm. */
  readonly arms: Readonly<Record<string, DoseAnswer>>;
}

/** The doses of an experiment, ascending; undefined where its matrix is not one numeric path of at least three. */
export function dosesOf({matrix}: Pick<Experiment, 'matrix'>): {path: string; doses: readonly number[]} | undefined {
  const paths = Object.entries(matrix ?? {});
  if (paths.length !== 1) return undefined;
  const [[path, values]] = paths;
  const doses = values.filter((value) => typeof value === 'number');
  if (doses.length !== values.length || new Set(doses).size < 3) return undefined;
  return {path, doses: [...new Set(doses)].sort((a, b) => a - b)};
}

/** The name of an arm at a dose. */
export const armAtDose = (base: string, path: string, dose: number): string => `${base} ${cellName(path, dose)}`;

/** `last`: what the lineages of an arm show at the last generation. Undefined where the experiment has no bound, or no doses. */
export function doseOf(
  experiment: Pick<Experiment, 'arms' | 'matrix' | 'bound' | 'generations'>,
  last: (arm: string, key: string) => Cell | undefined,
): DoseSummary | undefined {
  const {bound, generations} = experiment;
  const found = dosesOf(experiment);
  if (!bound || !found) return undefined;
  const {path, doses} = found;
  const key = measureKey(bound.measure, bound.band);
  const arms = Object.keys(experiment.arms).map((base) => {
    const cells = doses.map((dose) => last(armAtDose(base, path, dose), key));
    return [base, answerOfCells(doses, cells, bound)] as const;
  });
  return {path, bound, generation: generations, arms: Object.fromEntries(arms)};
}

function answerOfCells(doses: readonly number[], cells: readonly (Cell | undefined)[], bound: GenerationGate): DoseAnswer {
  const averaging = averagingOf(bound.measure);
  const dead = doses.filter((_, d) => isShort(cells[d], averaging));
  if (dead.length > 0) return {reason: `lineages have no value at ${dead.join(', ')}, so there is no mean to hold against the bound`};
  const shown = cells.map((cell) => bySeed(cell!, averaging));
  const seeds = [...shown[0].keys()].filter((seed) => shown.every((own) => own.has(seed))).sort((a, b) => a - b);
  if (seeds.length === 0) return {reason: 'no lineage has a value at every dose'};
  const values = shown.map((own) => seeds.map((seed) => own.get(seed)!));
  return doseAnswer(doses, values, bound, {scale: averaging.scale});
}

const isShort = (cell: Cell | undefined, averaging: Averaging): boolean =>
  cell === undefined ||
  cell.seeds.length === 0 ||
  [...cell.reasons.keys()].some((seed) => !isNone(averaging, cell.gone?.has(seed) === true));

const bySeed = ({seeds, values, reasons}: Cell, averaging: Averaging): Map<number, number> =>
  new Map([
    ...seeds.map((seed, i) => [seed, values[i]] as const),
    ...[...reasons.keys()].map((seed) => [seed, standIn(averaging)!] as const),
  ]);

/** values[d][s]: of dose d and seed s at the last generation. */
export function doseAnswer(
  doses: readonly number[],
  values: readonly (readonly number[])[],
  {atLeast, atMost}: Pick<GenerationGate, 'atLeast' | 'atMost'>,
  {scale, ...options}: Pick<Averaging, 'scale'> & DoseOptions = {},
): DoseAnswer {
  const sign = atLeast === undefined ? -1 : 1;
  const on = scaled(scale, [atLeast ?? atMost!, ...values.flat()]);
  const wanted = sign * on(atLeast ?? atMost!);
  return answerOf({doses, values: values.map((own) => own.map((value) => sign * on(value))), wanted}, options);
}

/** Where a logarithm is not of positive numbers alone, the numbers themselves. */
function scaled(scale: Averaging['scale'], numbers: readonly number[]): (value: number) => number {
  if (scale === 'mass') return (value) => pow(2, value);
  return scale === 'log' && numbers.every((x) => x > 0) ? log : (value) => value;
}
