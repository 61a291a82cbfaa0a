/** Measures of rows, read off the coefficients of a fit: exact, in the covariance of x. */
import {acos, norm} from '../../core/math/index.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {excessRisk} from '../../core/measure/index.ts';
import {calibrationError, excessLogLoss, type LogisticLengths} from '../../core/measure/logistic-risk.ts';
import {FROM_0, SHARE} from '../../core/measure/range.ts';
import type {LawMeasure, RowsView} from './measure.ts';

export const lineMeasures: readonly LawMeasure[] = [
  {
    name: 'excessRisk',
    title: 'Excess risk of the regression',
    unit: 'squared distance of coefficients',
    on: ['rows'],
    from: 'model',
    whole: true,
    better: 'lower',
    scale: 'log',
    lost: 'high',
    caption: 'Grows by the same step every generation under replace, and levels off under accumulate.',
    source: 'Gerstgrasser et al., COLM 2024',
    range: FROM_0,
    law: {rows: ({law, truth, spectrum}) => [{measure: 'excessRisk', value: excessRisk(law.coefficients, truth, spectrum)}]},
  },
  {
    name: 'accuracy',
    title: 'Accuracy of the classifier',
    unit: 'share',
    on: ['rows'],
    from: 'model',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption: 'The chance that a new row is put on its right side, exact: 1 minus the angle between the fitted and the true plane over pi.',
    source: 'Feng et al., arXiv 2406.07515',
    range: SHARE,
    law: {rows: (view) => [{measure: 'accuracy', value: planeAccuracy(view)}]},
  },
  {
    name: 'excessLoss',
    title: 'Excess log-loss of the chances',
    unit: 'nats a row',
    on: ['rows'],
    from: 'model',
    whole: true,
    better: 'lower',
    scale: 'log',
    lost: 'high',
    caption:
      'How much more surprised the model is by true labels of new rows than the truth itself is, exact: the Kullback-Leibler divergence of the true chance to the fitted one. Of the logistic model.',
    source: 'Cover and Thomas, Elements of Information Theory, 2006',
    range: FROM_0,
    law: {rows: (view) => ofChances(view, 'excessLoss', excessLogLoss)},
  },
  {
    name: 'calibrationError',
    title: 'Calibration error of the chances',
    unit: 'probability',
    on: ['rows'],
    from: 'model',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption:
      'How far a chance that the model gives lies, on average over new rows, from the true share of 1 among rows that are given it, exact. Of the logistic model.',
    source: 'expected calibration error: Naeini et al., AAAI 2015',
    range: SHARE,
    law: {rows: (view) => ofChances(view, 'calibrationError', calibrationError)},
  },
];

type OfLengths = (lengths: LogisticLengths) => number;

function ofChances(view: RowsView, measure: string, of: OfLengths): Reading[] {
  if (!view.law.isLogistic) return [{measure, reason: 'the model gives labels no chances'}];
  const {b, b0} = inUnits(view);
  return [{measure, value: of({fitted: dot(b, b), truth: dot(b0, b0), shared: dot(b, b0)})}];
}

/** The chance that a new row is put on its right side: 1 - angle / pi. */
function planeAccuracy(view: RowsView): number {
  const {b, b0} = inUnits(view);
  const cosine = dot(b, b0) / (norm(b) * norm(b0));
  return 1 - acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
}

/** Fitted and true coefficients of coordinates whose variance is 1. */
function inUnits({law: {coefficients}, truth, spectrum}: RowsView): {readonly b: Float64Array; readonly b0: Float64Array} {
  if (spectrum === undefined) return {b: coefficients, b0: truth};
  const scaled = (of: Float64Array) => of.map((x, j) => x * Math.sqrt(spectrum[j]));
  return {b: scaled(coefficients), b0: scaled(truth)};
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
