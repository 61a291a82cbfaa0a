/**
 * Hidden states of a model as features of a reward: what the model itself makes of a document, in place of its words.
 *
 *   phi(x) = LENGTH / sqrt(D) z(h(x)),   h: the mean of the last hidden states over a document's tokens, z: standardised, within -MOST .. MOST
 *
 * The scale is the ridge: rows are about as long as those of words whatever the dimension D, so that rewards differ by as much before anything
 * is asked. In standardised states it is a penalty of D / LENGTH^2 on each weight's square.
 *
 * shape    n documents -> n rows of D features
 * edge     states of two fits do not lie in one space: a map is of the fit that it was made with
 * source   a linear head on the last states, as reward models of language have: D. Ziegler et al., arXiv 1909.08593
 */
import type {Data, Points, Text} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {Fitted} from '../../models/model.ts';
import {type FeatureMap, LENGTH, MOST, standard} from './features.ts';

/** Documents that states are standardised by, at most. */
const LIKE = 500;

interface WithStates extends Fitted {
  hidden(text: Text): Points;
}

const hasStates = (model: Fitted): model is WithStates => 'hidden' in model;

/** `like`: human documents, that states are standardised by. Throws ConfigError where the model has no hidden states. */
export function hiddenFeatures(model: Fitted, like: Data): FeatureMap {
  if (!hasStates(model) || like.kind !== 'text')
    throw new ConfigError('features: hidden are the states of a transformer, and the model has none', {
      next: 'Use model: {kind: transformer}, or leave `features` out.',
    });
  const first = Uint32Array.from({length: Math.min(LIKE, like.count)}, (_, i) => i);
  const {centre, scale} = standard(model.hidden(documentsAt(like, first)));
  const D = centre.length;
  return {
    columns: D,
    of(data) {
      const {count, values: states} = model.hidden(data as Text);
      const values = new Float32Array(count * D);
      for (let i = 0; i < count * D; i++) {
        const z = (states[i] - centre[i % D]) / scale[i % D];
        values[i] = (LENGTH / Math.sqrt(D)) * Math.max(-MOST, Math.min(MOST, z));
      }
      const indices = Uint32Array.from({length: count * D}, (_, k) => k % D);
      return {count, indices, values, offsets: Uint32Array.from({length: count + 1}, (_, i) => i * D)};
    },
  };
}
