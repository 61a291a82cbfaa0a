/**
 * How often the 95% intervals of `check` hold what they estimate: `node bench/check-coverage.ts [--draws 400] [--only TEXT] [--json]`.
 *
 * Documents are drawn at random from a pool, some as the reference and others as the candidate, many times. What a value estimates is its
 * mean over the draws, as a straight line along the size that each was read at. Three intervals are asked: that of the value, that of
 * what is expected (the reference against its own other half, which derived bounds start from), and that of the excess novelty that the
 * domain is judged by. SE of a share of 400 draws that is .95: .011.
 */
import {parseArgs} from 'node:util';
import {compressedSize} from '../src/core/measure/compressed-size.ts';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {Comparison} from '../src/guard/check/comparison.ts';
import {testDomain} from '../src/guard/check/domain.ts';
import {expectedInterval} from '../src/guard/check/judge.ts';
import {CHECK_MEASURES, measureNamed} from '../src/guard/check/measures.ts';
import {type ComparedReading, intervalOf} from '../src/guard/check/reading.ts';
import {ProfileBuilder} from '../src/guard/profile/builder.ts';
import type {Profile} from '../src/guard/profile/profile.ts';
import {makeKernel} from '../src/node/scan/kernel.ts';
import {speeches} from '../test/documents.ts';

const {values} = parseArgs({
  options: {draws: {type: 'string', default: '400'}, only: {type: 'string', default: ''}, json: {type: 'boolean', default: false}},
});
const draws = Number(values.draws);

interface Setting {
  readonly name: string;
  /** The most sentences of a document, and documents of reference and candidate. */
  readonly sentences: number;
  readonly reference: number;
  readonly candidate: number;
}

const SETTINGS: readonly Setting[] = [
  {name: 'short documents, 30 and 30', sentences: 6, reference: 30, candidate: 30},
  {name: 'short documents, 120 and 120', sentences: 6, reference: 120, candidate: 120},
  {name: 'short documents, 600 and 600', sentences: 6, reference: 600, candidate: 600},
  {name: 'short documents, 600 and 60', sentences: 6, reference: 600, candidate: 60},
  {name: 'short documents, 60 and 600', sentences: 6, reference: 60, candidate: 600},
  {name: 'long documents, 40 and 40', sentences: 60, reference: 40, candidate: 40},
];

/** The speeches, cut into documents of 1 to so many sentences. */
async function pool(most: number): Promise<string[]> {
  const stream = Stream.root('coverage').fork(`pool/${most}`);
  const found: string[] = [];
  for (const speech of await speeches()) {
    const all = speech.split(/(?<=[.!?])\s+/);
    for (let from = 0; from < all.length; ) {
      const to = from + 1 + stream.below(most);
      found.push(all.slice(from, to).join(' '));
      from = to;
    }
  }
  return found;
}

const encoder = new TextEncoder();

function profileOf(documents: readonly string[]): Profile {
  const builder = new ProfileBuilder({kernel: makeKernel, compress: compressedSize, size: 'small'});
  for (const text of documents) {
    const bytes = encoder.encode(text);
    builder.add({count: 1, bytes, offsets: Uint32Array.of(0, bytes.length)});
  }
  return builder.finish();
}

interface Seen {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly words: number;
}

async function measured({sentences, reference, candidate}: Setting): Promise<Map<string, Seen[]>> {
  const documents = await pool(sentences);
  const seen = new Map<string, Seen[]>();
  const add = (name: string, interval: {value: number; low: number; high: number}, at: number) => {
    const list = seen.get(name) ?? [];
    seen.set(name, list);
    list.push({...interval, words: at});
  };
  for (let draw = 0; draw < draws; draw++) {
    const order = permutation(Stream.root('coverage').fork(`${sentences}/${draw}`), documents.length);
    const part = (from: number, count: number) => profileOf(Array.from(order.subarray(from, from + count), (i) => documents[i]));
    const comparison = new Comparison(part(0, reference), part(reference, candidate));
    const at = comparison.equalWords;
    for (const measure of CHECK_MEASURES) {
      const read = measureNamed(comparison, measure, {bands: measure === 'calibration.halves' || measure === 'words'});
      if (read.kind === 'undefined') continue;
      for (const reading of read.readings) addReading(reading, `${measure}${reading.band === undefined ? '' : `[${reading.band}]`}`, at);
    }
    const domain = testDomain(comparison);
    if (domain.value !== undefined) add('domain', {value: domain.value, low: domain.low!, high: domain.high!}, at);
  }
  return seen;

  function addReading(reading: ComparedReading, name: string, at: number): void {
    add(name, {value: reading.value, ...intervalOf(reading, reading)}, at);
    if (reading.expected !== undefined) add(`${name}, expected`, expectedInterval(reading), at);
  }
}

/** The mean of all draws, as a straight line along the size that each was read at. */
function alongSize(list: readonly Seen[]): (words: number) => number {
  const mean = (of: (one: Seen) => number) => list.reduce((sum, one) => sum + of(one), 0) / list.length;
  const [x, y] = [mean(({words}) => words), mean(({value}) => value)];
  const xx = mean(({words}) => (words - x) ** 2);
  const slope = xx > 0 ? mean(({words, value}) => (words - x) * (value - y)) / xx : 0;
  return (words) => y + slope * (words - x);
}

interface Coverage {
  readonly setting: string;
  readonly measure: string;
  readonly draws: number;
  readonly covered: number;
  /** Mean half width of the intervals over the standard deviation of the values: 1.96 is right where values are normal. */
  readonly width: number;
}

const table: Coverage[] = [];
for (const setting of SETTINGS) {
  if (!setting.name.includes(values.only)) continue;
  for (const [measure, list] of await measured(setting)) {
    const truth = alongSize(list);
    const inside = list.filter(({low, high, words}) => low <= truth(words) && truth(words) <= high).length;
    const deviation = Math.sqrt(list.reduce((sum, {value, words}) => sum + (value - truth(words)) ** 2, 0) / list.length);
    const half = list.reduce((sum, {low, high}) => sum + (high - low) / 2, 0) / list.length;
    table.push({setting: setting.name, measure, draws: list.length, covered: inside / list.length, width: half / deviation});
  }
}
if (values.json) console.log(JSON.stringify(table));
else {
  console.log('| documents | measure | draws | holds | half width over standard deviation |\n|---|---|---:|---:|---:|');
  for (const {setting, measure, draws: n, covered, width} of table)
    console.log(`| ${setting} | ${measure} | ${n} | ${(100 * covered).toFixed(1)}% | ${width.toFixed(2)} |`);
}
