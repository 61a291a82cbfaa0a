/** What models of a recursion on the speeches wrote, generation by generation: what `check` should see go wrong. */

import type {Text} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {documentsOf} from '../test/documents.ts';

export interface Samples {
  readonly model: string;
  readonly human: string[];
  readonly samples: [number, string[]][];
}

const MODELS: readonly {name: string; topP?: number; size: number | 'same'}[] = [
  {name: '120,000 words, top-p .95', topP: 0.95, size: 120000},
  {name: 'all words, untruncated', size: 'same'},
];

export async function labSamples(generations: readonly number[], models = MODELS): Promise<Samples[]> {
  const {bytes, offsets, count} = await readSpeeches({});
  const corpus = {documents: {kind: 'text' as const, count, bytes, offsets}, name: 'the speeches'};
  return models.map(({name, topP, size}) => {
    const arm: Arm = {
      name: 'replace',
      workflow: 'replace',
      data: {corpus: 'speeches', holdout: 0.1, reserve: 0.15},
      model: {kind: 'ngram', order: 3, unit: 'word', ...(topP !== undefined && {topP})},
      sample: {size},
    };
    let human: string[] = [];
    const options = {arm, seed: 0, root: Stream.root(1), measures: [], corpus};
    const lineage = new Lineage({
      ...options,
      mitigations: {
        quality: {
          check(sample, moment) {
            human = documentsOf(moment.human as Text);
            return {data: sample};
          },
        },
      },
    });
    const samples: [number, string[]][] = [];
    for (let t = 1; t <= Math.max(...generations); t++) {
      lineage.advance();
      if (generations.includes(t)) samples.push([t, documentsOf(lineage.carry().sample as Text)]);
    }
    return {model: name, human, samples};
  });
}
