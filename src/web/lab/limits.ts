/**
 * What a text may be before it is parsed at all, whoever wrote it: an address can hold anything. The bounds are far beyond any experiment.
 */
import {ConfigError} from '../../core/error.ts';

/** Bytes of UTF-8. */
export const LONGEST_TEXT = 256 * 1024;
const DEEPEST = 64;
const MOST_ALIASES = 100;

/** Throws ConfigError with the place. */
export function refuseUnbounded(text: string): void {
  if (text.length > LONGEST_TEXT || new TextEncoder().encode(text).length > LONGEST_TEXT)
    throw refusal(text, Math.min(text.length, LONGEST_TEXT), `longer than ${LONGEST_TEXT / 1024} KiB`);
  const deep = deepestAt(text);
  if (deep !== undefined) throw refusal(text, deep, `nested more than ${DEEPEST} deep`);
  let aliases = 0;
  for (const {index} of text.matchAll(/(?<=^|[\s,[{])\*[^\s,[\]{}]/g))
    if (++aliases > MOST_ALIASES) throw refusal(text, index, `more than ${MOST_ALIASES} aliases`);
}

function refusal(text: string, at: number, what: string): ConfigError {
  const before = text.slice(0, at).split('\n');
  const [line, column] = [before.length, before[before.length - 1].length + 1];
  const message = `the text is ${what}`;
  return new ConfigError(message, {
    where: `experiment.yaml:${line}:${column}`,
    next: 'run it on the command line: genloss run experiment.yaml',
    problems: [{line, column, path: [], message}],
  });
}

/**
 * Where brackets, dashes or indents are first too deep. Counts what stands in quotes and comments too: a text that is refused for that alone
 * has more brackets than anybody writes.
 */
function deepestAt(text: string): number | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return i;
  }
  for (const {0: head, index} of text.matchAll(/^[ \t]*(?:[-?:][ \t]+)*/gm)) if (head.length > 4 * DEEPEST) return index;
  return undefined;
}
