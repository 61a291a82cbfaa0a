/**
 * A run as it stands at one generation, for pages that go through its generations: the pictures of a report, drawn up to there, on the scales
 * of all that is known, so that nothing jumps from one generation to the next. Without what a report says of the end.
 */

import {readableNumber} from '../../../core/text/numbers.ts';
import {calibrationChart} from '../../charts/calibration-chart.ts';
import {labelledFrame} from '../../charts/frame.ts';
import {lineChart, lineScale} from '../../charts/line-chart.ts';
import {valueScale} from '../../charts/scale.ts';
import {armLegend, generationLegend} from '../../charts/signs.ts';
import type {SvgDocument} from '../../document.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import {calibrationLines} from '../run/calibration-section.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from '../run/input.ts';
import {peopleLabel, peopleNote} from '../run/people.ts';
import {type ArmLine, armLinesOf, bandKey, keysOf, layoutArms, panelsOf, type Subject, withPeople} from '../run/series.ts';
import {drawnPlan} from './drawn.ts';
import type {Fans} from './fans.ts';
import {type LostWords, lostWordsPicture} from './lost-words.ts';
import type {ExplorerPicture, PlannedPicture} from './picture.ts';

export interface ExplorerOptions {
  readonly input: ReportInput;
  readonly lost?: LostWords;
  readonly fans?: Fans;
  /** The newest generation that is drawn, from 0. */
  readonly generation: number;
  readonly document: SvgDocument;
}

/** What was written first, then the measures in the order of the experiment; one without anything to draw is left out. */
export const explorerPictures = (options: ExplorerOptions): ExplorerPicture[] => explorerPlan(options).flatMap(({draw}) => draw() ?? []);

/** The same, each drawn when it is asked for. */
export function explorerPlan({input, lost, fans, generation, document}: ExplorerOptions): readonly PlannedPicture[] {
  const subject: Subject = {input, layout: layoutArms(input.arms), document};
  const names = input.arms.map(({name}) => name);
  const measured = input.measures.map((measure): PlannedPicture => {
    const drawing = (): Drawn | undefined =>
      measure.name === 'calibration' ? calibrationPicture(subject, measure, generation) : linePicture(subject, measure, {generation, fans});
    return {
      name: measure.name,
      draw() {
        const {drawing: drawn, note = ''} = drawing() ?? {};
        return drawn && {...measure, caption: [measure.caption, note].filter(Boolean).join(' '), drawing: drawn};
      },
    };
  });
  // what an experiment is about comes first: the words of text, then the law of what is frequent and what is rare
  return [
    {name: 'passage', draw: () => passagePicture(input, generation)},
    {name: 'lost words', draw: () => lost && lostWordsPicture(lost, names, generation)},
    ...measured.filter(({name}) => name === 'calibration'),
    ...drawnPlan(subject, generation),
    ...measured.filter(({name}) => name !== 'calibration'),
  ];
}

/** What stands at a generation, arm by arm, in words: `alone 51.8, with people 85.1`. Empty where nothing does. */
export function standsAt({input, generation}: Pick<ExplorerOptions, 'input' | 'generation'>, measure: string): string {
  const said = input.arms.flatMap(({name}) => {
    const row = input.summary.arms[name]?.[measure]?.find((one) => one.generation === generation);
    return row?.mean === undefined ? [] : [`${name} ${readableNumber(row.mean)}`];
  });
  return said.join(', ');
}

/** How each arm goes on from the same beginning. */
function passagePicture({arms, pictures}: ReportInput, generation: number): ExplorerPicture | undefined {
  const passages = pictures?.passages;
  const said = arms.flatMap(({name}) => {
    const own = passages?.arms[name]?.findLast((one) => one.generation <= generation);
    return own ? [html`<div class="passage"><p class="facet">${name}</p><p><mark>${passages!.prompt}</mark> ${own.text}</p></div>`] : [];
  });
  if (said.length === 0) return undefined;
  const caption =
    'Every model goes on from the same beginning, which a person wrote. One passage of the first seed: to look at, not to measure by.';
  return {name: 'passage', title: 'What it writes', unit: '', caption, drawing: html`<div class="passages">${inLines(said)}</div>`};
}

interface Drawn {
  readonly drawing: Html;
  /** What its marks are, where a caption of the measure does not say. */
  readonly note?: string;
}

function calibrationPicture({input, document}: Subject, measure: ReportMeasure, generation: number): Drawn | undefined {
  const bands = measure.bands ?? [];
  const upTo = cut(input, generation);
  const arms = input.arms.map(({name}) => ({name, lines: calibrationLines(upTo, measure.name, name, bands)}));
  if (bands.length === 0 || !arms.some(({lines}) => lines.length > 0)) return undefined;
  const all = input.arms.flatMap(({name}) =>
    bands.flatMap((band) => (input.summary.arms[name]?.[bandKey(measure.name, band)] ?? []).flatMap(meanOf)),
  );
  const scale = valueScale([0, ...all]);
  const panels = arms
    .filter(({lines}) => lines.length > 0)
    .map(({name, lines}) => {
      const last = lines[lines.length - 1].generation;
      const label = `Calibration of ${name} at generation ${last}: log2 of the model's probability over the human one, rare to frequent.`;
      return html`<div class="panel"><p class="facet">${name}</p>${calibrationChart(lines, {scale, label, document})}</div>`;
    });
  const shown = [...new Set(arms.flatMap(({lines}) => lines.map((line) => line.generation)))].filter((g) => g > 0).sort((a, b) => a - b);
  return {drawing: html`${shown.length > 0 && generationLegend(shown)}<div class="panels">${inLines(panels)}</div>`};
}

const meanOf = ({mean}: SummaryRow): number[] => (mean === undefined ? [] : [mean]);

function linePicture(
  {input, layout, document}: Subject,
  measure: ReportMeasure,
  {generation, fans}: Pick<ExplorerOptions, 'generation' | 'fans'>,
): Drawn | undefined {
  const plain = keysOf(input, measure).find(({band}) => band === undefined);
  if (plain === undefined) return undefined;
  const [panel, ...more] = withPeople(input, plain.key, panelsOf(layout, armLinesOf(input, layout, plain.key)));
  if (panel === undefined || more.length > 0) return undefined;
  const of = measure.counted ?? 'records';
  const people = panel.people?.map((one) => ({...one, label: peopleLabel(one, of)}));
  const scale = lineScale(panel.lines, people);
  const first = Math.min(...panel.lines.flatMap((line) => line.points.map((point) => point.generation)));
  const lines = panel.lines.map((line): ArmLine => {
    const fan = fans?.[line.arm]?.[measure.name];
    return {...line, points: line.points.filter((point) => point.generation <= generation), ...(fan && fan.length > 1 && {fan})};
  });
  const drawn = lines.filter((line) => line.points.some(({value}) => Number.isFinite(value)));
  if (drawn.length === 0) return undefined;
  const options = {scale, generations: [first, input.generations] as const, document, label: labelOf(measure, drawn)};
  const labels = drawn.map((line) => line.label);
  const charts = (['wide', 'narrow'] as const).map((size) =>
    lineChart({lines: drawn, people}, {...options, frame: labelledFrame(size, labels)}),
  );
  return {
    drawing: html`${lines.length > 1 && armLegend(layout.series, document)}${inLines(charts)}`,
    note: peopleNote(panel.people ?? [], of),
  };
}

function labelOf({title}: ReportMeasure, lines: readonly ArmLine[]): string {
  const ends = lines.map(({label, points}) => {
    const last = points.findLast(({value}) => Number.isFinite(value))!;
    return `${label} ${Number(last.value.toPrecision(3))} at generation ${last.generation}`;
  });
  return `${title}, over generations: ${ends.join('; ')}.`;
}

/** The input without what comes after a generation. */
function cut(input: ReportInput, generation: number): ReportInput {
  const arms = Object.fromEntries(
    Object.entries(input.summary.arms).map(([arm, measures]) => [
      arm,
      Object.fromEntries(Object.entries(measures).map(([key, rows]) => [key, rows.filter((row) => row.generation <= generation)])),
    ]),
  );
  return {...input, summary: {...input.summary, arms}};
}
