/**
 * A linear classifier of labels 1 and -1 without intercept: the sign of a least-squares line.
 *
 *   b = (X'X)^-1 X'y      relabel: y = sign(x b), turned round with probability `noise`
 *
 * shape    x: (n, d)  y: (n,) of 1 and -1  ->  coefficients: (d,)
 * domain   n >= d and X of full rank, otherwise DataError; noise in 0..1
 * edge     noise is the generator's: the chance that it writes the other label than it believes
 * cost     that of regression.ts, which fits it
 * source   Y. Feng et al., arXiv 2406.07515; least squares on labels has the direction of Fisher's discriminant (Bishop 2006, 4.1.5)
 */
import type {Rows, TrainingSet} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import type {FittedRows, Model} from '../model.ts';
import {linearValues, regressionModel} from '../regression/index.ts';

interface ClassifierModel extends Model<Rows> {
  fit(training: TrainingSet<Rows>, stream: Stream): FittedRows;
  load(bytes: Uint8Array): FittedRows;
}

export function classifierModel({noise}: {readonly noise: number}): ClassifierModel {
  if (!(noise >= 0 && noise <= 1)) throw new ConfigError(`noise is a probability, got ${noise}`, {where: 'data.noise'});
  const line = regressionModel({noise: 0});
  return {
    kind: 'classifier',
    fit: (training, stream) => new FittedPlane(line.fit(training, stream).coefficients, noise),
    load(bytes) {
      const {fields, arrays} = decodeModel('classifier', bytes, {fields: ['noise'], arrays: 1});
      if (!(fields.noise >= 0 && fields.noise <= 1) || arrays[0].length < 1)
        throw broken('classifier', `noise ${fields.noise}, ${arrays[0].length} coefficients`);
      return new FittedPlane(arrays[0], fields.noise);
    },
  };
}

class FittedPlane implements FittedRows {
  readonly coefficients: Float64Array;
  private readonly noise: number;

  constructor(coefficients: Float64Array, noise: number) {
    this.coefficients = coefficients;
    this.noise = noise;
  }

  relabel(rows: Rows, stream: Stream): Rows {
    const {noise} = this;
    const y = linearValues(rows, this.coefficients);
    for (let i = 0; i < y.length; i++) {
      const believed = y[i] < 0 ? -1 : 1;
      y[i] = stream.float() < noise ? -believed : believed;
    }
    return {...rows, y};
  }

  save(): Uint8Array {
    return encodeModel('classifier', {fields: {noise: this.noise}, arrays: [this.coefficients]});
  }
}
