/** When a period begins, by its name: dates are taken as they are written, in UTC. Names that hold no date have no time. */
import type {Step} from '../../../guard/watch/definition.ts';

export interface PeriodTime {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly step: Step;
}

const FORMS: readonly {readonly step: Step; readonly form: RegExp; readonly first: (parts: readonly string[]) => string}[] = [
  {step: 'day', form: /^(\d{4})-(\d\d)-(\d\d)$/, first: ([year, month, day]) => `${year}-${month}-${day}`},
  {step: 'month', form: /^(\d{4})-(\d\d)$/, first: ([year, month]) => `${year}-${month}-01`},
  {step: 'year', form: /^(\d{4})$/, first: ([year]) => `${year}-01-01`},
  {step: 'decade', form: /^(\d{3}0)s$/, first: ([year]) => `${year}-01-01`},
];

/** Undefined where the name is none of `2026-01-05`, `2026-W02`, `2026-01`, `2026`, `2020s`. */
export function periodTime(name: string): PeriodTime | undefined {
  for (const {step, form, first} of FORMS) {
    const found = form.exec(name);
    if (found) return timeOf(step, midnight(first(found.slice(1))));
  }
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  return year === undefined ? undefined : timeOf('week', weekStart(year, Number(week)));
}

const timeOf = (step: Step, start: number | undefined): PeriodTime | undefined => (start === undefined ? undefined : {step, start});

/** Undefined where the calendar has no such day. */
function midnight(date: string): number | undefined {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date) ? time : undefined;
}

const DAY = 86_400_000;

/** ISO 8601: weeks begin on Monday, and the first holds January 4. */
function weekStart(year: string, week: number): number | undefined {
  const fourth = Date.parse(`${year}-01-04T00:00:00Z`);
  const start = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (week - 1) * 7 * DAY;
  const thursday = new Date(start + 3 * DAY);
  return week >= 1 && thursday.getUTCFullYear() === Number(year) ? start : undefined;
}
