/** The body of the section of calibration: a panel an arm, a line a generation, over bands of probability. */
import {pow} from '../../../core/math/index.ts';
import {readableNumber} from '../../../core/text/numbers.ts';
import {type CalibrationLine, calibrationChart} from '../../charts/calibration-chart.ts';
import {valueScale} from '../../charts/scale.ts';
import {generationLegend} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines} from '../../html.ts';
import {listed} from '../../words.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';
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
  const emptied = arms.flatMap(({arm, lines}) => lostBands(input, measure, arm, lines[lines.length - 1].generation));
  const people = arms.some(({arm}) => bands.some((band) => input.summary.arms[arm]?.[bandKey(measure.name, band)]?.some(isOfPeople)));
  const zero = people && ' Dotted: people, fresh human data measured as a sample is.';
  const none = emptied.length > 0 && ` A lineage that has lost a band counts with mass 0: ${listed(emptied)}.`;
  const how =
    'Across: bands of probability in the human text, rare at the left. Up: log2 of the model\u2019s probability over the human one: 1 is twice as probable as it should be, \u22121 half; the mass is the mean over all seeds. The dark line at 0: as in the human text. All panels have one scale.';
  const legend = generations.length <= CALIBRATION_LINES && generationLegend(generations);
  return html`${notice(calibrationNotice(input, measure, arms))}<figure>${legend}<div class="panels">${lines(panels)}</div><figcaption>${measure.caption} ${how}${zero}${none}${gaps}</figcaption></figure>`;
}

/** A line for each of a handful of the generations that there are, people first where they were measured. */
export function calibrationLines(input: ReportInput, measure: string, arm: string, bands: readonly string[]): CalibrationLine[] {
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

/** How many lineages of an arm have lost a band at the last generation, of the band that most have lost; or that some had lost one before. */
function lostBands(input: ReportInput, {name, bands = []}: ReportMeasure, arm: string, last: number): string[] {
  const rows = bands.flatMap((band) => (input.summary.arms[arm]?.[bandKey(name, band)] ?? []).map((row) => ({band, ...row})));
  const lost = rows.filter(({nLost}) => nLost !== undefined);
  if (lost.length === 0) return [];
  const at = lost.filter(({generation}) => generation === last);
  if (at.length === 0) return [`in ${arm} some before generation ${last}`];
  const most = at.reduce((a, b) => (b.nLost! > a.nLost! ? b : a));
  return [`in ${arm} ${most.nLost} of ${most.n + most.nLost!} have lost ${most.band} at generation ${last}`];
}

const MOST_TOLD = 4;

/** The rarest and the most frequent band at the last generation, as factors with their intervals. */
function calibrationNotice(
  input: ReportInput,
  {name, bands = []}: ReportMeasure,
  arms: readonly {readonly arm: string; readonly lines: readonly CalibrationLine[]}[],
): string {
  const told = arms.slice(0, MOST_TOLD).flatMap(({arm, lines}) => {
    const {generation, ratios} = lines[lines.length - 1];
    const alive = bands.filter((_, i) => Number.isFinite(ratios[i]));
    if (generation === 0 || alive.length < 2) return [];
    const factor = (band: string) => factorText(input.summary.arms[arm][bandKey(name, band)].find((row) => row.generation === generation)!);
    return [
      `${arm} gives the rarest ${factor(alive[0])} times the probability that they have, the most frequent ${factor(alive[alive.length - 1])} times`,
    ];
  });
  const generation = arms[0].lines[arms[0].lines.length - 1].generation;
  const interval = told.some((text) => text.includes('[')) ? ' In brackets the 95% interval.' : '';
  return told.length === 0 ? '' : `At generation ${generation}: ${told.join('; ')}.${interval}`;
}

/** Bits as a factor: "0.84 [0.51, 1.4]". */
function factorText({mean, low, high}: SummaryRow): string {
  const text = (bits: number) => readableNumber(Number(pow(2, bits).toPrecision(2)));
  return low === undefined || high === undefined ? text(mean!) : `${text(mean!)} [${text(low)}, ${text(high)}]`;
}
