/**
 * Arms held against one of them, in words. Nothing is said to differ that Holm's p does not bear out, and no arm is called the best.
 */
import {listed} from '../../words.ts';
import type {Difference, ReportInput, ReportMeasure} from './input.ts';

/** Student's test of fewer pairs leans on the law of the numbers. */
const FEW_SEEDS = 5;
const LEVEL = 0.05;
const MOST_NAMED = 6;

export const isBorneOut = ({pHolm}: Difference): boolean => pHolm !== undefined && pHolm < LEVEL;

/** How the arms stand against one of them at the last generation: which are told apart from it, on which side, and which are not. */
export function apartStand(input: ReportInput, measure: ReportMeasure): string {
  const rows = plainRows(input, measure);
  const against = [...new Set(rows.map((row) => row.against))];
  if (against.length === 0) return '';
  if (against.length > 1) return againstMany(input, rows);
  const apart = rows.filter(isBorneOut);
  const chance = rows.filter((row) => row.difference !== undefined && !isBorneOut(row));
  const side = (sign: number) => apart.filter((row) => signOf(row) === sign);
  const parts = [
    ...(side(1).length > 0 ? [`above ${against[0]} beyond chance: ${namesOf(side(1))}`] : []),
    ...(side(-1).length > 0 ? [`below ${against[0]} beyond chance: ${namesOf(side(-1))}`] : []),
    ...(chance.length > 0 ? [`not told apart from ${against[0]} by ${whyNot(chance)}: ${namesOf(chance)}`] : []),
  ];
  return parts.map((part) => `${part.replace(/^[a-z]/, (first) => first.toUpperCase())}.`).join(' ');
}

/** Of a difference that there is. */
export const signOf = ({ratio, difference}: Difference): number => Math.sign(ratio === undefined ? difference! : ratio - 1);

const plainRows = (input: ReportInput, {name}: ReportMeasure): Difference[] =>
  (input.summary.differences ?? []).filter(({measure, band}) => measure === name && band === undefined);

/** By base arm, in how many cells of the matrix. */
function againstMany(input: ReportInput, rows: readonly Difference[]): string {
  const base = new Map(input.arms.map((arm) => [arm.name, arm.base ?? arm.name]));
  const baseOf = (arm: string) => base.get(arm) ?? arm;
  const bases = [...new Set(rows.map(({arm}) => baseOf(arm)))];
  const told = bases.slice(0, MOST_NAMED).map((base) => {
    const own = rows.filter(({arm}) => baseOf(arm) === base);
    const count = (side: number) => own.filter((row) => isBorneOut(row) && Math.sign(row.difference!) === side).length;
    const [higher, lower] = [count(1), count(-1)];
    return `${base} is higher in ${higher} of ${own.length} cells and lower in ${lower}`;
  });
  return `Against ${baseOf(rows[0].against)} in the same cell: ${told.join('; ')}; the others chance could have made.`;
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
