/** A candidate that stands in its own reference: whatever holds of one holds of the other, so that no gate shows anything. */

/** Why a check of it cannot tell; also what tells such a report from others. */
export const WITHIN = {
  same: 'the reference is the candidate itself: a corpus held against itself shows nothing',
  part: 'all documents of the candidate are in the reference too: text held against itself shows nothing',
} as const;

/** Chosen: where samples of documents alone are compared, so many have to be there. At 95% in common it is one case in 170. */
export const LEAST_SAMPLED = 100;

export const isWithin = (reason: string): boolean => reason === WITHIN.same || reason === WITHIN.part;
