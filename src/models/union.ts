/**
 * Several fitted models as one law: the mixture of them, each with its share of what is written.
 *
 *   p(x) = sum_m w_m p_m(x);   of points, mean = sum w_m mu_m, covariance = sum w_m (C_m + (mu_m - mu)(mu_m - mu)')
 *
 * Of one model, it is that model itself. What some of them do not know, the mixture does not.
 */

import type {Categories, Data, Points, Rows, Text} from '../core/data.ts';
import {exp, log} from '../core/math/index.ts';
import type {CategoriesLaw, FittedMoments, Law, PointsLaw, RowsLaw, TextLaw} from './model.ts';

/** Parts of what is written, which sum to 1. */
const weightsOf = (shares: readonly number[]): number[] => {
  const total = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / total);
};

const averaged = (list: readonly Float64Array[], weights: readonly number[]): Float64Array =>
  list[0].map((_, i) => list.reduce((sum, one, m) => sum + weights[m] * one[i], 0));

export function unionOfCategories(laws: readonly CategoriesLaw[], shares: readonly number[]): CategoriesLaw {
  if (laws.length === 1) return laws[0];
  const weights = weightsOf(shares);
  return {
    ...densityOf<Categories>(laws, weights),
    probabilities: averaged(
      laws.map(({probabilities}) => probabilities),
      weights,
    ),
  };
}

export function unionOfRows(laws: readonly RowsLaw[], shares: readonly number[]): RowsLaw {
  if (laws.length === 1) return laws[0];
  const weights = weightsOf(shares);
  return {
    ...densityOf<Rows>(laws, weights),
    coefficients: averaged(
      laws.map(({coefficients}) => coefficients),
      weights,
    ),
  };
}

export function unionOfPoints(laws: readonly PointsLaw[], shares: readonly number[]): PointsLaw {
  if (laws.length === 1) return laws[0];
  const weights = weightsOf(shares);
  return {...densityOf<Points>(laws, weights), ...(laws.every(hasMoments) && momentsOf(laws, weights))};
}

export function unionOfText(laws: readonly TextLaw[], shares: readonly number[]): TextLaw {
  if (laws.length === 1) return laws[0];
  const weights = weightsOf(shares);
  const unknown = laws.every(knowsWords)
    ? (text: Text) =>
        averaged(
          laws.map((law) => Float64Array.from(law.unknownTokens(text))),
          weights,
        )
    : undefined;
  return {logProbability: (text) => mixtureDensity(laws, weights, text), ...(unknown && {unknownTokens: unknown})};
}

const hasMoments = (law: PointsLaw): law is Pick<FittedMoments, 'mean' | 'covariance'> => law.covariance !== undefined;
const knowsWords = (law: TextLaw): law is TextLaw & Required<Pick<TextLaw, 'unknownTokens'>> => law.unknownTokens !== undefined;

const densityOf = <D extends Data>(laws: readonly Law<D>[], weights: readonly number[]): Law<D> =>
  laws.every((law) => law.logProbability) ? {logProbability: (data: D) => mixtureDensity(laws, weights, data)} : {};

function mixtureDensity<D extends Data>(laws: readonly Law<D>[], weights: readonly number[], data: D): Float64Array {
  const logs = laws.map((law) => law.logProbability!(data));
  return logs[0].map((_, i) => {
    const most = Math.max(...logs.map((each) => each[i]));
    if (most === -Infinity) return -Infinity;
    return most + log(logs.reduce((sum, each, m) => sum + weights[m] * exp(each[i] - most), 0));
  });
}

type Moments = Pick<FittedMoments, 'mean' | 'covariance'>;

function momentsOf(laws: readonly Moments[], weights: readonly number[]): Moments {
  const d = laws[0].mean.length;
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  laws.forEach((law, m) => {
    for (let i = 0; i < d; i++) mean[i] += weights[m] * law.mean[i];
  });
  laws.forEach((law, m) => {
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++)
        covariance[i * d + j] += weights[m] * (law.covariance[i * d + j] + (law.mean[i] - mean[i]) * (law.mean[j] - mean[j]));
  });
  return {mean, covariance};
}
