/** Gates that the data cannot be judged by: where the sides are of other domains, or their documents of too unlike lengths. */
import type {Check, DomainTest} from '../check-report.ts';
import {type Profile, totalOf} from '../profile/profile.ts';
import type {Comparison} from './comparison.ts';

/**
 * Of another domain nothing is passed, and nothing failed but loops that no domain has: they make their own few words frequent, which reads
 * as another domain. Where the domain is near the bound nothing else fails but repeated records, which are the same in every domain.
 */
export function underDomain(checks: readonly Check[], domain: DomainTest): Check[] {
  if (domain.verdict === 'same') return [...checks];
  if (domain.verdict === 'other')
    return checks.map((one) => (isLooping(one) ? one : open(one, 'the candidate is of another domain than the reference')));
  return checks.map((one) =>
    one.verdict === 'fail' && !ANY_DOMAIN.has(one.measure) && !isLooping(one)
      ? open(one, 'on the bad side, but the candidate may be of another domain than the reference')
      : one,
  );
}

const open = (one: Check, reason: string): Check => ({...one, verdict: 'inconclusive', reason});

/** Chosen far above what was seen of people: of speeches of 8,000 words .02 of their four-word sequences are repeated, of plays and articles less. */
const LOOPS = 0.4;

const isLooping = ({measure, verdict, low}: Check): boolean => measure === 'repetition' && verdict === 'fail' && low! >= LOOPS;

/** Documents of one side that have so many times the words of the other's. Chosen: repetition within documents grows with their length. */
export const UNLIKE_LENGTHS = 4;

/** How many times as many words as the reference's the candidate's documents have; below 1 where they are shorter. */
export function lengthsOf({reference, candidate}: Comparison): {times: number; candidate: number; reference: number} {
  const mean = (profile: Profile): number => totalOf(profile, 'words') / Math.max(1, totalOf(profile, 'documents'));
  const [ofCandidate, ofReference] = [mean(candidate), mean(reference)];
  return {times: ofCandidate / Math.max(1, ofReference), candidate: ofCandidate, reference: ofReference};
}

/** What a document repeats of itself says nothing where those of one side are far longer. */
export function underLengths(checks: readonly Check[], comparison: Comparison): Check[] {
  const {times} = lengthsOf(comparison);
  const idle = times > UNLIKE_LENGTHS ? 'fail' : times < 1 / UNLIKE_LENGTHS ? 'pass' : undefined;
  return checks.map((one) =>
    one.measure === 'repetition' && one.verdict === idle && !isLooping(one)
      ? open(
          one,
          `documents of the two sides are of too unlike lengths: ${times > 1 ? 'longer' : 'shorter'} ones repeat ${times > 1 ? 'more' : 'less'} of themselves`,
        )
      : one,
  );
}

const ANY_DOMAIN: ReadonlySet<string> = new Set(['duplicates.exact', 'duplicates.near']);
