/** Spans of time as a person writes them: `30m`, `36h`, `7d`, `2w`. */

const SECONDS: Readonly<Record<string, number>> = {s: 1, m: 60, h: 3600, d: 86_400, w: 604_800};

/** What a message says is wanted. */
export const TIME_SPAN = 'a time such as 30m, 36h, 7d or 2w';

/** In seconds, more than 0; undefined for anything else. */
export function timeSpanSeconds(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/.exec(text.trim()) ?? [];
  const seconds = unit === undefined ? 0 : Number(count) * SECONDS[unit];
  return seconds > 0 ? seconds : undefined;
}
