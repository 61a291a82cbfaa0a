/** `FIELD`, or `FIELD:day|month|year` of dates: what a value of the field is counted as. */
import {ConfigError} from '../core/error.ts';

export interface By {
  readonly field: string;
  readonly period?: Period;
}
export type Period = keyof typeof LENGTHS;

/** How many characters of an ISO date name the period. */
const LENGTHS = {year: 4, month: 7, day: 10} as const;
/** Throws ConfigError. */
export function parseBy(text: string, flag: string): By {
  const at = text.lastIndexOf(':');
  if (at < 0) return {field: text};
  const period = text.slice(at + 1);
  if (Object.hasOwn(LENGTHS, period)) return {field: text.slice(0, at), period: period as Period};
  throw new ConfigError(`${flag} ${text}: wanted a field, or a field of dates with :${Object.keys(LENGTHS).join(', :')}`, {
    next: `For instance ${flag} source, ${flag} date:month.`,
  });
}

/** The slice that a value belongs to. */
export function sliceName(value: string, period: Period | undefined): string {
  if (period === undefined) return value === '' ? '(none)' : value;
  const date = /^\d{4}(-\d{2}(-\d{2})?)?/.exec(value)?.[0] ?? '';
  return date.length >= LENGTHS[period] ? date.slice(0, LENGTHS[period]) : '(no date)';
}
