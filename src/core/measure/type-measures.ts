/**
 * Measures of types, each with how it is read: a candidate's weights against a reference.
 *
 * A measure that is added here is one of the lab's, of categories and of text, and is documented.
 */
import {DomainError} from '../error.ts';
import {entropyBits, giniSimpson, jensenShannonBits, klBits, totalVariation} from '../stats/divergence.ts';
import {goodTuringUnseenMass} from '../stats/intervals.ts';
import {calibration} from './calibration.ts';
import type {SampleMeasure} from './entry.ts';
import {type Reading, reading} from './estimate.ts';
import {named} from './named.ts';
import {ANY, FROM_0, FROM_1, SHARE} from './range.ts';
import {NOTHING_PRODUCED} from './reasons.ts';
import {massOn, retention} from './tail.ts';
import {FREQUENT_SHARE, type TypeCandidate, type TypeReference} from './type-reference.ts';
import {proportions, support, type TypeWeights, totalWeight} from './types.ts';
import {zipfExponent} from './zipf.ts';

export interface TypeMeasure extends SampleMeasure {
  readonly types: (reference: TypeReference, candidate: TypeCandidate) => Reading[];
}

const NO_SAMPLE = 'it is read from a sample’s counts, and there is no sample';

export const typeMeasures: readonly TypeMeasure[] = [
  {
    name: 'support',
    title: 'Types still produced',
    unit: 'types',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'What is lost under replace never comes back: the count can only fall.',
    source: 'Dohmatob et al., ICML 2024',
    range: FROM_1,
    size: 'as drawn',
    types: (_, {weights}) => [{measure: 'support', value: support(weights)}],
  },
  {
    name: 'entropy',
    title: 'Entropy of types',
    unit: 'bits',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'Falls slowly while the tail goes, since the tail holds little mass.',
    source: 'Shannon, BSTJ 27, 1948',
    range: FROM_0,
    size: 'as drawn',
    types: (_, {weights}) => [{measure: 'entropy', value: entropyBits(proportions(weights))}],
  },
  {
    name: 'giniSimpson',
    title: 'Gini-Simpson diversity',
    unit: 'probability',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'The chance that two draws differ; under replace it shrinks to 1 - 1/n of itself a generation.',
    source: 'Simpson, Nature 163, 1949',
    range: SHARE,
    size: 'as drawn',
    types: (_, {weights}) => [{measure: 'giniSimpson', value: giniSimpson(proportions(weights))}],
  },
  {
    name: 'kl',
    title: 'Kullback-Leibler divergence from the reference',
    unit: 'bits',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption:
      'Of the model to the reference, one direction: how surprised the reference is by what the model produces. What the model has lost costs nothing in it; `js` and `tv` see that too.',
    source: 'Kullback and Leibler, Ann. Math. Stat. 22, 1951',
    range: FROM_0,
    types: measureKl,
  },
  {
    name: 'js',
    title: 'Jensen-Shannon divergence',
    unit: 'bits, 0 to 1',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption: 'How well one draw tells the model from the reference; finite even where types are lost.',
    source: 'Lin, IEEE Trans. Inf. Theory 37(1), 1991',
    range: SHARE,
    types: (reference, {weights}) => [{measure: 'js', value: jensenShannonBits(...sides(reference, weights))}],
  },
  {
    name: 'tv',
    title: 'Total variation',
    unit: 'probability',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption: 'The mass that would have to move to turn one distribution into the other.',
    source: 'half the sum of absolute differences',
    range: SHARE,
    types: (reference, {weights}) => [{measure: 'tv', value: totalVariation(...sides(reference, weights))}],
  },
  {
    name: 'tail.retention',
    title: 'Rare types still produced',
    unit: 'share',
    on: ['categories', 'text'],
    from: 'sample',
    bands: 'reference count',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'Tail retention: of the rarest types (of text: the rare words), which together hold 10% of the reference, the share that still occurs. Early collapse.',
    source: 'loss of the tail: Shumailov et al., Nature 631, 2024',
    range: SHARE,
    categories: 'drawn, against the training set',
    types: measureRetention,
  },
  {
    name: 'tail.mass',
    title: 'Probability of the rare types',
    unit: 'probability',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'The reference has 0.1 by definition; below it, improbable events are underestimated.',
    source: 'loss of the tail: Shumailov et al., Nature 631, 2024',
    range: SHARE,
    categories: 'drawn, against the training set',
    types: ({rare}, {weights}) => [{measure: 'tail.mass', value: massOn(rare, weights)}],
  },
  {
    name: 'head.inflation',
    title: 'Inflation of the frequent types',
    unit: 'ratio',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'Above 1 the most frequent types, half of the reference, have become more probable still.',
    source: 'Shumailov et al., Nature 631, 2024',
    range: {least: 0, most: 1 / FREQUENT_SHARE},
    categories: 'drawn, against the training set',
    types: ({frequent}, {weights}) => [{measure: 'head.inflation', value: massOn(frequent, weights) / FREQUENT_SHARE}],
  },
  {
    name: 'lostMass',
    title: 'Probability of what is lost',
    unit: 'probability',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    floor: true,
    caption:
      'The reference’s probability of types that no longer occur, which is the error of a model that knows only what it has seen. Of categories the true probability of those that the model gives none; of text that of the training set’s words which a sample of its size lacks.',
    source: 'Dohmatob et al., ICML 2024, E_test',
    range: SHARE,
    types: measureLostMass,
  },
  {
    name: 'calibration',
    title: 'Over- and underestimated events',
    unit: 'bits',
    on: ['categories', 'text'],
    from: 'sample',
    bands: 'reference probability',
    whole: false,
    better: 'near reference',
    scale: 'mass',
    lost: 'low',
    caption:
      'The mean mass over lineages beside the reference’s. Where models are drawn more sharply than they were fitted, probable events are overestimated and improbable ones underestimated: the line tilts about 0 as generations pass. Counts that are drawn as they are keep a mean of 0 in every band, whatever becomes of single lineages: most lose their rare bands, a few overestimate them.',
    source: 'Shumailov et al., arXiv 2305.17493, 2023',
    range: ANY,
    categories: 'drawn, against the training set',
    types: (reference, {weights}) => calibration(reference.calibrationBands, reference.weights, weights),
  },
  {
    name: 'unseen',
    title: 'Probability of types not seen yet',
    unit: 'probability',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption:
      'How much of the next sample would be new, estimated from the types that occur once (Good and Turing), though the model itself may know better. It falls as the vocabulary closes.',
    source: 'Good, Biometrika 40, 1953',
    range: SHARE,
    categories: 'drawn',
    types: (_, {counts}) => [reading('unseen', counts && goodTuringUnseenMass(counts), NO_SAMPLE)],
  },
  {
    name: 'zipf',
    title: 'Exponent of type counts',
    unit: '',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'The exponent of how many types occur f times; it falls as types that occur once disappear.',
    source: 'Clauset et al., SIAM Review 51(4), 2009',
    range: FROM_1,
    categories: 'drawn',
    types: (_, {counts}) => [reading('zipf', counts && zipfExponent(counts), counts ? 'no type occurs twice' : NO_SAMPLE)],
  },
];

/** Names that `measureTypes` answers. */
export const TYPE_MEASURES: ReadonlySet<string> = new Set(typeMeasures.map(({name}) => name));

/** Readings of the named measures, in the order of `names`, bands rare to frequent. Throws ConfigError on another name. */
export function measureTypes(reference: TypeReference, candidate: TypeCandidate, names: readonly string[]): Reading[] {
  return measureTypesBy(named(typeMeasures, names), reference, candidate);
}

/** Readings of some measures, in their order. */
export function measureTypesBy(measures: readonly TypeMeasure[], reference: TypeReference, candidate: TypeCandidate): Reading[] {
  if (candidate.weights.length < reference.weights.length) {
    throw new DomainError(`the candidate numbers ${candidate.weights.length} types, the reference ${reference.weights.length}`);
  }
  const empty = !(totalWeight(candidate.weights) > 0);
  return measures.flatMap(({name, types}) => (empty ? [{measure: name, reason: NOTHING_PRODUCED}] : types(reference, candidate)));
}

/** Candidate, reference: proportions of one length. */
function sides(reference: TypeReference, candidate: TypeWeights): [Float64Array, Float64Array] {
  return [proportions(candidate), proportions(reference.weights, candidate.length)];
}

/** Of the candidate to the reference, as in Ferbach et al. 2024: finite while the candidate only loses types. */
function measureKl(reference: TypeReference, {weights}: TypeCandidate): Reading[] {
  const [p, q] = sides(reference, weights);
  let foreign = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0 && q[i] === 0) foreign++;
  if (foreign > 0) return [{measure: 'kl', reason: `infinite: the candidate has ${foreign} types that the reference lacks`}];
  return [{measure: 'kl', value: klBits(p, q)}];
}

function measureLostMass(reference: TypeReference, {weights}: TypeCandidate): Reading[] {
  const p = proportions(reference.weights);
  let lost = 0;
  for (let i = p.length - 1; i >= 0; i--) if (weights[i] === 0) lost += p[i];
  return [{measure: 'lostMass', value: Math.min(1, lost)}];
}

/** The rare set as a whole, then of each band of the reference the share of its types that occurs. */
function measureRetention({rare, retentionBands: {names, of}}: TypeReference, {weights}: TypeCandidate): Reading[] {
  const types = new Float64Array(names.length);
  const kept = new Float64Array(names.length);
  for (let i = 0; i < of.length; i++) {
    if (of[i] < 0) continue;
    types[of[i]]++;
    if (weights[i] > 0) kept[of[i]]++;
  }
  const measure = 'tail.retention';
  return [{measure, value: retention(rare, weights)}, ...names.map((band, i) => ({measure, band, value: kept[i] / types[i]}))];
}
