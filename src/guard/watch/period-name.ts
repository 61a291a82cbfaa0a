/**
 * Names of periods: of the date as it is written, in the time zone that it is written in.
 *
 *   day 2026-01-05   week 2026-W02 (ISO 8601)   month 2026-01   year 2026   decade 2020s
 *
 * edge     a date begins with YYYY-MM-DD, YYYY/MM/DD or YYYYMMDD; a month needs YYYY-MM of it, a year and a decade YYYY. Anything else is none
 * checked  weeks against the examples of ISO 8601 (period-name.test.ts)
 */
import type {PeriodStep} from './definition.ts';

export type {PeriodStep} from './definition.ts';

const DAY_SECONDS = 86_400;
const DATE = /^\s*(\d{4})(?:([-/.]?)(\d\d)(?:\2(\d\d))?)?(?![\d/.-])/;

/** The period of a date; undefined where the text is no date that names one. */
export function periodOf(text: string, step: PeriodStep): string | undefined {
  const [, year, separator, month, day] = DATE.exec(text) ?? [];
  if (year === undefined || (separator === '' && month !== undefined && day === undefined)) return undefined;
  if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 12)) return undefined;
  if (day !== undefined && !(Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month)))) return undefined;
  if (step === 'decade') return `${year.slice(0, 3)}0s`;
  if (step === 'year') return year;
  if (month === undefined) return undefined;
  if (step === 'month') return `${year}-${month}`;
  if (day === undefined) return undefined;
  return step === 'day' ? `${year}-${month}-${day}` : weekOf(dayNumber(Number(year), Number(month), Number(day)));
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysOf = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];

/** Days since 1970-01-01, of the Gregorian calendar carried back. */
function dayNumber(year: number, month: number, day: number): number {
  const years = year - 1;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  let days = 365 * years + leaps + day - 1;
  for (let m = 1; m < month; m++) days += daysOf(year, m);
  return days - 719_162;
}

function dateOf(days: number): {year: number; month: number; day: number} {
  let year = 1970 + Math.floor(days / 365.2425);
  while (dayNumber(year, 1, 1) > days) year--;
  while (dayNumber(year + 1, 1, 1) <= days) year++;
  let month = 1;
  while (month < 12 && dayNumber(year, month + 1, 1) <= days) month++;
  return {year, month, day: days - dayNumber(year, month, 1) + 1};
}

/** The first day of a week is a Monday, which 1969-12-29 was; the year is that of its Thursday. */
function weekOf(days: number): string {
  const thursday = days - ((((days + 3) % 7) + 7) % 7) + 3;
  const {year} = dateOf(thursday);
  return `${padded(year, 4)}-W${padded(1 + Math.floor((thursday - dayNumber(year, 1, 1)) / 7), 2)}`;
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

const FORMS: readonly {readonly step: PeriodStep; readonly form: RegExp}[] = [
  {step: 'day', form: /^(\d{4})-(\d\d)-(\d\d)$/},
  {step: 'week', form: /^(\d{4})-W(\d\d)$/},
  {step: 'month', form: /^(\d{4})-(\d\d)$/},
  {step: 'year', form: /^(\d{4})$/},
  {step: 'decade', form: /^(\d{3}0)s$/},
];

/** What a name says of itself; undefined where it is no date. */
function partsOf(name: string): {readonly step: PeriodStep; readonly firstDay: number} | undefined {
  for (const {step, form} of FORMS) {
    const match = form.exec(name);
    if (match === null) continue;
    const [year, second = 1, third = 1] = match.slice(1).map(Number);
    if (step === 'week') {
      const monday = dayNumber(year, 1, 4) - ((dayNumber(year, 1, 4) + 3) % 7) + 7 * (second - 1);
      return weekOf(monday) === name ? {step, firstDay: monday} : undefined;
    }
    const written = step === 'decade' ? `${year}` : name;
    return periodOf(written, step) === name ? {step, firstDay: dayNumber(year, second, third)} : undefined;
  }
  return undefined;
}

/** The step of a name that is a date; undefined of any other. */
export const periodStepOf = (name: string): PeriodStep | undefined => partsOf(name)?.step;

/** When a period begins, in seconds since 1970-01-01T00:00:00Z as if its dates were of UTC; undefined where its name is no date. */
export function periodStart(name: string): number | undefined {
  const parts = partsOf(name);
  return parts && parts.firstDay * DAY_SECONDS;
}

/** The period after one that is a date. */
function nextPeriod(name: string): string | undefined {
  const parts = partsOf(name);
  if (parts === undefined) return undefined;
  const {step, firstDay} = parts;
  const {year, month} = dateOf(firstDay);
  if (step === 'day' || step === 'week') {
    const {year: y, month: m, day: d} = dateOf(firstDay + 1);
    return step === 'day' ? `${padded(y, 4)}-${padded(m, 2)}-${padded(d, 2)}` : weekOf(firstDay + 7);
  }
  if (step === 'month') return month === 12 ? `${padded(year + 1, 4)}-01` : `${padded(year, 4)}-${padded(month + 1, 2)}`;
  return step === 'year' ? padded(year + 1, 4) : `${padded(year + 10, 4)}s`;
}

/** Of sorted names that are dates of one length, by name those that are missing just before it; at most `most` of all. */
export function missingPeriods(names: readonly string[], most: number): Map<string, string[]> {
  const steps = new Set(names.map(periodStepOf));
  const missing = new Map<string, string[]>();
  if (steps.size !== 1 || steps.has(undefined)) return missing;
  let left = most;
  for (let i = 1; i < names.length && left > 0; i++) {
    const before: string[] = [];
    for (let next = nextPeriod(names[i - 1]); next !== undefined && next < names[i] && left > 0; next = nextPeriod(next), left--)
      before.push(next);
    if (before.length > 0) missing.set(names[i], before);
  }
  return missing;
}

/** Two names that stand the other way round by the numbers in them than by their characters, which is how they are ordered. */
export function disorderedNumbers(sorted: readonly string[]): readonly [string, string] | undefined {
  for (let i = 1; i < sorted.length; i++) if (byNumbers(sorted[i - 1], sorted[i]) > 0) return [sorted[i - 1], sorted[i]];
  return undefined;
}

/** Runs of digits by their value, all else by code units. */
function byNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    const numbers = /^\d/.test(left[i]) && /^\d/.test(right[i]);
    const difference = numbers ? Number(left[i]) - Number(right[i]) : 0;
    return difference !== 0 ? difference : left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}
