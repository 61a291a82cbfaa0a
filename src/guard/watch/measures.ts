/**
 * What a watch can measure, and on which side of normal a change for the worse lies: that of the bound of a default gate where there is one,
 * else the side to which a collapsing model moves it.
 *
 * checked  with a text that loses its rare words (measures.test.ts)
 */
import {DEFAULT_GATES} from '../check/gates.ts';

/** 1: larger is worse. Both: neither way is better, and each is a stream of its own with half of the stake. */
export type BadSide = 1 | -1 | 'both';

const OTHER_SIDES: Readonly<Record<string, BadSide>> = {
  'tail.mass': -1,
  entropy: -1,
  giniSimpson: -1,
  support: -1,
  js: 1,
  tv: 1,
  kl: 1,
  zipf: -1,
  'distinct.2': -1,
  'distinct.4': -1,
  'distinct.5': -1,
  heaps: -1,
  'compression.document': 1,
  'duplicates.paragraphs': 1,
  'duplicates.sentences': 1,
  words: 'both',
};

const SIDES: ReadonlyMap<string, BadSide> = new Map([
  ...DEFAULT_GATES.map(({measure, side}): [string, BadSide] => [measure, side === 'atLeast' ? -1 : 1]),
  ...Object.entries(OTHER_SIDES),
]);

/** Measures of a check that have a value without a band. */
export const WATCH_MEASURES: readonly string[] = [...SIDES.keys()];
export const DEFAULT_MEASURES: readonly string[] = DEFAULT_GATES.map(({measure}) => measure);

/** Of one of WATCH_MEASURES. */
export const badSideOf = (measure: string): BadSide => SIDES.get(measure)!;

/** The measure of another subject: what a period has beyond what the reference shows of itself. */
export const NOVELTY = 'novelty';
/** The same in every domain: they speak for damage where the subject changed too. */
export const ANY_DOMAIN: ReadonlySet<string> = new Set(['duplicates.exact', 'duplicates.near']);
