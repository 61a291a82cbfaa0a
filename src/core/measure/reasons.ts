/** Why a measure has no value, where code goes by it. */

/** A sample without a record, or without a word. */
export const NOTHING_PRODUCED = 'nothing was produced';
