/**
 * The numbers by which `share` doubts. docs/share.md names those that a user meets; a test holds the page to them.
 *
 * All but IMPLAUSIBLE were chosen, and the verdicts and the figures of docs/share.md depend on them. Two were set after five of the 20 splits of
 * essays had been seen that the page reports ("How exact it is"); which two was not written down.
 */
/** The smallest reference that is learned from, a side: below it a calibration rests on a handful of documents. */
export const LEAST_REFERENCE_DOCUMENTS = 20;
export const LEAST_REFERENCE_SENTENCES = 200;
/** Mean error on known mixtures of the references' own text, above which the answer would be little but noise: of essays it is .01 to .03. */
export const TOO_ALIKE = 0.1;
/** Width of an interval that leaves more open than it says: more than half of what is possible. */
export const TOO_WIDE = 0.6;
/** AUC above which a candidate's sentences are not the references'. From .7 on the estimate may drift, which is noted. */
export const FOREIGN_AUC = 0.85;
export const DRIFTING_AUC = 0.7;
/** Standard deviations of a document by which the candidate's mean novelty may exceed the references'; these are at least LEAST_DEVIATION. */
export const FOREIGN_NOVELTY = 3;
export const LEAST_DEVIATION = 0.005;
/** How much longer or shorter documents may be than the references', and estimators of documents still be used. */
export const MOST_LENGTH_RATIO = 2.5;
/** Log-odds for whole documents before the candidate is asked: a thousand to one. */
export const PRIOR = 7;
/** Log-likelihood by which documents rule out planted sentences, and the chance of planted sentences that rules out documents: about twelve and thirty to one. */
export const DECISIVE = 2.5;
export const CERTAIN = 0.97;
/** Chi-square with 3 degrees of freedom: one in a thousand is further away. */
export const IMPLAUSIBLE = 16.27;
