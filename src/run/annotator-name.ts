/** What somebody who judges may be called: the name that stands in judgements.jsonl. Pure: the command line and the page hold to the same. */
import {ConfigError} from '../core/error.ts';
import {normalized} from '../core/text/normal.ts';
import {HIDDEN, visible} from '../core/text/plain.ts';

export const MOST_OF_NAME = 100;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NEXT = `give a name of 1 to ${MOST_OF_NAME} characters, on one line`;
/** Ends of lines that are no control characters. */
const LINE_ENDS = /[\u2028\u2029]/u;

/**
 * The name, without blanks around it and as one form of Unicode (NFC). `where`: who gave it. Throws ConfigError where nothing is left, or it is
 * too long, or holds what cannot be seen.
 */
export function annotatorName(given: string, {where}: {readonly where?: string} = {}): string {
  const trimmed = given.trim();
  const hidden = hiddenIn(trimmed);
  const name = hidden ? trimmed : inNormalForm(trimmed).trim();
  const problem = hidden ?? sizeProblem(name);
  if (problem !== undefined) throw new ConfigError(`no name of somebody who judges: ${problem}`, {where, next: NEXT});
  return name;
}

/** Before anything is done with it: lone surrogates have no bytes. */
const hiddenIn = (name: string): string | undefined =>
  name.search(HIDDEN) >= 0 || LINE_ENDS.test(name) ? `${JSON.stringify(visible(name))} has in it what cannot be seen` : undefined;

function inNormalForm(text: string): string {
  const bytes = encoder.encode(text);
  return decoder.decode(normalized(bytes, 0, bytes.length));
}

function sizeProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  const length = [...name].length;
  return length > MOST_OF_NAME ? `it has ${length} characters, and at most ${MOST_OF_NAME} are wanted` : undefined;
}
