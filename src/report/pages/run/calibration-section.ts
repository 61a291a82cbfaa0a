/** The body of the section of calibration: a panel an arm, a line a generation, over bands of probability. */
import {pow} from '../../../core/math/index.ts';
import {readableNumber} from '../../../core/text/numbers.ts';
import {type CalibrationLine, calibrationChart} from '../../charts/calibration-chart.ts';
import {valueScale} from '../../charts/scale.ts';
import {generationLegend} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines} from '../../html.ts';
import {listed} from '../../words.ts';
import type {ReportInput, ReportMeasure} from './input.ts';
import {notice} from './notice.ts';
import {isOfPeople} from './people.ts';
import {bandKey, type Subject} from './series.ts';

const CALIBRATION_LINES = 6;

/** Undefined where no arm has a value. */
export function calibrationBody({input, document}: Subject, measure: ReportMeasure): Html | undefined {
  const bands = measure.bands ?? [];
  const arms = input.arms
    .map((arm) => ({arm: arm.name, lines: calibrationLines(input, measure.name, arm.name, bands)}))
    .filter(({lines}) => lines.length > 0);
  if (arms.length === 0) return undefined;
  const ratios = arms.flatMap((arm) => arm.lines.flatMap((line) => [...line.ratios]));
  const scale = valueScale([0, ...ratios]);
  const panels = arms.map(({arm, lines: own}) => {
    const last = own[own.length - 1];
    const label = `Calibration of ${arm}: log2 of candidate over reference probability, rare to frequent, at generation ${last.generation}: ${last.ratios.map((r) => (Number.isFinite(r) ? readableNumber(r) : 'undefined')).join(', ')}.`;
    return html`<div class="panel"><p class="facet">${arm}</p>${calibrationChart(own, {scale, label, document})}</div>`;
  });
  const holes = arms.filter(({lines}) => lines.some((line) => line.ratios.some((r) => !Number.isFinite(r)))).map(({arm}) => arm);
  const gaps = holes.length > 0 && html` <strong class="gaps">Some bands are undefined, and left as gaps, in ${listed(holes)}.</strong>`;
  const generations = [...new Set(arms.flatMap(({lines}) => lines.map((line) => line.generation)))]
    .filter((generation) => generation > 0)
    .sort((a, b) => a - b);
  const emptied = arms
    .map(({arm}) => arm)
    .filter((arm) => bands.some((band) => input.summary.arms[arm]?.[bandKey(measure.name, band)]?.some(({nLost}) => nLost !== undefined)));
  const people = arms.some(({arm}) => bands.some((band) => input.summary.arms[arm]?.[bandKey(measure.name, band)]?.some(isOfPeople)));
  const zero = people && ' Dotted: people, fresh human data measured as a sample is.';
  const none = emptied.length > 0 && ` Where a lineage has lost a band it counts with mass 0 (in ${listed(emptied)}).`;
  const how =
    'Across: bands of probability in the human text, rare at the left. Up: log2 of the model\u2019s probability over the human one: 1 is twice as probable as it should be, \u22121 half; the mass is the mean over all seeds. The dark line at 0: as in the human text. All panels have one scale.';
  const legend = generations.length <= CALIBRATION_LINES && generationLegend(generations);
  return html`${notice(calibrationNotice(arms))}<figure>${legend}<div class="panels">${lines(panels)}</div><figcaption>${measure.caption} ${how}${zero}${none}${gaps}</figcaption></figure>`;
}

function calibrationLines(input: ReportInput, measure: string, arm: string, bands: readonly string[]): CalibrationLine[] {
  const rows = bands.map(
    (band) =>
      new Map(
        (input.summary.arms[arm]?.[bandKey(measure, band)] ?? []).flatMap((row) =>
          row.mean === undefined ? [] : [[row.generation, row.mean]],
        ),
      ),
  );
  const generations = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort((a, b) => a - b);
  const shown = spread(
    generations.filter((generation) => generation > 0),
    CALIBRATION_LINES,
  );
  const isPeople = (generation: number) =>
    generation === 0 && bands.some((band) => input.summary.arms[arm]?.[bandKey(measure, band)]?.some(isOfPeople));
  return [...generations.filter(isPeople), ...shown].map((generation) => ({
    generation,
    ratios: rows.map((row) => row.get(generation) ?? Number.NaN),
  }));
}

const MOST_TOLD = 4;

/** The rarest and the most frequent band at the last generation, as factors. */
function calibrationNotice(arms: readonly {readonly arm: string; readonly lines: readonly CalibrationLine[]}[]): string {
  const told = arms.slice(0, MOST_TOLD).flatMap(({arm, lines}) => {
    const {generation, ratios} = lines[lines.length - 1];
    const alive = ratios.filter(Number.isFinite);
    if (generation === 0 || alive.length < 2) return [];
    const [rare, frequent] = [alive[0], alive[alive.length - 1]].map((bits) => readableNumber(Number(pow(2, bits).toPrecision(2))));
    return [`${arm} gives the rarest ${rare} times the probability that they have, the most frequent ${frequent} times`];
  });
  const generation = arms[0].lines[arms[0].lines.length - 1].generation;
  return told.length === 0 ? '' : `At generation ${generation}: ${told.join('; ')}.`;
}
