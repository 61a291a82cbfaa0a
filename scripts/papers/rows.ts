/**
 * The rows of docs/papers.md: published numbers, and how ours are read off a run. Numbers that are printed stand in the paper; numbers of
 * code come from the authors' statements, run with the parameters that are said; laws are algebra, or a simulation of the law alone.
 */
import type {At, Published, Row, Seeds} from './row.ts';

/** Lineages: as many as the published number rests on, where the experiment ships with fewer. */
export const SEEDS: Seeds = {'three-workflows': 100, mixture: 12};

const code = (text: string, error?: number, n?: number): Published => ({
  ...{kind: 'code', text, value: Number(text)},
  ...(error !== undefined && {error}),
  ...(n !== undefined && {n}),
});
const law = (value: number, error?: number): Published => ({kind: 'law', value, ...(error !== undefined && {error})});

/** A law's value as far as it is written. */
const written = (text: string): Published => ({kind: 'law', text, value: Number(text)});

const reading =
  (measure: string, generation: number, divisor = 1) =>
  (at: At): number =>
    at(measure, generation) / divisor;
const cell = (arm: string, dimension: number, size: number): string => `${arm} dimension=${dimension} size=${size}`;

const KAZDAN = 'Kazdan et al. 2025';
const grid = (
  arm: string,
  {d, n, t}: {d: number; n: number; t: number},
  published: Published,
  statistic: 'mean' | 'median' = 'mean',
): Row => ({
  paper: KAZDAN,
  what: `Gaussian, d = ${d}, n = ${n}: ${statistic === 'mean' ? 'variance' : 'median variance'} a coordinate at t = ${t}, ${arm}`,
  experiment: 'three-workflows',
  arm: cell(arm, d, n),
  statistic,
  value: reading('variance', t, d),
  published,
});

const kazdanRegression = (arm: string, published: Published): Row => ({
  paper: KAZDAN,
  what: `regression, d = 10, 100 rows: test error at t = 100, ${arm}`,
  experiment: 'kazdan-regression',
  arm,
  statistic: 'mean',
  value: reading('excessRisk', 100),
  published,
});

const kazdanKde = (arm: string, t: number, published: string): Row => ({
  paper: KAZDAN,
  what: `kernel density of two moons, h = .5, n = 100: median negative log-density of new points at t = ${t}, ${arm}`,
  ...{
    experiment: 'kazdan-kde',
    arm,
    statistic: 'median',
    value: (at) => -at('logLikelihood', t),
    published: code(published, undefined, 40),
  },
});

const kazdanFixation = (categories: number, size: number, published: string): Row => ({
  paper: KAZDAN,
  what: `${categories} equal outcomes, n = ${size}: generations until one is left`,
  experiment: 'kazdan-fixation',
  arm: `replace categories=${categories} size=${size}`,
  ...{statistic: 'mean', value: (at) => at('stoppedAt', 'last'), published: code(published)},
});

const mad = (experiment: string, arm: string, what: string, published: Published): Row => ({
  paper: 'Alemohammad et al. 2024',
  what: `${what}: distance (W2) at t = 30`,
  ...{experiment, arm, statistic: 'mean', value: reading('wasserstein2', 30), published},
});

const bertrand = (lambda: number): Row => ({
  paper: 'Bertrand et al. 2024',
  what: `20 human records kept, lambda = ${lambda}: squared distance from the first fit's mean at t = 40`,
  experiment: 'bertrand',
  arm: `lambda=${lambda}`,
  statistic: 'mean',
  value: (at) => (at('mean', 40) - at('mean', 1)) ** 2,
  published: law(lambda / (20 * (1 + 2 * lambda))),
});

/** The mean of c of Student: of n records the expected standard deviation is c times the true one; by the ratio of gamma functions. */
const C4_OF_100 = 0.997477976071757;
const shumailov = (t: number): Row => ({
  paper: 'Shumailov et al. 2024, supplement',
  what: `Gaussian, n = 100, unbiased: squared W2 at t = ${t}`,
  experiment: 'suresh-gaussian',
  arm: 'replace size=100',
  statistic: 'mean',
  value: (at) => at('wasserstein2', t) ** 2,
  published: law(t / 100 + 2 * (1 - C4_OF_100 ** t)),
});

const suresh = (t: number, share: number): Row => ({
  paper: 'Suresh et al. 2024',
  what: `Gaussian, n = 10: share of lineages with a standard deviation above .1 at t = ${t}`,
  experiment: 'suresh-gaussian',
  arm: 'replace size=10',
  statistic: 'share',
  value: (at) => (at('variance', t) > 0.01 ? 1 : 0),
  published: law(share),
});

const START = 1 - 0.5 ** 2 - 0.3 ** 2 - 0.15 ** 2 - 0.05 ** 2;
const deyDonoho = (arm: string, value: number): Row => ({
  paper: 'Dey and Donoho 2024',
  what: `four outcomes, n = 30: chance that two draws differ at t = 60, ${arm}`,
  ...{experiment: 'dey-donoho', arm, statistic: 'mean', value: reading('giniSimpson', 60), published: law(value)},
});
const accumulated = (n: number, t: number): number =>
  Array.from({length: t}, (_, i) => 1 - 1 / (n * (i + 1) ** 2)).reduce((a, b) => a * b, START);

const ferbach = (measure: 'mean' | 'variance', t: number, thousandths: number): Row => ({
  paper: 'Ferbach et al. 2024',
  what: `best of 4, points near 1 preferred: ${measure} after ${t - 1} ${t === 2 ? 'round' : 'rounds'}`,
  experiment: 'ferbach',
  arm: 'K=4',
  ...{statistic: 'mean', value: reading(measure, t), published: written(`.${thousandths}`)},
});

const xu = (c: number): Row => ({
  paper: 'Xu, He and Cheng 2025',
  what: `synthetic records, c = ${c} times the human ones: how often their estimate is nearer to the truth`,
  experiment: 'xu-better-by-chance',
  arm: `c=${c}`,
  statistic: 'share',
  value: (at) => (Math.abs(at('mean', 2)) < Math.abs(at('mean', 1)) ? 1 : 0),
  published: law(Math.atan(2 * Math.sqrt(c)) / Math.PI),
});

const GROWING = {constant: 0, 'as t': 1, 'as t to the 1.5': 1.5};
const xuGrowing = (arm: keyof typeof GROWING): Row => ({
  paper: 'Xu, He and Cheng 2025',
  what: `20 human records, then samples of 20 t^${GROWING[arm]}: squared error of the mean at t = 30`,
  ...{experiment: 'xu-growing', arm, statistic: 'mean', value: reading('meanSquaredError', 30)},
  published: law(Array.from({length: 29}, (_, i) => 1 / Math.round(20 * (i + 1) ** GROWING[arm])).reduce((a, b) => a + b, 1 / 20)),
});

const dohmatob = (arm: string, what: string, measure: string, {t, published}: {t: number; published: string}): Row => ({
  paper: 'Dohmatob et al. 2024 (tails)',
  what: `Zipf 1.5: ${what}`,
  ...{experiment: 'dohmatob-tails', arm, statistic: 'mean', value: reading(measure, t), published: written(published)},
});

/** g(1) = 1, g(k + 1) = 1 - exp(-g(k)): a word of count 1 survives k resamples with 1 - exp(-g(k)). */
function forgotten(k: number): number {
  let g = 1;
  for (let i = 1; i < k; i++) g = 1 - Math.exp(-g);
  return 1 - Math.exp(-g);
}
const sureshWords = (t: number): Row => ({
  paper: 'Suresh et al. 2024',
  what: `bigrams that count: words of count 1 that are left after ${t} ${t === 1 ? 'resample' : 'resamples'}`,
  experiment: 'suresh-words',
  arm: 'counted',
  ...{statistic: 'mean', value: (at) => at('tail.retention', t, '1'), published: law(forgotten(t))},
});

const he = (weight: number): Row => ({
  paper: 'He, Xu and Cheng 2025',
  what: `as many fresh human records as synthetic ones, weighted ${weight}: squared error of the mean at t = 20`,
  experiment: 'golden-ratio',
  arm: `w=${weight}`,
  statistic: 'mean',
  value: (at) => at('mean', 20) ** 2,
  published: law(weighted(weight, 20)),
});
/** V(t + 1) = w^2 / n + (1 - w)^2 (V(t) + 1 / n), V(1) = 1 / n. */
function weighted(w: number, t: number, n = 20): number {
  let v = 1 / n;
  for (let i = 1; i < t; i++) v = w ** 2 / n + (1 - w) ** 2 * (v + 1 / n);
  return v;
}

const component = (band: string, which: string, text: string): Row => ({
  paper: 'Shumailov et al. 2024',
  what: `two components on one blob, N = 1000: standard deviation of the ${which} one at t = 2000, median`,
  experiment: 'mixture',
  arm: 'replace',
  statistic: 'median',
  value: (at) => at('components.sd', 2000, band),
  published: code(text, undefined, 12),
});

const gerstgrasser = (arm: string, value: number): Row => ({
  paper: 'Gerstgrasser et al. 2024',
  what: `regression, d = 10, 111 rows: test error at t = 10, ${arm}`,
  ...{experiment: 'regression', arm, statistic: 'mean', value: reading('excessRisk', 10), published: law(value)},
});

export const ROWS: readonly Row[] = [
  component('1', 'wider', '.0234'),
  component('2', 'narrower', '.0141'),
  shumailov(1),
  shumailov(20),
  shumailov(50),
  gerstgrasser('replace', 1),
  gerstgrasser('accumulate', 0.1 * Array.from({length: 10}, (_, i) => 1 / (i + 1) ** 2).reduce((a, b) => a + b, 0)),
  grid('replace', {d: 1, n: 10, t: 10}, code('.301', 0.042)),
  grid('replace', {d: 1, n: 10, t: 100}, code('2.2e-10', undefined, 100), 'median'),
  grid('replace', {d: 1, n: 100, t: 100}, code('.309', 0.04)),
  grid('accumulate', {d: 1, n: 10, t: 100}, code('.873', 0.048)),
  grid('subsample', {d: 3, n: 10, t: 100}, code('.732', 0.051)),
  grid('accumulate', {d: 31, n: 316, t: 100}, code('.9906', 0.004)),
  kazdanRegression('replace', code('11.29', 0.48)),
  kazdanRegression('subsample', code('.355', 0.015)),
  kazdanRegression('accumulate', code('.200', 0.01)),
  kazdanKde('replace', 5, '2.68'),
  kazdanKde('replace', 30, '4.23'),
  kazdanKde('accumulate', 5, '2.24'),
  kazdanKde('accumulate', 30, '2.49'),
  kazdanFixation(10, 10, '17.2'),
  kazdanFixation(10, 100, '188.3'),
  kazdanFixation(100, 10, '18.3'),
  kazdanFixation(100, 100, '197.5'),
  mad('mad-fresh-data', 'from 100', 'fresh data, first model on 100', code('3.504', 0.015)),
  mad('mad-fresh-data', 'from 1000', 'fresh data, first model on 1,000', code('3.497', 0.015)),
  mad('mad-fresh-data', 'from 100, bias .8', 'fresh data, bias .8, first model on 100', code('4.524', 0.015)),
  mad('mad-fresh-data', 'from 1000, bias .8', 'fresh data, bias .8, first model on 1,000', code('4.536', 0.015)),
  mad('mad-augmentation', 'fixed', 'fixed human data', code('6.30')),
  mad('mad-augmentation', 'none', 'no human data', code('8.78')),
  ...[0.5, 1, 4, 20].map(bertrand),
  suresh(20, 0.847),
  suresh(50, 0.38),
  suresh(100, 0.083),
  ...[1, 2, 5].map(sureshWords),
  deyDonoho('accumulate', accumulated(30, 60)),
  deyDonoho('subsample', 0.57622),
  ferbach('mean', 2, 428),
  ferbach('mean', 3, 601),
  ferbach('mean', 4, 693),
  ferbach('variance', 2, 561),
  ferbach('variance', 3, 388),
  ferbach('variance', 4, 296),
  ...[0.25, 1, 4, 25].map(xu),
  ...(['constant', 'as t', 'as t to the 1.5'] as const).map(xuGrowing),
  dohmatob('T0=1000 T=1000', 'outcomes in 1,000 draws of a generator that saw 1,000', 'support', {t: 2, published: '102.19'}),
  dohmatob('T0=1000 T=10000', 'outcomes in 10,000 draws of a generator that saw 1,000', 'support', {t: 2, published: '138.55'}),
  dohmatob('T0=100 T=1000', 'true probability of what a generator that saw 100 has lost', 'lostMass', {t: 1, published: '.2003'}),
  dohmatob('T0=1000 T=1000', 'true probability of what a generator that saw 1,000 has lost', 'lostMass', {t: 1, published: '.0919'}),
  he(0.5),
  he(0.618),
];
