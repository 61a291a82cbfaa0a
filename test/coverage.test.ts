/** Whether 95% intervals of `check` contain the truth as often as they say, on documents drawn from a pool whose truth is known. */
import {expect, it} from 'vitest';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {type Grams, gramsUpTo, NO_GRAM} from '../src/core/text/grams.ts';
import {Vocabulary} from '../src/core/text/vocabulary.ts';
import {tokenizeWords} from '../src/core/text/words.ts';
import {Comparison} from '../src/guard/check/comparison.ts';
import {measureNamed} from '../src/guard/check/measures.ts';
import {type ComparedReading, intervalOf} from '../src/guard/check/reading.ts';
import {speeches} from './documents.ts';
import {profileOf} from './profiled.ts';

const WORDS = 60;
const DOCUMENTS = 120;
const DRAWS = 112;
/**
 * Half an interval's width in standard deviations, where 1.96 would do: jackknives of what is rare are wide (tail.retention 4.6), exact
 * intervals of what hardly any document shows wider (repetition 6.0), and they must not become wider still.
 */
const WIDEST = 6.5;
/** Measures against a reference: the truth is the mean of all draws. By itself: the pool's own, thinned to the same size, exactly. */
const AGAINST = ['tail.retention', 'head.inflation', 'unseen'];
const BY_ITSELF = ['distinct.1', 'distinct.2', 'distinct.3', 'heaps', 'repetition', 'selfRepetition'];

async function pool(): Promise<string[]> {
  const found: string[] = [];
  for (const speech of await speeches()) {
    const words = speech.split(/\s+/);
    for (let from = 0; from + WORDS <= words.length; from += WORDS) found.push(words.slice(from, from + WORDS).join(' '));
  }
  return found;
}

/** Of n-grams, by how many documents have them: how many there are, and how often they occur. */
function byDocuments({ids, offsets, size}: Grams): {types: Float64Array; occurrences: Float64Array} {
  const documents = new Uint32Array(size);
  const counts = new Uint32Array(size);
  const last = new Int32Array(size).fill(-1);
  for (let d = 0; d + 1 < offsets.length; d++) {
    for (let i = offsets[d]; i < offsets[d + 1]; i++) {
      if (ids[i] === NO_GRAM) continue;
      counts[ids[i]]++;
      if (last[ids[i]] !== d) documents[ids[i]]++;
      last[ids[i]] = d;
    }
  }
  const types = new Float64Array(offsets.length);
  const occurrences = new Float64Array(offsets.length);
  documents.forEach((d, gram) => {
    types[d]++;
    occurrences[d] += counts[gram];
  });
  return {types, occurrences};
}

/** The expected values of the measures when documents of the pool are left out at random until `words` are left. */
function poolTruth(documents: readonly string[]): (measure: string, words: number) => number {
  const parts = documents.map((text) => new TextEncoder().encode(text));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length;
  });
  const bytes = new Uint8Array(offsets[parts.length]);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  const tokens = tokenizeWords({kind: 'text', count: parts.length, bytes, offsets}, new Vocabulary());
  const grams = gramsUpTo(tokens, 4);
  const tables = grams.map(byDocuments);
  const all = tokens.ids.length;
  const sum = (values: Float64Array, chance: (d: number) => number) =>
    values.reduce((total, value, d) => total + (value > 0 ? value * chance(d) : 0), 0);
  const repetition = documents.reduce((total, _, i) => {
    const own = grams[3].ids.subarray(tokens.offsets[i], tokens.offsets[i + 1]).filter((id) => id !== NO_GRAM);
    return total + (1 - new Set(own).size / own.length);
  }, 0);
  return (measure, words) => {
    const gone = 1 - words / all;
    if (measure === 'repetition') return repetition / documents.length;
    if (measure === 'selfRepetition') return sum(tables[3].occurrences, (d) => 1 - gone ** (d - 1)) / grams[3].count;
    if (measure === 'heaps')
      return slopeOf([16, 8, 4, 2, 1].map((cut) => [words / cut, sum(tables[0].types, (d) => 1 - (1 - words / cut / all) ** d)]));
    const n = Number(measure.slice(9));
    return sum(tables[n - 1].types, (d) => 1 - gone ** d) / ((grams[n - 1].count * words) / all);
  };
}

/** Least-squares slope of ln y on ln x. */
function slopeOf(points: readonly number[][]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (k: number) => logs.reduce((total, point) => total + point[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((total, [a, b]) => total + (a - x) * (b - y), 0) / logs.reduce((total, [a]) => total + (a - x) ** 2, 0);
}

const readingOf = (comparison: Comparison, measure: string): ComparedReading => {
  const read = measureNamed(comparison, measure, {bands: false});
  if (read.kind === 'undefined') throw new Error(`${measure}: ${read.reason}`);
  return read.readings[0];
};

const contains = (reading: ComparedReading, truth: number): boolean => {
  const {low, high} = intervalOf(reading, reading);
  return low <= truth && truth <= high;
};

it(`95% intervals contain the truth in 92% or more of ${DRAWS * (AGAINST.length + BY_ITSELF.length)} known cases, and half their width is below ${WIDEST} standard deviations`, async () => {
  const documents = await pool();
  const truth = poolTruth(documents);
  const drawn = new Map<string, {reading: ComparedReading; words: number}[]>([...AGAINST, ...BY_ITSELF].map((measure) => [measure, []]));
  for (let draw = 0; draw < DRAWS; draw++) {
    const order = permutation(Stream.root(20).fork(`draw/${draw}`), documents.length);
    const part = (from: number) =>
      profileOf(
        Array.from(order.subarray(from, from + DOCUMENTS), (i) => documents[i]),
        'small',
      );
    const comparison = new Comparison(part(0), part(DOCUMENTS));
    for (const [measure, list] of drawn) list.push({reading: readingOf(comparison, measure), words: comparison.equalWords});
  }
  const coverage: Record<string, number> = {};
  const width: Record<string, number> = {};
  for (const [measure, list] of drawn) {
    const truthAt = AGAINST.includes(measure) ? alongSize(list) : (words: number) => truth(measure, words);
    coverage[measure] = list.filter(({reading, words}) => contains(reading, truthAt(words))).length / DRAWS;
    const misses = list.map(({reading, words}) => reading.value - truthAt(words));
    const deviation = Math.sqrt(misses.reduce((sum, miss) => sum + miss ** 2, 0) / DRAWS);
    const halves = list.map(({reading}) => intervalOf(reading, reading)).map(({low, high}) => (high - low) / 2);
    width[measure] = halves.reduce((sum, half) => sum + half, 0) / DRAWS / deviation;
  }
  const all = Object.values(coverage).reduce((sum, share) => sum + share, 0) / drawn.size;
  const seen = JSON.stringify({all, coverage, width});
  process.stdout.write(`coverage of 95% intervals, and half their width in standard deviations: ${seen}\n`);
  expect(all, seen).toBeGreaterThanOrEqual(0.92);
  for (const share of Object.values(coverage)) expect(share, seen).toBeGreaterThan(0.84);
  for (const half of Object.values(width)) expect(half, seen).toBeLessThan(WIDEST);
}, 900_000);

/** The mean of all draws, as a straight line along the size that each was read at. */
function alongSize(list: readonly {reading: ComparedReading; words: number}[]): (words: number) => number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(list.map(({words}) => words));
  const y = mean(list.map(({reading}) => reading.value));
  const xy = mean(list.map(({words, reading}) => (words - x) * (reading.value - y)));
  const xx = mean(list.map(({words}) => (words - x) ** 2));
  return (words) => y + (xy / xx) * (words - x);
}
