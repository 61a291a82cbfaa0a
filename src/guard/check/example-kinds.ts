/** Which examples speak for a measure: what is looked for where its gate did not hold, and on which side. */
import type {Check} from '../check-report.ts';

/** On the candidate's side, but for `rare`, whose places are the reference's. */
export type ExampleKind = 'copies' | 'alike' | 'loops' | 'sentences' | 'frequent' | 'short' | 'long' | 'rare';

const KINDS: Readonly<Record<string, ExampleKind>> = {
  'duplicates.exact': 'copies',
  'duplicates.near': 'alike',
  'duplicates.paragraphs': 'sentences',
  'duplicates.sentences': 'sentences',
  repetition: 'loops',
  'compression.document': 'loops',
  selfRepetition: 'sentences',
  'head.inflation': 'frequent',
};

/** What is looked for where a gate of this measure did not hold. */
export function exampleKindOf({measure, bound}: Pick<Check, 'measure' | 'bound'>): ExampleKind {
  if (measure === 'words') return bound.atLeast === undefined ? 'long' : 'short';
  if (/^distinct\.[2-9]$/.test(measure)) return 'sentences';
  return KINDS[measure] ?? 'rare';
}

/** The gates that want examples: all that did not pass. */
export const openChecks = (checks: readonly Check[]): Check[] => checks.filter(({verdict}) => verdict !== 'pass');
