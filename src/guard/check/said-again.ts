/**
 * What a text says again most often: the longest run of words around its most frequent 4-gram that comes as often.
 *
 *   a b c d a b c d a b c d     a b c d, 3 times
 *   ha ha ha ha ha              ha, 5 times
 *
 * shape    words: (n,), as they are compared -> the place of the first, its length in words, and how often it comes without overlap
 * edge     undefined where no 4-gram comes twice; of equals the first
 * cost     O(n) look-ups, and O(length * times) to make it longer
 */

/** As of `repetition`. */
const GRAM = 4;

export interface SaidAgain {
  /** In words. */
  readonly from: number;
  readonly length: number;
  readonly times: number;
}

export function saidAgain(words: readonly string[]): SaidAgain | undefined {
  const at = mostFrequent(words);
  if (at === undefined) return undefined;
  const period = Math.min(...at.slice(1).map((place, i) => place - at[i]));
  let [from, length] = [0, Math.min(GRAM, period)];
  const isAlike = (offset: number) =>
    at.every((place) => words[place + offset] !== undefined && words[place + offset] === words[at[0] + offset]);
  while (length < period && isAlike(from + length)) length++;
  while (length < period && isAlike(from - 1)) {
    from--;
    length++;
  }
  return {from: at[0] + from, length, times: timesOf(words, at[0] + from, length)};
}

/** Where the 4-gram stands that comes most often. */
function mostFrequent(words: readonly string[]): number[] | undefined {
  const places = new Map<string, number[]>();
  for (let i = 0; i + GRAM <= words.length; i++) {
    const gram = words.slice(i, i + GRAM).join('\n');
    const known = places.get(gram);
    if (known === undefined) places.set(gram, [i]);
    else known.push(i);
  }
  const most = [...places.values()].reduce<number[]>((best, one) => (one.length > best.length ? one : best), []);
  return most.length > 1 ? most : undefined;
}

function timesOf(words: readonly string[], from: number, length: number): number {
  let times = 0;
  for (let i = 0; i + length <= words.length; ) {
    let same = 0;
    while (same < length && words[i + same] === words[from + same]) same++;
    if (same === length) times++;
    i += same === length ? length : 1;
  }
  return times;
}
