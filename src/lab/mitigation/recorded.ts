/** Recorded preferences as a reward: a Bradley-Terry model of the pairs that people have judged. */
import type {Data, Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {joinedDocuments} from '../../core/text/documents.ts';
import {fitReward, rewardsOf} from '../../quality/preference/bradley-terry.ts';
import {featureMap} from '../../quality/preference/features.ts';

/** Pair i: document i of either. */
export interface RecordedPairs {
  readonly chosen: Text;
  readonly rejected: Text;
}

export function recordedReward(stream: Stream, {chosen, rejected}: RecordedPairs): (data: Data) => Float64Array {
  const texts = joinedDocuments([chosen, rejected]);
  const map = featureMap(texts);
  const comparisons = Array.from({length: chosen.count}, (_, i) => ({chosen: i, rejected: chosen.count + i}));
  const weights = fitReward(map.of(texts), comparisons, {columns: map.columns, stream});
  return (data) => rewardsOf(map.of(data), weights);
}
