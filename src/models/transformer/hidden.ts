/**
 * What a transformer makes of documents: the mean of its last hidden states, behind the last norm, over a document's tokens.
 *
 * shape    n documents -> n points of D = width
 * edge     the state at a document's beginning, behind the end before it, is the same for all and counts only where there is no token
 *          at all; documents longer than the context are read in windows that overlap by half, each token once
 */
import type {Points, Text} from '../../core/data.ts';
import type {Numbers} from '../network/parameters.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {windowsOf} from './score.ts';
import type {TransformerSteps} from './steps.ts';

const ROWS = 32;

/** One window of a document in a row of a batch: the states at from..to - 1 count for it. */
interface Row {
  readonly document: number;
  readonly from: number;
  readonly to: number;
}

/** `weights`: those that are trained, not the folded ones. */
export function hiddenMeans(text: Text, tokenizer: Tokenizer, {steps, weights}: {steps: TransformerSteps; weights: Numbers}): Points {
  const {tokens, offsets} = tokenizer.encodeDocuments(text);
  const {context: T, width: D} = steps.shape;
  const step = steps.features(ROWS, T);
  const fixed = Object.fromEntries(weights);
  const means = new Float64Array(text.count * D);
  const x = new Int32Array(ROWS * T);
  let rows: Row[] = [];
  const run = () => {
    const {features} = step.run({...fixed, x}) as {features: Float32Array};
    rows.forEach(({document, from, to}, r) => {
      const scale = 1 / Math.max(1, offsets[document + 1] - offsets[document]);
      for (let t = from; t < to; t++) for (let d = 0; d < D; d++) means[document * D + d] += scale * features[(r * T + t) * D + d];
    });
    rows = [];
  };
  for (let i = 0; i < text.count; i++) {
    const own = tokens.subarray(offsets[i], offsets[i + 1]);
    for (const {start, from, to} of windowsOf(own.length, T)) {
      const begin = rows.length * T;
      for (let t = 0; t < T; t++) x[begin + t] = t + start === 0 || t + start > own.length ? tokenizer.end : own[t + start - 1];
      rows.push({document: i, from: Math.max(from, own.length > 0 ? 1 : 0) - start, to: to - start});
      if (rows.length === ROWS) run();
    }
  }
  if (rows.length > 0) run();
  return {kind: 'points', count: text.count, dimension: D, values: means};
}
