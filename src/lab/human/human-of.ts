/** The human side of a lineage, from wherever its arm has it: a world, a corpus, points that are not a world's. */
import type {Stream} from '../../core/random/stream.ts';
import {type Arm, firstSizeOf} from '../experiment/arm.ts';
import type {World} from '../world/index.ts';
import {type Corpus, type Human, humanOfCorpus, humanOfWorld} from './human.ts';
import {humanOfPoints, type PointsCorpus} from './points-corpus.ts';

interface HumanSources {
  readonly arm: Arm;
  readonly world?: World;
  readonly corpus?: Corpus;
  readonly points?: PointsCorpus;
}

export function humanOf(stream: Stream, {arm, world, corpus, points}: HumanSources): Human {
  const {data, sample} = arm;
  const first = sample && firstSizeOf(sample);
  if (world && 'rows' in data) return humanOfWorld(stream, world, {size: data.rows, isFresh: data.x === 'fresh'});
  if (world) return humanOfWorld(stream, world, {size: first as number});
  if (!('images' in data)) return humanOfCorpus(stream, corpus!, arm);
  return humanOfPoints(stream, points!, {...data, size: first === 'same' ? undefined : first});
}
