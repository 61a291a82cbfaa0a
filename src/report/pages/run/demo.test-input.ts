/**
 * Inputs that look like real reports, from a formula and no chance: a text experiment, Gaussians with theory, points in the plane, a matrix.
 */
import type {ReportInput, ReportMeasure, ReportSummary, SummaryRow} from './input.ts';

const VERSIONS = {genloss: '0.1.0', node: '24.1.0', experiment: 'sha256 5f2c9a0be1'};

/** A value that wobbles a little, the same at every call. */
function wobble(...at: number[]): number {
  let x = 0.1234;
  for (const a of at) x = (x * 7919 + a * 0.61803 + 0.37) % 1;
  return x - 0.5;
}

export function summaryRow(generation: number, value: number, spread: number, n = 3): SummaryRow {
  const shift = wobble(generation, value) * spread;
  const median = value + shift;
  return {
    generation,
    n,
    mean: value,
    low: value - spread,
    high: value + spread,
    median,
    medianLow: median - spread * 1.1,
    medianHigh: median + spread,
  };
}

function rows(generations: number, value: (t: number) => number, spread: number, n = 3): SummaryRow[] {
  return Array.from({length: generations}, (_, i) => summaryRow(i + 1, value(i + 1), spread * (1 + i / 4), n));
}

const TEXT_ARMS = [
  {name: 'replace', description: 'each generation learns only from the one before', loss: 1},
  {name: 'accumulate', description: 'the human text and every sample so far', loss: 0.16},
  {name: 'enriched', description: 'replace, with 10% fresh human text in every generation', loss: 0.55},
  {name: 'guided', description: 'replace, the best of 4 by a noisy annotator', loss: 1.35},
  {name: 'checked', description: 'replace, with repetition and duplicates rejected and drawn anew', loss: 0.9},
];

const BANDS = ['<1e-6', '1e-6', '3e-6', '1e-5', '1e-4', '1e-3', '3e-3', '>1e-2'];

const TEXT_MEASURES: ReportMeasure[] = [
  {
    name: 'tail.retention',
    title: 'Tail retention',
    unit: 'share of the rare words',
    caption:
      'Of the rarest words that together make a tenth of the human text, the share that a sample of the same length still contains. A falling line is a vocabulary that dries up from its rare end.',
    better: 'higher',
    bands: ['once', '2\u20133 times', '4\u20137 times'],
  },
  {
    name: 'bitsPerByte',
    title: 'Bits per byte of human text',
    unit: 'bits per byte',
    caption: 'What held-out human text costs under the model: how surprised it is by what people write.',
    better: 'lower',
  },
  {
    name: 'head.inflation',
    title: 'Head inflation',
    unit: 'ratio',
    caption: 'How much more probable the most frequent words have become: 1 is as in the human text.',
    better: 'near 1',
  },
  {name: 'support', title: 'Different words', unit: 'words', caption: 'How many different words a sample contains.', better: 'higher'},
  {name: 'entropy', title: 'Entropy of the words', unit: 'bits', caption: 'How evenly the words are used.'},
  {
    name: 'calibration',
    title: 'Frequent words over-, rare words underestimated',
    unit: 'log2 ratio',
    caption:
      'Lines that rise from the lower left to the upper right say that the model exaggerates what is frequent and forgets what is rare.',
    bands: BANDS,
  },
];

function textSummary(generations: number): ReportSummary {
  const arms: Record<string, Record<string, SummaryRow[]>> = {};
  for (const {name, loss} of TEXT_ARMS) {
    const keep = (rate: number) => (t: number) => Math.exp(-rate * loss * t) * 0.66;
    arms[name] = {
      'tail.retention': rows(generations, keep(0.16), 0.008),
      'tail.retention[once]': rows(generations, keep(0.3), 0.01),
      'tail.retention[2\u20133 times]': rows(generations, (t) => 1.3 * keep(0.17)(t), 0.008),
      'tail.retention[4\u20137 times]': rows(generations, (t) => 1.5 * keep(0.08)(t), 0.006),
      bitsPerByte: rows(generations, (t) => 2.21 + 0.31 * loss * Math.log1p(t - 1), 0.012),
      'head.inflation': rows(generations, (t) => 1 + 0.028 * loss * t, 0.006),
      support: rows(generations, (t) => 19000 * Math.exp(-0.09 * loss * t) + 4000, 260),
      entropy: rows(generations, (t) => 9.6 - 0.11 * loss * t, 0.03),
      ...Object.fromEntries(
        BANDS.map((band, b) => [
          `calibration[${band}]`,
          rows(generations, (t) => loss * (0.02 + t * 0.09) * (b < 3 ? (b - 3) * 0.8 : (b - 3) * 0.14), 0.02),
        ]),
      ),
    };
  }
  arms.checked['tail.retention'] = arms.checked['tail.retention'].filter((row) => row.generation < 6 || row.generation > 7);
  arms.replace['calibration[<1e-6]'] = arms.replace['calibration[<1e-6]'].filter((row) => row.generation < 9);
  return {arms};
}

const SAID = [
  'the state of the Union is strong because our people are strong, and I ask the Congress to consider, in the session now begun, the condition of our commerce with the nations of the South, the harvests of the interior, and the just claims of the veterans who still wait upon the Treasury.',
  'the state of the Union is strong, and I ask the Congress to consider the condition of our commerce and of the Treasury, and the claims of the people of the United States who have waited upon the Congress for the benefit of the public service.',
  'the Government of the United States and the people of the United States have been made for the purpose of the Government, and it is the duty of the Congress to provide for the public service of the country.',
  'the United States of the United States, and the Congress of the United States has been made to the people of the United States and the Government of the people of the United States.',
  'the United States and the United States and the people of the United States and the United States and the United States and the people of the United States.',
];

const EDGES = Array.from({length: 33}, (_, i) => 0.6 + i * 0.1);

function histogram(t: number, loss: number): number[] {
  const low = 2.35 - 0.1 * loss * t;
  return EDGES.slice(0, -1).map((edge) => {
    const body = Math.exp(-0.5 * ((edge - low) / (0.22 + 0.02 * t * loss)) ** 2);
    const tail = 0.012 * loss * t * Math.exp(-0.5 * ((edge - 3) / 0.35) ** 2);
    return Math.round(400 * (body + tail));
  });
}

export function speechesInput(generations = 10): ReportInput {
  const steps = Array.from({length: generations}, (_, i) => i + 1);
  const summary = textSummary(generations);
  const last = (arm: string, measure: string) => summary.arms[arm][measure].at(-1)?.median ?? null;
  const plain = TEXT_MEASURES.filter((m) => m.name !== 'calibration');
  return {
    title: 'What each mitigation keeps of the tail',
    shows:
      'Without human data the rare words go first; accumulating keeps almost all of them, a tenth of fresh text about half, and choosing the best of four hastens the loss.',
    experimentYaml:
      'title: What each mitigation keeps of the tail\ndata: {corpus: speeches, holdout: 0.1}\nmodel: {kind: ngram, order: 3}\nsample: {size: same}\ngenerations: 10\nseeds: 3\narms:\n  replace: {workflow: replace}\n  accumulate: {workflow: accumulate}\n',
    command: 'genloss run speeches --out runs/speeches',
    versions: VERSIONS,
    arms: TEXT_ARMS.map(({name, description}) => ({name, description})),
    generations,
    seeds: 3,
    measures: TEXT_MEASURES,
    summary,
    pictures: {
      passages: {
        prompt: 'Fellow citizens of the Senate and of the House of Representatives:',
        arms: Object.fromEntries(
          TEXT_ARMS.map(({name, loss}) => [
            name,
            steps.map((t) => ({generation: t, text: SAID[Math.min(4, Math.floor((t - 1) * loss * 0.5))]})),
          ]),
        ),
      },
      samplePerplexity: {
        edges: EDGES,
        arms: Object.fromEntries(TEXT_ARMS.map(({name, loss}) => [name, steps.map((t) => ({generation: t, counts: histogram(t, loss)}))])),
      },
    },
    table: {
      columns: ['arm', ...plain.map((m) => m.title)],
      rows: TEXT_ARMS.map(({name}) => [name, ...plain.map((m) => last(name, m.name))]),
      caption: `Medians over 3 seeds at generation ${generations}.`,
    },
  };
}

export function gaussianInput(): ReportInput {
  const n = 10;
  const generations = 50;
  const steps = Array.from({length: generations}, (_, i) => i + 1);
  const logs = (row: SummaryRow, value: number, factor: number): SummaryRow => ({
    ...row,
    ...{geometricMean: value, geometricLow: value / factor, geometricHigh: value * factor},
  });
  const replace = (t: number): SummaryRow & {geometricMean: number} => {
    const median = Math.exp(-t / (n - 1)) * (1 + wobble(t) * 0.06);
    const mean = 1 + wobble(t, 2) * 0.16;
    const geometric = {geometricMean: median, geometricLow: median * 0.88, geometricHigh: median * 1.13};
    return {...{generation: t, n: 400, mean, low: mean - 0.1, high: mean + 0.1}, median, ...geometric};
  };
  const product = (t: number) => steps.slice(0, t).reduce((p, i) => p * (1 - 1 / (n * i * i)), 1);
  return {
    title: 'A Gaussian that learns from itself',
    shows: 'With unbiased variances the mean over seeds never shows the loss: the geometric mean does.',
    experimentYaml: 'title: A Gaussian that learns from itself\ndata: {world: gaussian}\nmodel: {kind: gaussian, variance: unbiased}\n',
    command: 'genloss run gaussian-unbiased --out runs/gaussian-unbiased',
    versions: VERSIONS,
    arms: [
      {name: 'replace', description: 'each fit sees the last fit\u2019s sample only'},
      {name: 'accumulate', description: 'the truth\u2019s sample and all samples so far'},
    ],
    generations,
    seeds: 400,
    measures: [
      {name: 'variance', title: 'Variance', unit: '', caption: 'The variance of the fitted model; the truth has 1.', better: 'near 1'},
      {name: 'mean', title: 'Mean', unit: '', caption: 'The mean of the fitted model; the truth has 0.'},
    ],
    summary: {
      arms: {
        replace: {
          variance: steps.map(replace),
          mean: steps.map((t) => summaryRow(t, wobble(t) * 0.02 * Math.sqrt(t), 0.02 * Math.sqrt(t), 400)),
        },
        accumulate: {
          variance: steps.map((t) => logs(summaryRow(t, product(t), 0.02, 400), product(t), 1.02)),
          mean: steps.map((t) => summaryRow(t, 0.01, 0.02, 400)),
        },
      },
    },
    theory: {
      replace: {
        variance: [
          {
            statistic: 'mean',
            label: 'E[s\u00b2] = \u03c3\u00b2 for ever',
            source: 'exact: unbiased fits',
            points: steps.map((generation) => ({generation, value: 1})),
          },
          {
            statistic: 'geometricMean',
            label: 'geometric mean \u03c3\u00b2 exp(\u2212t/(n \u2212 1))',
            source: 'Shumailov et al., Nature 631, 2024',
            points: steps.map((generation) => ({generation, value: Math.exp(-generation / (n - 1))})),
          },
        ],
      },
      accumulate: {
        variance: [
          {
            statistic: 'mean',
            label: 'E[s\u00b2] = \u03c3\u00b2 \u220f (1 \u2212 1/(n i\u00b2))',
            source: 'exact; limit \u03c3\u00b2 sin(\u03c0/\u221an)/(\u03c0/\u221an)',
            points: steps.map((generation) => ({generation, value: product(generation)})),
          },
        ],
      },
    },
    table: {
      columns: ['arm', 'Variance', 'Mean'],
      rows: [
        ['replace', replace(generations).geometricMean, 0.02],
        ['accumulate', product(generations), 0.01],
      ],
      caption: 'Medians over 400 seeds at generation 50.',
    },
  };
}

function gridCounts(bins: number, alive: (mode: number) => number, sd: number): number[] {
  return Array.from({length: bins * bins}, (_, cell) => {
    const x = ((cell % bins) + 0.5) / bins;
    const y = (Math.floor(cell / bins) + 0.5) / bins;
    let sum = 0;
    for (let mode = 0; mode < 25; mode++) {
      const cx = ((mode % 5) + 0.5) / 5;
      const cy = (Math.floor(mode / 5) + 0.5) / 5;
      sum += alive(mode) * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * sd * sd));
    }
    return Math.round(sum * 60);
  });
}

export function planeInput(bins = 48): ReportInput {
  const shots = [1, 5, 10, 20, 50, 100];
  const arms = [
    {name: 'replace', description: 'its own sample only', loss: 1},
    {name: 'accumulate', description: 'all samples so far', loss: 0.05},
    {name: 'mix 10%', description: 'mix: 10% human', loss: 0.3},
  ];
  const modes = (loss: number, t: number) => 1 + 24 * Math.exp((-loss * t) / 25);
  return {
    title: 'Twenty-five islands',
    experimentYaml: 'data: {world: grid}\nmodel: {kind: mixture, components: 25}\n',
    command: 'genloss run grid --out runs/grid',
    versions: VERSIONS,
    arms: arms.map(({name, description}) => ({name, description})),
    generations: 100,
    seeds: 1,
    measures: [
      {name: 'modes', title: 'Modes alive', unit: 'modes', caption: 'How many of the 25 islands still hold a sample.', better: 'higher'},
    ],
    summary: {
      arms: Object.fromEntries(
        arms.map(({name, loss}) => [
          name,
          {modes: Array.from({length: 100}, (_, i) => ({...summaryRow(i + 1, Math.round(modes(loss, i + 1)), 0, 1)}))},
        ]),
      ),
    },
    pictures: {
      images: {
        side: 2,
        human: Object.fromEntries(arms.map(({name}) => [name, '0f8f'.repeat(5)])),
        arms: Object.fromEntries(arms.map(({name}) => [name, shots.map((generation) => ({generation, pixels: '0369'.repeat(5)}))])),
      },
      density: {
        x: [-5, 5],
        y: [-5, 5],
        bins,
        truth: Object.fromEntries(arms.map(({name}) => [name, gridCounts(bins, () => 1, 0.025)])),
        arms: Object.fromEntries(
          arms.map(({name, loss}) => [
            name,
            shots.map((t) => ({
              generation: t,
              counts: gridCounts(bins, (mode) => ((mode * 7) % 25 < modes(loss, t) ? 1 : 0), 0.025 + 0.0003 * loss * t),
              points: Array.from(
                {length: 60},
                (_, i) =>
                  [Math.round(wobble(i, t) * 5) * 2 + wobble(i) * 0.6, Math.round(wobble(i, t, 3) * 5) * 2 + wobble(i, 9) * 0.6] as const,
              ),
            })),
          ]),
        ),
      },
    },
    table: {
      columns: ['arm', 'Modes alive'],
      rows: arms.map(({name, loss}) => [name, Math.round(modes(loss, 100))]),
      caption: 'At generation 100, one seed.',
    },
  };
}

/** 3 workflows x 5 dimensions x 5 sizes: 75 arms. */
export function matrixInput(generations = 100): ReportInput {
  const arms = ['replace', 'accumulate', 'subsample'].flatMap((workflow, w) =>
    [1, 3, 10, 31, 100].flatMap((dimension) =>
      [10, 32, 100, 316, 1000].map((size) => ({
        name: `${workflow} dimension=${dimension} size=${size}`,
        description: workflow,
        rate: [1, 0.01, 0.2][w] * (dimension ** 0.3 / size),
        dimension,
      })),
    ),
  );
  return {
    title: 'Variance by dimension and size',
    experimentYaml: 'matrix:\n  data.dimension: [1, 3, 10, 31, 100]\n  sample.size: [10, 32, 100, 316, 1000]\n',
    command: 'genloss run kazdan --out runs/kazdan',
    versions: VERSIONS,
    arms: arms.map(({name, description}) => ({name, description})),
    generations,
    seeds: 100,
    measures: [
      {name: 'variance', title: 'Variance', unit: 'trace', caption: 'The trace of the fitted covariance.', better: 'as the truth'},
    ],
    summary: {
      arms: Object.fromEntries(
        arms.map(({name, rate, dimension}) => [
          name,
          {
            variance: Array.from({length: generations}, (_, i) => {
              const value = dimension * Math.exp(-rate * (i + 1));
              return {
                generation: i + 1,
                n: 100,
                mean: value,
                low: value * 0.9,
                high: value * 1.1,
                median: value * 0.97,
                medianLow: value * 0.85,
                medianHigh: value * 1.08,
              };
            }),
          },
        ]),
      ),
    },
    table: {
      columns: ['arm', 'Variance'],
      rows: arms.map(({name, rate, dimension}) => [name, dimension * Math.exp(-rate * generations)]),
      caption: `Medians at generation ${generations}.`,
    },
  };
}
