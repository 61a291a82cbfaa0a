/**
 * Dose and response: what each measure is at the last generation, by the one number of the experiment's matrix; a line a base arm. Where
 * the experiment has a bound, the doses that hold it.
 */
import {exactNumber, readableNumber, withMinus} from '../../../core/text/numbers.ts';
import {labelledFrame, SMALL_FRAME} from '../../charts/frame.ts';
import {extent, type ValueScale, valueScale} from '../../charts/scale.ts';
import {armLegend} from '../../charts/signs.ts';
import {type Held, type XYLine, type XYPoint, xyChart} from '../../charts/xy-chart.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import {listed} from '../../words.ts';
import {boundWords, doseAnswers} from './dose-words.ts';
import type {Doses, ReportInput, ReportMeasure, Statistic, SummaryRow} from './input.ts';
import {notice} from './notice.ts';
import {peopleOf} from './people.ts';
import {bandKey, type Subject} from './series.ts';
import {intervalIn, STATISTIC_NAMES, statisticOf, valueIn} from './statistic.ts';
import {dataTable} from './tables.ts';

const LOG_FROM_RATIO = 20;
const FEWEST = 3;
const ROOM = 0.06;

interface Response {
  readonly measure: ReportMeasure;
  readonly band?: string;
  readonly statistic: Statistic;
  readonly lines: readonly XYLine[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

export function doseSection({input, document}: Omit<Subject, 'layout'>): Html | undefined {
  const {doses} = input;
  if (doses === undefined) return undefined;
  const values = [...new Set(doses.arms.map(({dose}) => dose))].sort((a, b) => a - b);
  const bases = [...new Set(doses.arms.map(({base}) => base))];
  const responses = responsesOf(input, doses, bases);
  if (values.length < FEWEST || responses.length === 0) return undefined;
  const x = doseScale(values);
  const drawn = responses.map((response, i) => figureOf(response, {x, input, doses, document, wide: i === 0}));
  const [first, ...others] = responses;
  const rest = others.length > 0 && html`<div class="panels">${inLines(drawn.slice(1))}</div>`;
  const columns = ['measure', 'arm', 'of seeds', doses.path, 'n', 'value', 'low', 'high'];
  const table = dataTable(
    {columns, rows: responses.flatMap((response) => response.rows), words: 3},
    {title: `By ${doses.path}: over n seeds at generation ${input.generations}, with 95% intervals`},
  );
  return html`<section aria-labelledby="dose"><h2 id="dose">How much it takes</h2>
<p>Each arm was run at ${values.length} values of <code>${doses.path}</code>; here is where each of them stands at generation ${input.generations}.</p>
${smallestWords(input)}${notice(reachWords(first, doses))}<figure>${(bases.length > 1 || others.length > 0) && armLegend(bases, document)}<p class="facet">${titleOf(first)}</p>${drawn[0]}${rest}<figcaption>${captionOf(input, doses, {x, responses})}</figcaption></figure>${table}</section>`;
}

/** The measure of the bound first, then the others without band. */
function responsesOf(input: ReportInput, doses: Doses, bases: readonly string[]): Response[] {
  const bound = doses.bound;
  const asked = input.measures.map((measure) => ({measure, band: undefined as string | undefined}));
  const of = bound && input.measures.find(({name}) => name === bound.measure);
  const ordered = of
    ? [{measure: of, band: bound.band}, ...asked.filter(({measure}) => measure !== of || bound.band !== undefined)]
    : asked;
  return ordered.flatMap(({measure, band}) => {
    const key = bandKey(measure.name, band);
    const statistic = statisticOf(input, key);
    const lines = bases.map((base, series): XYLine => ({label: base, series, points: pointsOf(input, doses, {base, key, statistic})}));
    const alive = lines.filter(({points}) => points.some((p) => Number.isFinite(p.y)));
    if (alive.length === 0) return [];
    const rows = doses.arms.map(({base, dose, arm}) => {
      const row = lastRow(input, arm, key);
      const numbers = row === undefined ? [] : [valueIn(row, statistic), ...intervalIn(row, statistic, key)];
      return [key, base, STATISTIC_NAMES[statistic], dose, row?.n ?? 0, numbers[0], numbers[1], numbers[2]];
    });
    return [{measure, ...(band !== undefined && {band}), statistic, lines: alive, rows}];
  });
}

function lastRow(input: ReportInput, arm: string, key: string): SummaryRow | undefined {
  return (input.summary.arms[arm]?.[key] ?? []).find((row) => row.generation === input.generations);
}

function pointsOf(input: ReportInput, doses: Doses, {base, key, statistic}: {base: string; key: string; statistic: Statistic}): XYPoint[] {
  return doses.arms
    .filter((one) => one.base === base)
    .sort((a, b) => a.dose - b.dose)
    .map(({dose, arm}) => {
      const row = lastRow(input, arm, key);
      if (row === undefined) return {x: dose, y: Number.NaN};
      const [low, high] = intervalIn(row, statistic, key);
      return {x: dose, y: valueIn(row, statistic), ...(Number.isFinite(low) && {low, high})};
    });
}

/** Ticks at the doses. Logarithmic where they are positive and wide apart. */
function doseScale(values: readonly number[]): ValueScale {
  const [low, high] = extent(values);
  const type = low > 0 && high / low >= LOG_FROM_RATIO ? 'log' : 'linear';
  return {type, domain: [low, high], ticks: values, cut: false, text: (tick) => withMinus(exactNumber(tick))};
}

interface FigureParts extends Omit<Subject, 'layout'> {
  readonly x: ValueScale;
  readonly doses: Doses;
  readonly wide: boolean;
}

function figureOf(response: Response, {x, input, doses, document, wide}: FigureParts): Html {
  const {measure, band, lines} = response;
  const held = heldOf(response, input, doses);
  const points = lines.flatMap((line) => line.points);
  const ends = points.flatMap((p) => [p.low ?? p.y, p.high ?? p.y]);
  const people = peopleIn(input, response);
  const y = valueScale([...points.map((p) => p.y), ...people, ...(held ? around(held.y, ends) : [])], [...ends, ...people]);
  const titles = {x: doses.path, y: bandKey(measure.name, band)};
  const label = `${titles.y} at generation ${input.generations} over ${doses.path}: ${lines.map(toldOver).join('; ')}.`;
  if (!wide)
    return html`<div class="panel"><p class="facet">${titleOf(response)}</p>${xyChart(lines, {x, y, titles, people, frame: SMALL_FRAME, label, document})}</div>`;
  const names = lines.map((line) => line.label);
  const drawn = (['wide', 'narrow'] as const).map((size) =>
    xyChart(lines, {x, y, titles, people, frame: {...labelledFrame(size, names), top: 28}, label, held, document}),
  );
  return inLines(drawn);
}

/** What people read, where they are as many as the samples. */
function peopleIn(input: ReportInput, {measure, band}: Response): number[] {
  const arms = input.arms.map(({name}) => name);
  return peopleOf(input, arms, bandKey(measure.name, band))
    .filter(({half}) => !half)
    .map(({value}) => value);
}

/** A bound at the edge of a picture could not be seen: some room on both its sides. */
function around(y: number, values: readonly number[]): number[] {
  const [low, high] = extent([y, ...values]);
  return [y - ROOM * (high - low), y + ROOM * (high - low)];
}

const titleOf = ({measure, band}: Pick<Response, 'measure' | 'band'>): string => [measure.title, band].filter(Boolean).join(', ');

function toldOver({label, points}: XYLine): string {
  const alive = points.filter((p) => Number.isFinite(p.y));
  const [first, last] = [alive[0], alive[alive.length - 1]];
  if (first === last) return `${label} ${readableNumber(first.y)} at ${exactNumber(first.x)} alone`;
  return `${label} from ${readableNumber(first.y)} at ${exactNumber(first.x)} to ${readableNumber(last.y)} at ${exactNumber(last.x)}`;
}

/** Where a response is the one that the bound speaks of. */
function heldOf({measure, band, lines}: Response, {summary}: ReportInput, {bound}: Doses): Held | undefined {
  const y = bound?.atLeast ?? bound?.atMost;
  if (bound === undefined || y === undefined || bound.measure !== measure.name || bound.band !== band) return undefined;
  const at = lines.flatMap(({label, series}) => {
    const answer = summary.dose?.arms[label] ?? {};
    const ends = [answer, ...(answer.other ? [answer.other] : [])];
    return ends.flatMap(({value, low, high}) => (value === undefined ? [] : [{series, x: value, low: low ?? value, high: high ?? value}]));
  });
  return {y, at};
}

/** From the smallest dose to the largest. */
function reachWords({measure, band, lines}: Response, {path}: Doses): string {
  const told = lines.map((line) => toldOver(line)).join('; ');
  return `${titleOf({measure, band})}, over ${path}: ${told}.`;
}

const smallestWords = (input: ReportInput): Html => inLines(doseAnswers(input.summary).map((one) => html`<p class="fact">${one}</p>`));

/** `the mean`, or which of them where the pictures differ. */
function statisticsOf(responses: readonly Response[]): string[] {
  const names = [...new Set(responses.map(({statistic}) => STATISTIC_NAMES[statistic]))];
  if (names.length === 1) return [`the ${names[0]}`];
  return names.map(
    (name) =>
      `the ${name} of ${listed(responses.filter(({statistic}) => STATISTIC_NAMES[statistic] === name).map(({measure, band}) => bandKey(measure.name, band)))}`,
  );
}

function captionOf(input: ReportInput, {path, bound}: Doses, {x, responses}: {x: ValueScale; responses: readonly Response[]}): Html {
  const scale = x.type === 'log' && ', on a logarithmic scale';
  const interval = input.seeds > 1 ? ', with its 95% interval' : '; one seed, so no interval';
  const answered = Object.values(input.summary.dose?.arms ?? {}).some(({value}) => value !== undefined);
  const dashed = bound && ` Dashed: the bound, ${boundWords(bound)}.`;
  const held =
    bound && answered && ' On it, in the arm\u2019s sign and with its interval: the dose from which, or up to which, the bound holds.';
  const people = responses.some((response) => peopleIn(input, response).length > 0) && ' Dotted: people.';
  return html`Across: <code>${path}</code>${scale}. Up: over seeds at generation ${input.generations} ${listed(statisticsOf(responses))}${interval}.${dashed}${held}${people} A steep line says that little more buys much; a flat one that more is not worth it.`;
}
