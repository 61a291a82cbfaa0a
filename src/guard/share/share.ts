/**
 * The share of synthetic sentences in a candidate corpus, between a human and a synthetic reference.
 *
 *   learn      classifiers of documents and of sentences, cross-fitted over the references            references.ts
 *   validate   nine estimators on known mixtures of held-out references, of documents and of sentences mixtures.ts, choice.ts
 *   ask        the candidate how synthetic text lies in it                                              arrangement.ts
 *   answer     the chosen estimator's curve, inverted, with an interval                                 curve.ts
 *   doubt      references too small or too alike, a candidate that is no mixture of them                here, fit.ts, novelty.ts
 *
 * Refuses to judge single documents: an estimate of a population says nothing sure about any of its members.
 *
 * checked  bench/share-curve.ts: how far off answers are, and how often intervals hold the truth (docs/share.md); test/share.test.ts: each doubt
 */

import {exp} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {counted} from '../../core/text/numbers.ts';
import {type ArrangementFit, fitArrangement} from './arrangement.ts';
import {chooseEstimator, validationOf} from './choice.ts';
import {type Curve, curveOf, invert, type ShareInterval} from './curve.ts';
import {candidateAuc} from './fit.ts';
import {
  CERTAIN,
  DECISIVE,
  DRIFTING_AUC,
  FOREIGN_AUC,
  FOREIGN_NOVELTY,
  IMPLAUSIBLE,
  LEAST_DEVIATION,
  LEAST_REFERENCE_DOCUMENTS,
  LEAST_REFERENCE_SENTENCES,
  MOST_LENGTH_RATIO,
  PRIOR,
  TOO_ALIKE,
  TOO_WIDE,
} from './limits.ts';
import {allUnits, DOCUMENT_ESTIMATORS, ESTIMATORS, estimateShare, type MeasuredUnits, spreadOfUnits} from './measured.ts';
import {ARRANGEMENTS, type Arrangement, type DrawSize, type Pools, poolsOf, runTrials, TRUTHS} from './mixtures.ts';
import type {NoveltyLaw} from './novelty.ts';
import type {References} from './references.ts';
import type {ArrangementReport, CurvePoint, DomainReport, EstimatorReport, ShareVerdict} from './report.ts';
import type {SentenceCorpus} from './sentences.ts';

/** Chosen for the cost: truths and draws on which estimators are chosen, and draws at each truth that a curve is made of. */
const VALIDATION_TRUTHS = [0, 0.05, 0.1, 0.2, 0.5, 0.8, 1];
const VALIDATION_REPEATS = 30;
const CURVE_REPEATS = 160;

export interface Candidate {
  readonly measured: MeasuredUnits;
  /** Mean novelty of its documents. */
  readonly novelty: number;
  /** Some of its documents, for the test of the domain. */
  readonly sample: SentenceCorpus;
}

/** All that was learned about one question; the estimators of slices reuse it. */
export interface Judgement extends ShareVerdict {
  readonly arrangement: Arrangement;
  readonly estimator: number;
  readonly pools: Pools;
  readonly arrangements: readonly ArrangementReport[];
  readonly estimators: readonly EstimatorReport[];
  readonly curve: readonly CurvePoint[];
  readonly choice: string;
  readonly domain: DomainReport;
  readonly notes: readonly string[];
}

/** Why references of these sizes cannot be learned from, or undefined. */
export function tooSmall(name: string, {documents, sentences}: {documents: number; sentences: number}): string | undefined {
  if (documents >= LEAST_REFERENCE_DOCUMENTS && sentences >= LEAST_REFERENCE_SENTENCES) return undefined;
  const has = `${counted(documents, 'document')} with ${counted(sentences, 'sentence')}`;
  return `the ${name} reference has ${has}; at least ${LEAST_REFERENCE_DOCUMENTS} documents and ${LEAST_REFERENCE_SENTENCES} sentences are needed, a hundred documents are better`;
}

export function judgeShare(stream: Stream, references: References, candidate: Candidate, law: NoveltyLaw): Judgement {
  const pools = poolsOf(stream.fork('pools'), references);
  const {measured} = candidate;
  const all = allUnits(measured);
  const size = drawSizeOf(measured, all);
  const lengths = lengthRatio(measured, pools.pure);
  const sameLengths = lengths <= MOST_LENGTH_RATIO && lengths >= 1 / MOST_LENGTH_RATIO;
  const chosen = chooseEstimators(stream.fork('validation'), pools, size, sameLengths);
  const answers = ARRANGEMENTS.map((arrangement) =>
    answerUnder({arrangement, pools, measured, all, size, chosen, stream: stream.fork('curves')}),
  );
  const decided = decide(widened(answers));
  const domain = domainOf(references, candidate, law, {share: decided.interval.share, stream: stream.fork('domain')});
  const notes = [...chosen.notes, ...decided.notes, ...domainNotes(domain)];
  return {
    ...verdictOf(decided, chosen.errors[decided.arrangement], domain),
    ...{pools, notes, domain, arrangement: decided.arrangement, estimator: decided.estimator},
    arrangements: answers.map((answer) => ({
      ...{arrangement: answer.arrangement, estimator: ESTIMATORS[answer.estimator], ...answer.interval},
      ...{distance: answer.fit.distance, plausible: decided.plausible.includes(answer.arrangement), curve: pointsOf(answer.curve)},
    })),
    estimators: ESTIMATORS.map((estimator, e) => ({
      ...{estimator, estimate: estimateShare(measured, all, e)},
      ...{documents: chosen.validations.documents[e], sentences: chosen.validations.sentences[e]},
    })),
    curve: pointsOf(decided.curve),
    choice: choiceInWords(decided, chosen),
  };
}

interface ChosenEstimators {
  /** The number of the estimator for either arrangement. */
  readonly documents: number;
  readonly sentences: number;
  readonly validations: Record<Arrangement, readonly {error: number; bias: number}[]>;
  readonly errors: Record<Arrangement, number>;
  readonly notes: readonly string[];
}

const OF_DOCUMENTS = ESTIMATORS.map((_, e) => e).slice(0, DOCUMENT_ESTIMATORS);
const OF_SENTENCES = ESTIMATORS.map((_, e) => e).slice(DOCUMENT_ESTIMATORS);

/** Estimators of documents may be chosen for mixtures of documents only, and only where the candidate's documents are as long as the references'. */
function chooseEstimators(stream: Stream, pools: Pools, size: DrawSize, sameLengths: boolean): ChosenEstimators {
  const every = ESTIMATORS.map((_, e) => e);
  const options = {truths: VALIDATION_TRUTHS, repeats: VALIDATION_REPEATS, size, stream};
  const trials = {documents: runTrials(pools, 'documents', every, options), sentences: runTrials(pools, 'sentences', every, options)};
  const validations = {documents: validationOf(trials.documents), sentences: validationOf(trials.sentences)};
  const ofDocuments = chooseEstimator(trials.documents, sameLengths ? OF_DOCUMENTS : OF_SENTENCES);
  const ofSentences = chooseEstimator(trials.sentences, OF_SENTENCES);
  const notes = sameLengths
    ? []
    : ['The documents of the candidate are not as long as those of the references, so that only estimators of sentences are used.'];
  return {
    ...{documents: ofDocuments, sentences: ofSentences, validations, notes},
    errors: {documents: validations.documents[ofDocuments].error, sentences: validations.sentences[ofSentences].error},
  };
}

interface Answer {
  readonly arrangement: Arrangement;
  readonly estimator: number;
  readonly curve: Curve;
  readonly interval: ShareInterval;
  /** What the estimator of sentences says under this arrangement. */
  readonly ofSentences: ShareInterval;
  readonly fit: ArrangementFit;
}

interface Question {
  readonly arrangement: Arrangement;
  readonly pools: Pools;
  readonly measured: MeasuredUnits;
  readonly all: Uint32Array;
  readonly size: DrawSize;
  readonly chosen: ChosenEstimators;
  readonly stream: Stream;
}

function answerUnder({arrangement, pools, measured, all, size, chosen, stream}: Question): Answer {
  const pair = [chosen.documents, chosen.sentences];
  const trials = runTrials(pools, arrangement, pair, {truths: TRUTHS, repeats: CURVE_REPEATS, size, stream});
  const raw = pair.map((e) => estimateShare(measured, all, e));
  const own = arrangement === 'documents' ? 0 : 1;
  const part = referencePart(pools, size);
  const curve = curveOf(trials, own, part);
  const fit = fitArrangement(arrangement, trials, [raw[0], raw[1], spreadOfUnits(measured, all)]);
  const ofSentences = invert(curveOf(trials, 1, part), raw[1]);
  return {arrangement, estimator: pair[own], curve, interval: invert(curve, raw[own]), ofSentences, fit};
}

/** The references' part in the errors' variance: m / (m + n), for m units of the candidate and n of either reference. */
export function referencePart({pure}: Pools, {units}: DrawSize): number {
  return units / (units + pure.units / 2);
}

/** How many units, and how many of them a document, about. */
export function drawSizeOf({group}: MeasuredUnits, chosen: Uint32Array): DrawSize {
  let documents = 0;
  for (let i = 0; i < chosen.length; i++) if (i === 0 || group[chosen[i]] !== group[chosen[i - 1]]) documents++;
  return {units: chosen.length, perDocument: chosen.length / Math.max(1, documents)};
}

interface Decided {
  readonly arrangement: Arrangement;
  readonly estimator: number;
  readonly curve: Curve;
  readonly interval: ShareInterval;
  readonly plausible: readonly Arrangement[];
  readonly notes: readonly string[];
}

/** The errors of planted sentences are drawn sentence by sentence; people differ document by document, so the wider of both holds. */
function widened([byDocuments, bySentences]: readonly Answer[]): Answer[] {
  const {share, low, high} = bySentences.interval;
  const wider = {share, low: Math.min(low, byDocuments.ofSentences.low), high: Math.max(high, byDocuments.ofSentences.high)};
  return [byDocuments, {...bySentences, interval: wider}];
}

/**
 * Whole documents, unless the candidate speaks against them. Where both arrangements stay plausible, the share lies between their
 * answers by the chance of each, and the interval covers both.
 */
function decide([byDocuments, bySentences]: readonly Answer[]): Decided {
  const lead = byDocuments.fit.fit - bySentences.fit.fit;
  const planted = 1 / (1 + exp(lead + PRIOR));
  const neither = Math.min(byDocuments.fit.distance, bySentences.fit.distance) > IMPLAUSIBLE;
  const plausible: Arrangement[] = [];
  if (planted < CERTAIN || neither) plausible.push('documents');
  if (lead < DECISIVE || neither) plausible.push('sentences');
  const chosen = planted > 0.5 ? bySentences : byDocuments;
  const covered = [byDocuments, bySentences].filter(({arrangement}) => plausible.includes(arrangement));
  const part = covered.length === 2 ? planted : chosen === bySentences ? 1 : 0;
  const interval = {
    share: (1 - part) * byDocuments.interval.share + part * bySentences.interval.share,
    low: Math.min(...covered.map((answer) => answer.interval.low)),
    high: Math.max(...covered.map((answer) => answer.interval.high)),
  };
  const notes = neither
    ? [
        'The candidate looks neither like whole synthetic documents among human ones nor like evenly planted sentences; the interval covers both.',
      ]
    : [];
  return {arrangement: chosen.arrangement, estimator: chosen.estimator, curve: chosen.curve, interval, plausible, notes};
}

function domainOf(
  references: References,
  {novelty, sample}: Candidate,
  {means, deviation}: NoveltyLaw,
  {share, stream}: {share: number; stream: Stream},
): DomainReport {
  const auc = candidateAuc(stream, references, sample, share);
  return {...(auc === undefined ? {} : {auc}), novelty: {candidate: novelty, human: means[0], synthetic: means[1], deviation}};
}

/** How many deviations of single documents the candidate's novelty lies above the more novel reference. */
export function noveltyExcess({novelty}: DomainReport): number {
  return (novelty.candidate - Math.max(novelty.human, novelty.synthetic)) / Math.max(novelty.deviation, LEAST_DEVIATION);
}

function domainNotes(domain: DomainReport): string[] {
  const {auc = 0.5} = domain;
  if (auc < DRIFTING_AUC || auc > FOREIGN_AUC) return [];
  return [
    `A classifier tells the candidate's sentences from the references' with AUC ${auc.toFixed(2)}: the estimate may be off by more than the interval says.`,
  ];
}

function verdictOf({interval, arrangement}: Decided, error: number, domain: DomainReport): ShareVerdict {
  const reason = doubt(interval, arrangement, {error, domain});
  if (reason !== undefined) return {low: 0, high: 1, verdict: 'inconclusive', reason};
  return {...interval, verdict: 'estimate'};
}

function doubt({low, high}: ShareInterval, arrangement: Arrangement, {error, domain}: {error: number; domain: DomainReport}) {
  const {novelty, auc} = domain;
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const foreign = auc !== undefined && auc > FOREIGN_AUC;
  if (foreign || noveltyExcess(domain) > FOREIGN_NOVELTY) {
    const words = `${percent(novelty.candidate)} of its words are not in the references (there ${percent(novelty.human)} and ${percent(novelty.synthetic)})`;
    const told = auc === undefined ? '' : ` and a classifier tells its sentences from theirs with AUC ${auc.toFixed(2)} (0.5: not at all)`;
    return `the candidate is no mixture of the two references: ${words}${told}; take references of the candidate's domain`;
  }
  if (error > TOO_ALIKE)
    return `the references are too alike, or too small for how alike they are: on known mixtures of their own ${arrangement} the best estimator is off by ${error.toFixed(3)} on average (at most ${TOO_ALIKE} is needed); take larger references, or others`;
  if (high - low > TOO_WIDE)
    return `the interval from ${low.toFixed(2)} to ${high.toFixed(2)} says too little: the candidate or the references are too small`;
  return undefined;
}

function pointsOf({truths, mean, low, high}: Curve): CurvePoint[] {
  return truths.map((truth, g) => ({truth, estimate: mean[g], low: low[g], high: high[g]}));
}

function choiceInWords({arrangement, estimator}: Decided, {validations}: ChosenEstimators): string {
  const lies =
    arrangement === 'documents'
      ? 'whole documents are synthetic or human'
      : 'synthetic sentences stand in human documents, or the other way round';
  const {error} = validations[arrangement][estimator];
  return `The candidate looks as if ${lies}. On known mixtures of that kind, made of held-out references, ${ESTIMATORS[estimator]} is off by ${error.toFixed(3)} on average: no more than a standard error above the best.`;
}

/** Mean sentences a unit of the candidate over the references'. */
function lengthRatio(candidate: MeasuredUnits, references: MeasuredUnits): number {
  const length = ({sentences, units}: MeasuredUnits) => sentences.reduce((sum, n) => sum + n, 0) / units;
  return length(candidate) / length(references);
}
