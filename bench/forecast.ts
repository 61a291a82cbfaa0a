/**
 * Forecasts from the first three generations beside the generation that they are of: `node bench/forecast.ts [--words N] [--generation 10] [--json]`.
 *
 * For each corpus, workflow and way of drawing: three generations at a size, and the same recursion at a quarter of the size to its end, give
 * a prediction with its interval; other seeds are then run to the end at the size itself. Speeches come with genloss; WikiText and
 * Shakespeare are read from $GENLOSS_TEST_DATA.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import type {Reading} from '../src/core/measure/estimate.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Curves} from '../src/forecast/answer.ts';
import {extrapolate, PLAIN_SCALE, SHARE_SCALE} from '../src/forecast/extrapolate.ts';
import {planExperiment, WORKFLOWS} from '../src/forecast/plan.ts';
import type {DataOptions} from '../src/lab/experiment/data-schema.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import type {Corpus} from '../src/lab/human/human.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {corpusOf} from '../src/node/corpus.ts';

const {values} = parseArgs({
  options: {
    words: {type: 'string', default: '40000'},
    generation: {type: 'string', default: '10'},
    corpus: {type: 'string'},
    json: {type: 'boolean', default: false},
  },
});
const WORDS = Number(values.words);
const LAST = Number(values.generation);
const MEASURED = 3;
const FORECAST_SEEDS = [0, 1, 2];
const NEW_SEEDS = [10, 11, 12, 13];
const MEASURES = [
  {name: 'tail.retention', scale: SHARE_SCALE},
  {name: 'bitsPerByte', scale: PLAIN_SCALE},
];

const folder = process.env.GENLOSS_TEST_DATA;
const held = {holdout: 0.1, reserve: 0};
const all: {name: string; data: DataOptions; file?: string}[] = [
  {name: 'speeches', data: {corpus: 'speeches', passage: 100, ...held} as DataOptions},
  ...['wikitext2/train-part.txt', 'tinyshakespeare/input.txt'].map((path) => {
    const file = join(folder ?? '', path);
    return {name: path.split('/')[0], file, data: {files: [file], unit: 'paragraph', ...held} as DataOptions};
  }),
];
const corpora = all.filter(
  ({name, file}) => (values.corpus === undefined || values.corpus === name) && (file === undefined || (folder && existsSync(file))),
);
if (corpora.length < all.length && values.corpus === undefined)
  process.stderr.write('WikiText and Shakespeare are left out: set GENLOSS_TEST_DATA to the folder that holds them\n');

interface Outcome {
  corpus: string;
  drawn: string;
  workflow: string;
  measure: string;
  value: number;
  low: number;
  high: number;
  seen: number[];
  inside: number;
}

function curves(
  corpus: Corpus,
  data: DataOptions,
  options: {name: string; topP?: number; words: number; generations: number; seeds: readonly number[]},
): Map<string, Curves> {
  const {name, topP, words, generations, seeds} = options;
  const plan = planExperiment({data, generations, seeds: 1, seed: 1, token: 'word', order: 3, ...(topP !== undefined && {topP})}, words);
  const resolved = resolveExperiment(plan);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const arm = resolved.arms.find((one) => one.name === name)!;
  const runs = seeds.map((seed) => {
    const lineage = new Lineage({arm, seed, root: Stream.root('forecast'), measures: MEASURES.map((m) => m.name), corpus});
    return Array.from({length: generations}, () => lineage.advance().readings);
  });
  const of = (measure: string) => runs.map((run) => run.map((readings) => readingOf(readings, measure)));
  return new Map(MEASURES.map((m) => [m.name, of(m.name)]));
}

const outcomes: Outcome[] = [];
for (const {name: corpusName, data} of corpora) {
  const corpus = await corpusOf(data, process.cwd());
  for (const topP of [0.95, undefined]) {
    for (const name of Object.keys(WORKFLOWS)) {
      const options = {name, topP};
      const measured = curves(corpus, data, {...options, words: WORDS, generations: MEASURED, seeds: FORECAST_SEEDS});
      const shape = curves(corpus, data, {...options, words: WORDS >> 2, generations: LAST, seeds: FORECAST_SEEDS});
      const truth = curves(corpus, data, {...options, words: WORDS, generations: LAST, seeds: NEW_SEEDS});
      for (const {name: measure, scale} of MEASURES) {
        const {value, low, high} = extrapolate(measured.get(measure)!, shape.get(measure)!, scale)[LAST - 1];
        const seen = truth.get(measure)!.map((curve) => curve[LAST - 1]);
        const inside = seen.filter((x) => low <= x && x <= high).length / seen.length;
        outcomes.push({
          corpus: corpusName,
          drawn: topP === undefined ? 'untruncated' : `top-p ${topP}`,
          workflow: name,
          measure,
          value,
          low,
          high,
          seen,
          inside,
        });
        if (!values.json) process.stdout.write(`${line(outcomes[outcomes.length - 1])}\n`);
      }
    }
  }
}
if (values.json) process.stdout.write(`${JSON.stringify(outcomes)}\n`);
else {
  const inside = outcomes.reduce((sum, one) => sum + one.inside, 0) / outcomes.length;
  process.stdout.write(
    `\n${(100 * inside).toFixed(1)}% of ${outcomes.length * NEW_SEEDS.length} values at generation ${LAST} lie within the interval forecast from ${MEASURED}\n`,
  );
}

/** A model that has collapsed to signs without a word has kept no rare one. */
function readingOf(readings: readonly Reading[], measure: string): number {
  const reading = readings.find((r) => r.measure === measure && r.band === undefined);
  return reading && 'value' in reading ? reading.value : 0;
}

function line({corpus, drawn, workflow, measure, value, low, high, seen, inside}: Outcome): string {
  const short = (x: number) => x.toFixed(3);
  return `| ${corpus} | ${drawn} | ${workflow} | ${measure} | ${short(value)} [${short(low)}, ${short(high)}] | ${seen.map(short).join(' ')} | ${inside} |`;
}
