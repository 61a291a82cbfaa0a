/** JSON read so that it can be written again as it was: numbers keep the digits they are written with. */

/** Deeper records are not read so: how deep a reviver and JSON.stringify get depends on the thread's stack. */
const DEEPEST = 1000;

/** JSON.parse, but numbers keep the digits they are written with. Undefined where it nests deeper than 1000 levels. */
export function parseExactly(text: string): unknown {
  const {parse, rawJSON} = JSON as unknown as {
    parse(text: string, revive: (key: string, value: unknown, context: {source: string}) => unknown): unknown;
    rawJSON(source: string): unknown;
  };
  if (nests(text, DEEPEST)) return undefined;
  return parse(text, (_, value, {source}) => (typeof value === 'number' ? rawJSON(source) : value));
}

/** Whether brackets outside of strings are open more than `most` deep. */
function nests(text: string, most: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34) for (i++; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++;
    if (c === 123 || c === 91) {
      if (++depth > most) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}
