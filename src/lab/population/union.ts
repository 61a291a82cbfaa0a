/**
 * Several fitted models as one: the mixture of them, each with its share of what is written.
 *
 *   p(x) = sum_m w_m p_m(x);   of points, mean = sum w_m mu_m, covariance = sum w_m (C_m + (mu_m - mu)(mu_m - mu)')
 *
 * Refuses to be sampled or saved: each model is. Of one model, it is that model itself.
 */

import type {Data, Text} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import {exp, log} from '../../core/math/index.ts';
import type {Fitted, FittedCategories, FittedPoints, FittedRows, FittedText} from '../../models/model.ts';

export function unionOf(models: readonly Fitted[], shares: readonly number[]): Fitted {
  if (models.length === 1) return models[0];
  const total = shares.reduce((a, b) => a + b, 0);
  const weights = shares.map((share) => share / total);
  const refuse = (): never => {
    throw new DomainError('a union of models is measured, not sampled or saved');
  };
  const union: Fitted & Record<string, unknown> = {sample: refuse, save: refuse, notes: models.flatMap(({notes = []}) => notes)};
  if (models.every((model) => model.logProbability)) union.logProbability = (data: Data) => mixtureDensity(models, weights, data);
  const averaged = (list: readonly Float64Array[]) => list[0].map((_, i) => list.reduce((sum, one, m) => sum + weights[m] * one[i], 0));
  if (models.every((model) => 'unknownTokens' in model)) {
    const texts = models as unknown as Required<FittedText>[];
    union.unknownTokens = (data: Text) => averaged(texts.map((model) => Float64Array.from(model.unknownTokens(data))));
  }
  if ('probabilities' in models[0]) union.probabilities = averaged(models.map((m) => (m as unknown as FittedCategories).probabilities));
  if ('coefficients' in models[0]) union.coefficients = averaged(models.map((m) => (m as unknown as FittedRows).coefficients));
  if (models.every((model) => 'covariance' in model)) Object.assign(union, momentsOf(models as unknown as FittedPoints[], weights));
  return union;
}

function mixtureDensity(models: readonly Fitted[], weights: readonly number[], data: Data): Float64Array {
  const logs = models.map((model) => model.logProbability!(data));
  return logs[0].map((_, i) => {
    const most = Math.max(...logs.map((of) => of[i]));
    if (most === -Infinity) return -Infinity;
    return most + log(logs.reduce((sum, of, m) => sum + weights[m] * exp(of[i] - most), 0));
  });
}

function momentsOf(models: readonly FittedPoints[], weights: readonly number[]): Pick<FittedPoints, 'mean' | 'covariance'> {
  const d = models[0].mean.length;
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  models.forEach((model, m) => {
    for (let i = 0; i < d; i++) mean[i] += weights[m] * model.mean[i];
  });
  models.forEach((model, m) => {
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        covariance[i * d + j] += weights[m] * (model.covariance[i * d + j] + (model.mean[i] - mean[i]) * (model.mean[j] - mean[j]));
  });
  return {mean, covariance};
}
