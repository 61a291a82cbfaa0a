/** `--by FIELD`, or `--by FIELD:day|month|year` for dates: the slices of a candidate. */
import {ConfigError} from '../../core/error.ts';
import type {MeasuredPart} from '../../guard/share/candidate.ts';
import type {Slice} from '../../guard/share/slices.ts';
import type {FieldColumn} from './candidate.ts';

export interface By {
  readonly field: string;
  readonly period?: Period;
}
type Period = keyof typeof LENGTHS;

/** How many characters of an ISO date name the period. */
const LENGTHS = {year: 4, month: 7, day: 10} as const;
const MOST_SLICES = 200;

/** Throws ConfigError. */
export function parseBy(text: string): By {
  const at = text.lastIndexOf(':');
  if (at < 0) return {field: text};
  const period = text.slice(at + 1);
  if (period in LENGTHS) return {field: text.slice(0, at), period: period as Period};
  throw new ConfigError(`--by ${text}: wanted a field, or a field of dates with :${Object.keys(LENGTHS).join(', :')}`, {
    next: 'For instance --by source, --by date:month.',
  });
}

/** Slices of one field, dates in order, others by size; the 200 largest. Documents without a value, or without a date, are one slice. */
export function slicesBy({field, period}: By, {values, codes}: FieldColumn, {measured, novelty}: MeasuredPart): Slice[] {
  const names = values.map((value) => nameOf(value, period));
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

function nameOf(value: string, period: Period | undefined): string {
  if (period === undefined) return value === '' ? '(none)' : value;
  const date = /^\d{4}(-\d{2}(-\d{2})?)?/.exec(value)?.[0] ?? '';
  return date.length >= LENGTHS[period] ? date.slice(0, LENGTHS[period]) : '(no date)';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
