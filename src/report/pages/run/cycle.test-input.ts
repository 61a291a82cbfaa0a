/** Inputs of the data cycle, from formulas and no chance: mitigations with what they cost and gain, a population, a stopped arm, and doses. */
import {summaryRow} from './demo.test-input.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';

const GENERATIONS = 6;
const SEEDS = 3;
const steps = (last = GENERATIONS): number[] => Array.from({length: last}, (_, i) => i + 1);

const measure = (name: string, title: string, unit = ''): ReportMeasure => ({name, title, unit, caption: `${title}, as a sentence.`});

const rows = (value: (t: number) => number, {last = GENERATIONS, spread = 0.004} = {}): SummaryRow[] =>
  steps(last).map((t) => summaryRow(t, value(t), spread, SEEDS));

/** A share that every seed has, to the bit. */
export const exactRow = (generation: number, value: number, n = SEEDS): SummaryRow => ({
  generation,
  n,
  mean: value,
  low: value,
  high: value,
  median: value,
  medianLow: value,
  medianHigh: value,
});

/** Original data and all generations so far, in equal parts. */
function accumulated(last: number): Record<string, SummaryRow[]> {
  const own: Record<string, SummaryRow[]> = {'origin[original]': steps(last).map((t) => exactRow(t, 1 / t))};
  for (const g of steps(last - 1)) own[`origin[generation ${g}]`] = steps(last).flatMap((t) => (t > g ? [exactRow(t, 1 / t)] : []));
  return own;
}

/** The last generation, and a constant part of fresh data. */
function replaced(fresh: number): Record<string, SummaryRow[]> {
  const own: Record<string, SummaryRow[]> = {'origin[original]': [exactRow(1, 1)]};
  for (const g of steps(GENERATIONS - 1)) own[`origin[generation ${g}]`] = [exactRow(g + 1, 1 - fresh)];
  if (fresh > 0) own['origin[fresh]'] = steps().flatMap((t) => (t > 1 ? [exactRow(t, fresh)] : []));
  return own;
}

/** Two models, the second of which writes twice as much, over a shrinking human part. */
function populated(): Record<string, SummaryRow[]> {
  const own: Record<string, SummaryRow[]> = {'origin[original]': steps().map((t) => exactRow(t, 1 / t))};
  for (const g of steps(GENERATIONS - 1)) {
    for (const [name, part] of [
      ['scribe', 1 / 3],
      ['quill', 2 / 3],
    ] as const)
      own[`origin[${name}, generation ${g}]`] = steps().flatMap((t) => (t > g ? [exactRow(t, part / t)] : []));
  }
  return own;
}

const feedback = (gain: number, proxyGain: number) => ({
  reward: rows((t) => -6 + gain * (t - 1)),
  'reward.proxy': rows((t) => 0.2 + proxyGain * (t - 1)),
});

export function cycleInput(): ReportInput {
  const kept = (rate: number, last = GENERATIONS) => ({
    'tail.retention': rows((t) => 0.62 * Math.exp(-rate * (t - 1)), {last}),
    js: rows((t) => 0.04 + 0.03 * rate * t, {last}),
  });
  return {
    title: 'The data cycle',
    experimentYaml: 'title: The data cycle\n',
    command: 'genloss run data-cycle --out runs/data-cycle',
    versions: {genloss: '0.2.0'},
    arms: [
      {name: 'replace', description: "the last model's output alone"},
      {name: 'enriched', description: 'with 20% fresh human data'},
      {name: 'accumulate', description: 'the human data and all output so far'},
      {name: 'guided', description: 'the preferred of 4'},
      {name: 'fooled', description: 'resampled by a reward model'},
      {name: 'held', description: 'held to a gate by stop', stops: true},
      {name: 'two voices', description: '2 models writing into one web'},
    ],
    generations: GENERATIONS,
    seeds: SEEDS,
    measures: [
      measure('tail.retention', 'Rare types still produced', 'share'),
      measure('origin', 'What the training set is made of', 'share'),
      measure('reward', 'Reward of what the model writes'),
      measure('reward.proxy', 'Reward by the reward model', 'nats'),
      measure('js', 'Jensen-Shannon divergence', 'bits'),
    ],
    annotators: {guided: 'likelihood', fooled: 'likelihood'},
    summary: {
      arms: {
        replace: {...kept(0.3), ...replaced(0)},
        enriched: {...kept(0.15), ...replaced(0.2)},
        accumulate: {...kept(0.1), ...accumulated(GENERATIONS)},
        guided: {...kept(0.35), ...replaced(0), ...feedback(0.3, 0.2)},
        fooled: {...kept(0.4), ...replaced(0), ...feedback(-0.1, 0.5)},
        held: {...kept(0.3, 3), ...accumulated(3)},
        'two voices': {...kept(0.12), ...populated()},
      },
    },
    table: {
      columns: ['arm', 'tail.retention', 'human records'],
      costsFrom: 2,
      rows: [['replace', '0.62 \u2192 0.14', '0']],
      caption: 'Medians.',
    },
  };
}

export const DOSES = [0, 0.05, 0.1, 0.2, 0.4];

/** One base arm that reaches the bound, and one that does not. */
export function doseInput(): ReportInput {
  const bound = {measure: 'tail.retention', atLeast: 0.5};
  const arms = ['replace', 'mixed'].flatMap((base, b) => DOSES.map((dose) => ({base, dose, arm: `${base} share=${dose}`, b})));
  return {
    ...cycleInput(),
    title: 'How much it takes',
    arms: arms.map(({arm}) => ({name: arm, description: arm})),
    measures: [measure('entropy', 'Entropy', 'bits'), measure('tail.retention', 'Rare types still produced', 'share')],
    doses: {path: 'enrichment.share', bound, arms},
    summary: {
      arms: Object.fromEntries(
        arms.map(({arm, dose, b}) => [
          arm,
          {'tail.retention': rows((t) => (0.6 - 0.05 * t + dose) / (1 + b)), entropy: rows((t) => 9 - 0.1 * t + dose)},
        ]),
      ),
      dose: {
        path: 'enrichment.share',
        bound,
        generation: GENERATIONS,
        arms: {
          replace: {curve: 'rises', side: 'smallest', value: 0.2, low: 0.19, high: 0.22},
          mixed: {curve: 'rises', reason: 'held at no dose from 0 to 0.4'},
        },
      },
    },
    table: {columns: ['arm', 'entropy'], rows: [], caption: 'Medians.'},
  };
}
