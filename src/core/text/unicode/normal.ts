/**
 * Normalization Form C of code points: canonical decomposition, marks in order, composition.
 *
 * domain   code points; numbers below 0 stand for what is none (bytes that are not UTF-8) and stay as they are
 * source   Unicode Standard Annex #15; Hangul: the Unicode Standard, 3.12
 * checked  against String.prototype.normalize where the engine has the same version of Unicode, and the NormalizationTest of the database
 */
import {combiningClassOf, decompositions} from './properties.ts';

const SYLLABLES = 0xac00;
const LEADING = 0x1100;
const VOWELS = 0x1161;
/** One before the first trailing consonant. */
const TRAILING = 0x11a7;
const VOWEL_COUNT = 21;
const TRAILING_COUNT = 28;
const SYLLABLE_COUNT = 19 * VOWEL_COUNT * TRAILING_COUNT;

let made: Map<number, number> | undefined;

/** What pairs of code points make, by first * 2^21 + second. */
function compositions(): ReadonlyMap<number, number> {
  if (made !== undefined) return made;
  made = new Map();
  for (const [composed, {first, second, excluded}] of decompositions()) {
    if (second !== undefined && !excluded) made.set(first * 0x20_0000 + second, composed);
  }
  return made;
}

/** The firsts and the seconds of all pairs that compose, Hangul's too. */
export function composing(): {readonly firsts: ReadonlySet<number>; readonly seconds: ReadonlySet<number>} {
  const firsts = new Set<number>();
  const seconds = new Set<number>();
  for (const {first, second, excluded} of decompositions().values()) {
    if (second === undefined || excluded) continue;
    firsts.add(first);
    seconds.add(second);
  }
  for (let i = 0; i < 19; i++) firsts.add(LEADING + i);
  for (let i = 0; i < SYLLABLE_COUNT; i += TRAILING_COUNT) firsts.add(SYLLABLES + i);
  for (let i = 0; i < VOWEL_COUNT; i++) seconds.add(VOWELS + i);
  for (let i = 1; i < TRAILING_COUNT; i++) seconds.add(TRAILING + i);
  return {firsts, seconds};
}

/** Whether NFC never has it: NFC_QC = No. */
export function neverInNfc(codePoint: number): boolean {
  return decompositions().get(codePoint)?.excluded ?? false;
}

function decompose(codePoint: number, into: number[]): void {
  const syllable = codePoint - SYLLABLES;
  if (syllable >= 0 && syllable < SYLLABLE_COUNT) {
    const trailing = syllable % TRAILING_COUNT;
    into.push(LEADING + Math.floor(syllable / (VOWEL_COUNT * TRAILING_COUNT)));
    into.push(VOWELS + Math.floor((syllable % (VOWEL_COUNT * TRAILING_COUNT)) / TRAILING_COUNT));
    if (trailing > 0) into.push(TRAILING + trailing);
    return;
  }
  const parts = decompositions().get(codePoint);
  if (parts === undefined) {
    into.push(codePoint);
    return;
  }
  decompose(parts.first, into);
  if (parts.second !== undefined) decompose(parts.second, into);
}

/** What two code points make in NFC, if they make one. */
export function compose(first: number, second: number): number | undefined {
  const vowel = second - VOWELS;
  const leading = first - LEADING;
  if (leading >= 0 && leading < 19 && vowel >= 0 && vowel < VOWEL_COUNT)
    return SYLLABLES + (leading * VOWEL_COUNT + vowel) * TRAILING_COUNT;
  const syllable = first - SYLLABLES;
  const trailing = second - TRAILING;
  if (syllable >= 0 && syllable < SYLLABLE_COUNT && syllable % TRAILING_COUNT === 0 && trailing > 0 && trailing < TRAILING_COUNT)
    return first + trailing;
  return compositions().get(first * 0x20_0000 + second);
}

const classOf = (codePoint: number): number => (codePoint < 0x300 ? 0 : combiningClassOf(codePoint));

export function toNfc(codePoints: readonly number[]): number[] {
  const parts: number[] = [];
  for (const codePoint of codePoints) {
    if (codePoint < 0) parts.push(codePoint);
    else decompose(codePoint, parts);
  }
  const classes = parts.map(classOf);
  order(parts, classes);
  return composed(parts, classes);
}

/** Sorts each run of marks by class, marks of one class as they stand. */
function order(parts: number[], classes: number[]): void {
  for (let from = 0; from < parts.length; from++) {
    if (classes[from] === 0) continue;
    let to = from + 1;
    let sorted = true;
    for (; to < parts.length && classes[to] > 0; to++) sorted &&= classes[to - 1] <= classes[to];
    if (!sorted) orderRun(parts, classes, from, to);
    from = to;
  }
}

function orderRun(parts: number[], classes: number[], from: number, to: number): void {
  const places = Array.from({length: to - from}, (_, i) => from + i).sort((a, b) => classes[a] - classes[b]);
  const [marks, own] = [parts, classes].map((list) => places.map((place) => list[place]));
  for (let i = 0; i < places.length; i++) [parts[from + i], classes[from + i]] = [marks[i], own[i]];
}

function composed(parts: readonly number[], classes: readonly number[]): number[] {
  const out: number[] = [];
  let starter = -1;
  let last = 0;
  for (let i = 0; i < parts.length; i++) {
    const adjacent = starter === out.length - 1;
    if (starter >= 0 && (adjacent || last < classes[i])) {
      const made = compose(out[starter], parts[i]);
      if (made !== undefined) {
        out[starter] = made;
        continue;
      }
    }
    if (classes[i] === 0) starter = out.length;
    last = classes[i];
    out.push(parts[i]);
  }
  return out;
}
