/**
 * What a pass over text asks of a code point, in 32 bits: pages of 256 code points, made when first needed.
 *
 *   in words     bits 0-20 its lower case, 21-26 its script (index into SCRIPTS, plus 1; of marks the rank of the combining class), ODD, and
 *                MARK, FIRST, UNSPACED_LETTER, MAYBE
 *   outside      bits 0-20 are 0; bit 21 FIRST_SYMBOL, ODD, and in bits 28-30 its kind, INVISIBLE .. SYMBOL of unicode/classes.ts
 *
 * ODD marks what a plain pass must look at closer: marks (they may be out of order, or compose), letters whose lower case depends on their
 * place or is several code points, what is never in NFC, soft hyphens.
 */
import type {Language} from './language.ts';
import {DIGIT, FIRST_SCRIPT, MARK_CLASS, UNSPACED} from './unicode/classes.ts';
import {composing, neverInNfc} from './unicode/normal.ts';
import {COMBINING_CLASS_LIST, classOf, combiningClassOf, decompositions, lowerOf} from './unicode/properties.ts';

export const LOWER_MASK = 0x1fffff;
export const FIELD_SHIFT = 21;
export const SCRIPT_MASK = 0x1f;
export const RANK_MASK = 0x3f;
/** Of letters in place of the highest bit of the field: never in NFC. */
export const DENORMAL = 1 << 26;
export const ODD = 1 << 27;
export const MARK = 1 << 28;
/** What may compose with a mark behind it: the first of a pair, itself or in lower case, or what was made of one. */
export const FIRST = 1 << 29;
/** Of a script that is written without spaces. */
export const UNSPACED_LETTER = 1 << 30;
/** The second of a pair that composes. */
export const MAYBE = 1 << 31;
/** Outside words. */
export const FIRST_SYMBOL = 1 << 21;
export const KIND_SHIFT = 28;
export const KIND_MASK = 7;

const CAPITAL_SIGMA = 0x3a3;
const CAPITAL_I_WITH_DOT = 0x130;
export const SOFT_HYPHEN = 0xad;

const pages: Record<'' | Language, (Uint32Array | undefined)[]> = {'': [], tr: [], az: []};
let pairs: ReturnType<typeof composing> | undefined;
let ranks: ReadonlyMap<number, number> | undefined;

/** What a pure function gives, so sharing it is not state. */
export function letterPage(page: number, language?: Language): Uint32Array {
  return (pages[language ?? ''][page] ??= makePage(page, language));
}

export function letterOf(codePoint: number, language?: Language): number {
  return letterPage(codePoint >> 8, language)[codePoint & 255];
}

function makePage(page: number, language?: Language): Uint32Array {
  pairs ??= composing();
  return Uint32Array.from({length: 256}, (_, i) => packed(page * 256 + i, language));
}

function packed(codePoint: number, language?: Language): number {
  const of = classOf(codePoint);
  const {seconds} = pairs!;
  if (of < DIGIT) {
    const odd = codePoint === SOFT_HYPHEN || neverInNfc(codePoint);
    return (of << KIND_SHIFT) | (odd ? ODD : 0) | (mayCompose(codePoint) ? FIRST_SYMBOL : 0);
  }
  const {lower, special} = lowerCaseOf(codePoint, language);
  const denormal = neverInNfc(codePoint);
  const common = lower | (mayCompose(codePoint) || mayCompose(lower) ? FIRST : 0) | (seconds.has(codePoint) ? MAYBE : 0);
  if (of === MARK_CLASS && !denormal) return common | (rankOf(codePoint) << FIELD_SHIFT) | MARK | ODD;
  const script = of - FIRST_SCRIPT;
  const odd = special || denormal || seconds.has(codePoint);
  const field = script < 0 ? 0 : (script + 1) << FIELD_SHIFT;
  return common | field | (denormal ? DENORMAL : 0) | (odd ? ODD : 0) | (UNSPACED.has(script) ? UNSPACED_LETTER : 0);
}

/** Lower case as one code point; special where the whole word must be looked at. */
export function lowerCaseOf(codePoint: number, language?: Language): {lower: number; special: boolean} {
  if (language !== undefined && codePoint === 0x49) return {lower: 0x131, special: false};
  if (codePoint === CAPITAL_I_WITH_DOT) return language === undefined ? {lower: codePoint, special: true} : {lower: 0x69, special: false};
  return {lower: codePoint === CAPITAL_SIGMA ? codePoint : lowerOf(codePoint), special: codePoint === CAPITAL_SIGMA};
}

const mayCompose = (codePoint: number): boolean => pairs!.firsts.has(codePoint) || decompositions().has(codePoint);

/** 1, 2, ... by combining class; 0 of class 0. */
function rankOf(mark: number): number {
  ranks ??= new Map(COMBINING_CLASS_LIST().map((value, i) => [value, i + 1]));
  return ranks.get(combiningClassOf(mark)) ?? 0;
}
