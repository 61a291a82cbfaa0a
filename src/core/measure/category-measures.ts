/** Measures of categories alone: a model's exact probabilities, beside the world's or beside what was drawn from it. */
import {klBits} from '../stats/divergence.ts';
import type {Reading} from './estimate.ts';
import {FROM_0, SHARE} from './range.ts';
import type {TypeMeasure} from './type-measures.ts';
import type {TypeCandidate, TypeReference} from './type-reference.ts';
import {proportions} from './types.ts';

export const categoryMeasures: readonly TypeMeasure[] = [
  {
    name: 'kl.forward',
    title: 'Kullback-Leibler divergence of the truth to the model',
    unit: 'bits',
    on: ['categories'],
    from: 'model',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption:
      'The other direction of kl: how surprised the model is by the truth, which a fit by maximum likelihood makes least. Infinite as soon as one true category is lost.',
    source: 'Kullback and Leibler, Ann. Math. Stat. 22, 1951',
    range: FROM_0,
    types: measureForward,
  },
  {
    name: 'unseen.exact',
    title: 'True probability of categories not seen yet',
    unit: 'probability',
    on: ['categories'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption:
      'The model’s own probability of categories that its sample lacks: what unseen (Good-Turing) estimates from the sample alone. It falls as the model closes.',
    source: 'the missing mass: Good, Biometrika 40, 1953',
    range: SHARE,
    categories: 'law and drawn',
    types: measureUnseen,
  },
];

function measureForward({weights}: TypeReference, candidate: TypeCandidate): Reading[] {
  const [p, q] = [proportions(weights), proportions(candidate.weights)];
  let lost = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0 && q[i] === 0) lost++;
  if (lost > 0) return [{measure: 'kl.forward', reason: `infinite: the model has lost ${lost} ${lost === 1 ? 'category' : 'categories'}`}];
  return [{measure: 'kl.forward', value: klBits(p, q)}];
}

function measureUnseen(_: TypeReference, {weights, counts}: TypeCandidate): Reading[] {
  const measure = 'unseen.exact';
  if (!counts) return [{measure, reason: 'it is read from what was drawn too, and nothing was'}];
  const p = proportions(weights);
  let unseen = 0;
  for (let i = p.length - 1; i >= 0; i--) if (counts[i] === 0) unseen += p[i];
  return [{measure, value: Math.min(1, unseen)}];
}
