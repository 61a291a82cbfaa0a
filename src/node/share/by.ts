/** The slices of a candidate by the values of a field, or by the periods of a field of dates. */
import type {MeasuredPart} from '../../guard/share/candidate.ts';
import type {Slice} from '../../guard/share/slices.ts';
import {type By, sliceName} from '../slice-name.ts';
import type {FieldColumn} from './candidate.ts';

const MOST_SLICES = 200;

/** Slices of one field, dates in order, others by size; the 200 largest. Documents without a value, or without a date, are one slice. */
export function slicesBy({field, period}: By, {values, codes}: FieldColumn, {measured, novelty}: MeasuredPart): Slice[] {
  const names = values.map((value) => sliceName(value, period));
  const units = new Map<string, number[]>();
  for (let u = 0; u < measured.units; u++) {
    const name = names[codes[measured.group[u]]];
    const list = units.get(name);
    if (list === undefined) units.set(name, [u]);
    else list.push(u);
  }
  const by = period === undefined ? field : `${field}:${period}`;
  const slices = [...units].map(([value, list]) => ({
    ...{by, value, units: Uint32Array.from(list), documents: new Set(list.map((u) => measured.group[u])).size},
    novelty: list.reduce((sum, u) => sum + novelty[u], 0) / list.length,
  }));
  const largest = slices.sort((a, b) => b.units.length - a.units.length || compare(a.value, b.value)).slice(0, MOST_SLICES);
  return period === undefined ? largest : largest.sort((a, b) => compare(a.value, b.value));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
