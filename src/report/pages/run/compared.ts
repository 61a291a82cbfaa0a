/**
 * Arms held against one of them, in words. Nothing is said to differ that Holm's p does not bear out, and no arm is called the best.
 *
 *   apart     Holm's p bears it out
 *   alike     every pair differs by the same amount: there is no spread to judge by, so that chance is not spoken of
 *   untold    the rest of what there is a difference of: chance could have made it
 *   without   lineages have no value, so that there is no difference
 */
import {readableNumber} from '../../../core/text/numbers.ts';
import {listed} from '../../words.ts';
import type {Difference, ReportInput, ReportMeasure} from './input.ts';

/** Student's test of fewer pairs leans on the law of the numbers. */
const FEW_SEEDS = 5;
const LEVEL = 0.05;
const MOST_NAMED = 6;

export type Standing = 'apart' | 'alike' | 'untold' | 'without';

export const isBorneOut = ({pHolm}: Difference): boolean => pHolm !== undefined && pHolm < LEVEL;

export function pairsStand(row: Difference): Standing {
  if (row.difference === undefined) return 'without';
  if (isBorneOut(row)) return 'apart';
  const [low, high] = row.ratio === undefined ? [row.low, row.high] : [row.ratioLow, row.ratioHigh];
  return row.n > 1 && row.pHolm === undefined && low !== undefined && low === high ? 'alike' : 'untold';
}

/** How the arms stand against one of them at the last generation: which are told apart from it, on which side, and which are not. */
export function apartStand(input: ReportInput, measure: ReportMeasure): string {
  const rows = plainRows(input, measure);
  const against = [...new Set(rows.map((row) => row.against))];
  if (against.length === 0) return '';
  if (against.length > 1) return againstMany(input, rows);
  const apart = rows.filter(isBorneOut);
  const side = (sign: number) => apart.filter((row) => signOf(row) === sign);
  const parts = [
    ...(side(1).length > 0 ? [`Above ${against[0]} beyond chance: ${namesOf(side(1))}.`] : []),
    ...(side(-1).length > 0 ? [`Below ${against[0]} beyond chance: ${namesOf(side(-1))}.`] : []),
    ...restStand(rows),
  ];
  return parts.join(' ');
}

/** Of arms held against one: those that are not told apart from it, in sentences that say why. */
export function restStand(rows: readonly Difference[]): string[] {
  const of = (standing: Standing) => rows.filter((row) => pairsStand(row) === standing);
  const [alike, untold] = [of('alike'), of('untold')];
  const same = alike.filter((row) => signOf(row) === 0);
  const shifted = alike.filter((row) => signOf(row) !== 0);
  const {against} = rows[0];
  return [
    ...(shifted.length > 0 ? [`Apart from ${against} by the same amount in every pair of lineages: ${shiftsOf(shifted)}.`] : []),
    ...(same.length > 0 ? [`The same as ${against} in every pair of lineages: ${namesOf(same)}.`] : []),
    ...(untold.length > 0 ? [`Not told apart from ${against} by ${whyNot(untold)}: ${namesOf(untold)}.`] : []),
    ...withoutStand(of('without'), `Not held against ${against}`),
  ];
}

/** A sentence for each reason why there is no difference. */
function withoutStand(rows: readonly Difference[], start: string): string[] {
  const reasons = [...new Set(rows.map(({reason}) => reason ?? ''))];
  return reasons.map((reason) => {
    const own = rows.filter((row) => (row.reason ?? '') === reason);
    return `${start}${reason === '' ? '' : `, for some lineages have no value (${reason})`}: ${namesOf(own)}.`;
  });
}

/** Each with how far it is apart: `half +0.500`, of ratios `half \u00d72`. */
function shiftsOf(rows: readonly Difference[]): string {
  const told = rows.slice(0, MOST_NAMED).map(({arm, ratio, difference}) => {
    if (ratio !== undefined) return `${arm} \u00d7${readableNumber(ratio)}`;
    return `${arm} ${difference! > 0 ? '+' : ''}${readableNumber(difference!)}`;
  });
  return listed([...told, ...(rows.length > MOST_NAMED ? [`${rows.length - MOST_NAMED} more arms`] : [])]);
}

/** Of a difference that there is. */
export const signOf = ({ratio, difference}: Difference): number => Math.sign(ratio === undefined ? difference! : ratio - 1);

const plainRows = (input: ReportInput, {name}: ReportMeasure): Difference[] =>
  (input.summary.differences ?? []).filter(({measure, band}) => measure === name && band === undefined);

/** By base arm, in how many cells of the matrix; what is nowhere is not told. */
function againstMany(input: ReportInput, rows: readonly Difference[]): string {
  const base = new Map(input.arms.map((arm) => [arm.name, arm.base ?? arm.name]));
  const baseOf = (arm: string) => base.get(arm) ?? arm;
  const bases = [...new Set(rows.map(({arm}) => baseOf(arm)))];
  const told = bases.slice(0, MOST_NAMED).map((base) => `${base} is ${cellsStand(rows.filter(({arm}) => baseOf(arm) === base))}`);
  return `Against ${baseOf(rows[0].against)} in the same cell: ${told.join('; ')}.`;
}

function cellsStand(rows: readonly Difference[]): string {
  const of = (standing: Standing, sign?: number) =>
    rows.filter((row) => pairsStand(row) === standing && (sign === undefined || signOf(row) === sign));
  const without = of('without');
  const [reason] = without.flatMap((row) => row.reason ?? []);
  const kinds: (readonly [words: string, cells: number, why?: string])[] = [
    ['higher beyond chance in', of('apart', 1).length],
    ['lower beyond chance in', of('apart', -1).length],
    ['higher by the same amount in every pair in', of('alike', 1).length],
    ['lower by the same amount in every pair in', of('alike', -1).length],
    ['the same in every pair in', of('alike', 0).length],
    ['not told apart in', of('untold').length],
    ['without a difference in', without.length, reason],
  ];
  const known = kinds.filter(([, cells]) => cells > 0);
  const [, , why] = known[known.length - 1];
  return `${listed(known.map(([words, cells]) => `${words} ${cells}`))} of ${rows.length} cells${why === undefined ? '' : `, for lineages there have no value (${why})`}`;
}

const namesOf = (rows: readonly Difference[]): string =>
  rows.length > MOST_NAMED ? `${rows.length} arms` : listed(rows.map(({arm}) => arm));

const whyNot = (rows: readonly Difference[]): string => {
  const most = Math.max(...rows.map(({n}) => n));
  return most === 1 ? 'one seed' : `${most} seeds`;
};

/** What so few seeds cannot say; empty where they are not few. */
export function seedsNote(seeds: number): string {
  if (seeds === 1) return 'One seed: nothing here can be told from chance.';
  return seeds < FEW_SEEDS
    ? `${seeds} seeds are few: intervals are wide, small differences stay unseen, and the test leans on values that are about normal.`
    : '';
}
