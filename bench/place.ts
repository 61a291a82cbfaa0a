/**
 * What the lab's own `replace` wrote after 1 to 5 generations, placed among generations: `node bench/place.ts [--lineages 6] [--words 20000]`.
 *
 * The human text is the speeches in passages of 100 words. Each lineage begins with other passages; what it writes is a candidate that
 * `forecast --candidate` places with labs of its own. Prints by generation the mean place, its mean interval, and how many intervals
 * hold the generation.
 */
import {parseArgs} from 'node:util';
import type {Text} from '../src/core/data.ts';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {firstOf} from '../src/core/records.ts';
import {documentsAt} from '../src/core/text/documents.ts';
import {cutIntoPassages} from '../src/core/text/passages.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {placeText} from '../src/node/forecast/place.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';

const {values} = parseArgs({options: {lineages: {type: 'string', default: '6'}, words: {type: 'string', default: '20000'}}});
const words = Number(values.words);
const GENERATIONS = [1, 2, 3, 4, 5];
const TOP_P = 0.95;

const human = cutIntoPassages(await readSpeeches(), 100);
const placed = new Map(GENERATIONS.map((t): [number, {value: number; low: number; high: number}[]] => [t, []]));
for (let k = 0; k < Number(values.lineages); k++) {
  for (const [t, sample] of samplesOf(k)) {
    const {value, low, high, line} = placeText({
      ...{
        human,
        candidate: sample,
        name: `generation ${t}`,
        generations: 8,
        token: 'word',
        order: 3,
        topP: TOP_P,
        seed: 100 + k,
        size: words,
      },
    });
    process.stderr.write(`lineage ${k}, generation ${t}: ${line}\n`);
    if (value !== undefined) placed.get(t)!.push({value, low: low!, high: high!});
  }
}
console.log('| generation | place | interval | intervals that hold it |\n|---|---|---|---|');
for (const [t, list] of placed) {
  const mean = (pick: (one: (typeof list)[number]) => number) => (list.reduce((sum, one) => sum + pick(one), 0) / list.length).toFixed(1);
  const inside = list.filter(({low, high}) => low <= t && t <= high).length;
  console.log(
    `| ${t} | ${mean(({value}) => value)} | ${mean(({low}) => low)} to ${mean(({high}) => high)} | ${inside} of ${list.length} |`,
  );
}

/** What a lineage writes, by generation. */
function samplesOf(k: number): [number, Text][] {
  const stream = Stream.root('place').fork(`lineage/${k}`);
  const training = firstOf(documentsAt(human, permutation(stream, human.count)), words, 'word');
  const lineage = new Lineage({
    arm: {
      name: 'replace',
      workflow: 'replace',
      data: {files: ['the speeches'], holdout: {files: ['none']}} as never,
      model: {kind: 'ngram', order: 3, unit: 'word', topP: TOP_P},
      sample: {size: words},
    },
    seed: k,
    root: stream,
    measures: [],
    corpus: {documents: training, holdout: training, name: 'the speeches'},
  });
  return Array.from({length: Math.max(...GENERATIONS)}, (_, i): [number, Text] => {
    lineage.advance();
    return [i + 1, lineage.carry().sample as Text];
  }).filter(([t]) => GENERATIONS.includes(t));
}
