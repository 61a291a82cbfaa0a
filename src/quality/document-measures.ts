/**
 * What is measured of one document, for filters: its length, how much it repeats itself, and what two references say of it.
 *
 *   words        runs of letters, marks, digits and apostrophes          bytes   of UTF-8
 *   repetition   1 - distinct / all word 4-grams; 0 where it has none
 *   likelihood   bits per byte under a model of human text               synthetic   probability that a model wrote it
 *
 * shape    n documents -> (n,)
 * edge     a measure of a document does not depend on the documents beside it
 */
import type {Text} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import {DocumentScan} from './document-scan.ts';
import type {DocumentMeasureName} from './steps.ts';

/** Measures that need a reference. */
export interface ScoreModels {
  likelihood?(text: Text): Float64Array;
  synthetic?(text: Text): Float64Array;
}

export function measureDocuments(name: DocumentMeasureName, text: Text, models: ScoreModels = {}, scan = new DocumentScan()): Float64Array {
  const {bytes, offsets, count} = text;
  if (name === 'bytes') return Float64Array.from({length: count}, (_, i) => offsets[i + 1] - offsets[i]);
  if (name === 'likelihood' || name === 'synthetic') {
    const model = models[name];
    if (!model) throw missingReference(name);
    return model.call(models, text);
  }
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    scan.read(bytes, offsets[i], offsets[i + 1]);
    values[i] = name === 'words' ? scan.words : scan.repetition;
  }
  return values;
}

export function missingReference(name: 'likelihood' | 'synthetic' | 'band'): ConfigError {
  if (name === 'synthetic')
    return new ConfigError('synthetic is told from a human and a synthetic reference, and one is missing', {
      next: 'Give text by people and text by the models in question.',
    });
  const what = name === 'band' ? 'a band is of quantiles of human text' : 'likelihood is that under a model of human text';
  return new ConfigError(`${what}, and there is no human reference`, {next: 'Give text by people as the reference.'});
}
