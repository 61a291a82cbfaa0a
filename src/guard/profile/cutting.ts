/** How the text of a profile was cut into words and sentences: words that were cut otherwise are other words. */
import {DataError} from '../../core/error.ts';
import {BY_DICTIONARY} from '../../core/text/cutting.ts';
import type {Language} from '../../core/text/language.ts';
import {UNICODE_VERSION} from '../../core/text/unicode/properties.ts';

export interface Cutting {
  /** The version of Unicode that letters, case, normal form and ends of sentences are of. */
  readonly unicode: string;
  /** How runs of letters without spaces between words are cut. */
  readonly rule: string;
  /** The language whose case was folded; absent: any but those of core/text/language.ts. */
  readonly language?: Language;
}

/** As this version of genloss cuts. */
export const cuttingOf = (language?: Language): Cutting => ({
  unicode: UNICODE_VERSION,
  rule: BY_DICTIONARY.rule,
  ...(language !== undefined && {language}),
});

interface Cut {
  readonly cutting: Cutting;
}

/** Throws DataError where the words of two profiles cannot be compared; `names`: of the two, for the message. */
export function requireCutAlike(a: Cut, b: Cut, names: readonly [string, string] = ['one', 'the other']): void {
  if (a.cutting.language === b.cutting.language) return;
  const made = ({cutting: {language}}: Cut): string => (language === undefined ? 'without --language' : `with --language ${language}`);
  throw new DataError(`the words of ${names[0]} were counted ${made(a)}, those of ${names[1]} ${made(b)}`, {
    next: 'Make both with the same --language.',
  });
}
