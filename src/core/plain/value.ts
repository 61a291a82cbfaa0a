/** Plain data: what JSON can say. Shown in messages whatever it holds. */

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether every object has something of this name, so that results by name would find that. */
export const isTaken = (name: string): boolean => name in {};

/** What JSON keeps of a value: nothing is shared with it. */
export const plainCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** A value as JSON, cut to `most` characters: a cycle, a gigabyte and no value at all are shown as well. */
export function shownValue(value: unknown, most = 60): string {
  const text = written(value, most + 1);
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}

/** At least the first `enough` characters. */
function written(value: unknown, enough: number): string {
  if (typeof value === 'string') return JSON.stringify(value.length > enough ? value.slice(0, enough) : value);
  if (!isObject(value)) return String(value);
  const list = Array.isArray(value);
  let text = list ? '[' : '{';
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (text.length > 1) text += ',';
    if (!list) text += `${written(key, enough - text.length)}:`;
    if (text.length < enough) text += written(value[key], enough - text.length);
    if (text.length >= enough) return text;
  }
  return text + (list ? ']' : '}');
}
