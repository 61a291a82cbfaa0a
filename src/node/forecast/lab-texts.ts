/** What a lab writes, generation after generation, from a training set: an n-gram under `replace`. */
import type {Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Token} from '../../forecast/defaults.ts';
import {resolveExperiment} from '../../lab/experiment/resolve.ts';
import {Lineage} from '../../lab/loop/lineage.ts';

export interface LabModel {
  /** The n-gram's tokens and order. */
  readonly token: Token;
  readonly order: number;
  readonly topP?: number;
}

export interface LabOptions {
  readonly generations: number;
  readonly root: Stream;
  readonly seed: number;
}

/** Of generations 1 to T, each of the size of the training set. */
export function labTexts(training: Text, {token, order, topP}: LabModel, {generations, root, seed}: LabOptions): Text[] {
  const resolved = resolveExperiment({
    title: 'place',
    data: {files: ['the human text'], holdout: {files: ['none']}},
    model: {kind: 'ngram', unit: token, order, ...(topP !== undefined && {topP})},
    sample: {size: 'same'},
    generations,
    seeds: 1,
    arms: {replace: {workflow: 'replace'}},
    measures: ['support'],
  });
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const lineage = new Lineage({
    arm: resolved.arms[0],
    seed,
    root,
    measures: [],
    corpus: {documents: training, holdout: training, name: 'the human text'},
  });
  return Array.from({length: generations}, () => {
    lineage.advance();
    return lineage.carry().sample as Text;
  });
}
