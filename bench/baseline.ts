/** Cases beside those of an earlier run: which fell. By the ratio to the peer where both have one, since it moves less than the figure itself. */
import type {Case} from './case.ts';

/** A change below this is the noise of a machine that does nothing else: repeated runs of the suites differed by up to a tenth. */
export const TOLERANCE = 0.15;

export interface Change {
  readonly case: string;
  readonly peer?: string;
  readonly by: 'ratio' | 'value';
  readonly before: number;
  readonly now: number;
  /** How much better it is now, as a factor: below 1 it fell. */
  readonly factor: number;
}

const nameOf = ({case: name, peer}: Case): string => `${name}\n${peer ?? ''}`;

const lessIsBetter = ({case: name, unit}: Case): boolean => `${name} ${unit}`.includes('less is better');

/** Of the cases that both runs have, in their order. */
export function changesSince(earlier: readonly Case[], cases: readonly Case[]): Change[] {
  const known = new Map(earlier.map((before) => [nameOf(before), before]));
  return cases.flatMap((now) => {
    const before = known.get(nameOf(now));
    if (before === undefined) return [];
    const by = before.ratio !== undefined && now.ratio !== undefined ? 'ratio' : 'value';
    const factor = lessIsBetter(now) ? before[by]! / now[by]! : now[by]! / before[by]!;
    return [{case: now.case, ...(now.peer !== undefined && {peer: now.peer}), by, before: before[by]!, now: now[by]!, factor}];
  });
}

export const fell = (changes: readonly Change[], tolerance: number = TOLERANCE): Change[] =>
  changes.filter(({factor}) => factor < 1 - tolerance);

/** Of the earlier run what the present one lacks: what is not measured cannot be seen to fall. */
export function missingSince(earlier: readonly Case[], cases: readonly Case[]): Case[] {
  const names = new Set(cases.map(nameOf));
  return earlier.filter((before) => !names.has(nameOf(before)));
}
