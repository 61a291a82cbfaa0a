/**
 * One section a measure: what stood at the last generation in a sentence, the picture, what to see in it, and its numbers.
 */
import {medianRank} from '../../../core/stats/index.ts';
import {percent, readableNumber} from '../../../core/text/numbers.ts';
import {STOPPED_AT} from '../../../lab/measure/stopped-at.ts';
import {labelledFrame, SMALL_FRAME} from '../../charts/frame.ts';
import {lineChart, lineScale} from '../../charts/line-chart.ts';
import {SERIES_LIMIT} from '../../charts/palette.ts';
import {extent, type ValueScale} from '../../charts/scale.ts';
import {armLegend} from '../../charts/signs.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import {listed, ranges} from '../../words.ts';
import {calibrationBody} from './calibration-section.ts';
import {heavyTailNote} from './heavy-tails.ts';
import type {ReportInput, ReportMeasure, Statistic} from './input.ts';
import {lastStand} from './last-stand.ts';
import {notice} from './notice.ts';
import {type People, peopleLabel, peopleNote, peopleOf} from './people.ts';
import {type ArmLine, armLinesOf, bandKey, isDotted, keysOf, type Panel, panelsOf, type Subject, silentArms, withPeople} from './series.ts';
import {STATISTIC_NAMES, statisticOf, valueIn} from './statistic.ts';
import {measureTable} from './tables.ts';

const MOST_NAMED_GAPS = 6;

const NOTHING = html`<p class="note">No arm has a value of this measure.</p>`;

export function measureSection(subject: Subject, measure: ReportMeasure): Html {
  const {input} = subject;
  const {name, title, unit, better} = measure;
  const id = `measure-${name.replace(/[^A-Za-z0-9]+/g, '-')}`;
  const known = keysOf(input, measure).length > 0;
  const body = known ? (name === 'calibration' ? calibrationBody(subject, measure) : linesBody(subject, measure)) : undefined;
  const told = html`<code>${name}</code>.${unit !== '' && ` Unit: ${unit}.`}${better !== undefined && ` Better: ${betterThan(input, measure)}.`}`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="unit">${told}</p>
${body ?? NOTHING}
${known && measureTable(input, measure)}</section>`;
}

/** As far as people read, where they were measured: beyond is not better. */
function betterThan(input: ReportInput, measure: ReportMeasure): string {
  const arms = input.arms.map(({name}) => name);
  const keys = keysOf(input, measure).map(({key}) => key);
  const directed = measure.better === 'higher' || measure.better === 'lower';
  if (!directed || !keys.some((key) => peopleOf(input, arms, key).length > 0)) return measure.better!;
  const [whole] = peopleOf(input, arms, measure.name);
  return `${measure.better}, as far as people read${whole === undefined || whole.first ? '' : ` (${readableNumber(whole.value)})`}`;
}

function linesBody(subject: Subject, measure: ReportMeasure): Html {
  const {input, layout} = subject;
  // one number a lineage: over generations there is no line of it
  if (measure.name === STOPPED_AT)
    return inLines([
      notice(lastStand(input, measure)),
      html`<p class="note">${measure.caption} Shown: the ${STATISTIC_NAMES[statisticOf(input, measure.name)]}.</p>`,
    ]);
  const plain = keysOf(input, measure).find(({band}) => band === undefined);
  const bands = bandsFigure(subject, measure, plain !== undefined);
  return inLines([
    notice(lastStand(input, measure)),
    ...(plain ? [figure(subject, measure, withPeople(input, plain.key, panelsOf(layout, armLinesOf(input, layout, plain.key))))] : []),
    ...(bands ? [bands] : []),
    ...(plain ? [squareFigure(subject, measure)] : []),
    modelsFigure(subject, measure),
  ]);
}

/** Bands that are no models; those that never move are named instead of drawn. */
function bandsFigure(subject: Subject, measure: ReportMeasure, below: boolean): Html | undefined {
  const {input, layout} = subject;
  const panels = keysOf(input, measure)
    .filter(({band}) => band !== undefined && measure.models?.includes(band) !== true)
    .flatMap(({key, band}) =>
      withPeople(input, key, panelsOf(layout, armLinesOf(input, layout, key))).map((panel) => ({
        ...panel,
        title: [band, panel.title].filter(Boolean).join(', '),
      })),
    );
  if (panels.length === 0) return undefined;
  const moving = panels.filter((panel) => !isLevel(panel));
  const caption = `${below ? '' : measure.caption}${levelNote(panels, moving)}`;
  const drawn = figure(subject, {...measure, caption}, moving.length > 0 ? moving : panels.slice(0, 1), true);
  const seen = notice(bandNotice(input, measure));
  return below ? inLines([html`<h3>The same by band</h3>`, seen, drawn]) : inLines([seen, drawn]);
}

/** Of signed values, whose mean stays where it was: their mean square, which grows, and its law. */
function squareFigure(subject: Subject, measure: ReportMeasure): Html | undefined {
  const {input, layout} = subject;
  const lines = armLinesOf(input, layout, measure.name, 'meanSquare');
  if (lines.length === 0) return undefined;
  const caption = 'The mean over seeds of the squared value. Errors of both signs cancel in the mean; here they add up.';
  const squared = {...measure, title: `${measure.title}, mean square`, caption};
  const [{arm, points}] = lines;
  const alive = points.filter(({value, generation}) => generation > 0 && Number.isFinite(value));
  const [first, last] = [alive[0], alive[alive.length - 1]];
  const seen =
    first !== undefined && first !== last
      ? `Of ${arm} from ${readableNumber(first.value)} at generation ${first.generation} to ${readableNumber(last.value)} at generation ${last.generation}.`
      : '';
  return html`<h3>Its square</h3>${notice(seen)}${figure(subject, squared, panelsOf(layout, lines))}`;
}

const MOST_BANDS = 8;

/** How the bands of the first arm go, those that stay where they are left out. */
function bandNotice(input: ReportInput, measure: ReportMeasure): string {
  const keys = keysOf(input, measure).filter(({band}) => band !== undefined && measure.models?.includes(band) !== true);
  const arm = input.arms[0].name;
  const told = keys.flatMap(({key, band}) => {
    const statistic = statisticOf(input, key);
    const rows = (input.summary.arms[arm]?.[key] ?? []).filter((row) => row.generation > 0 && Number.isFinite(valueIn(row, statistic)));
    if (rows.length < 2) return [];
    const [from, to] = [rows[0], rows[rows.length - 1]].map((row) => readableNumber(valueIn(row, statistic)));
    return from === to ? [] : [`${band!.replace('-', '\u2013')}: ${from} \u2192 ${to}`];
  });
  const last = input.generations;
  return told.length === 0 ? '' : `${arm}, from generation 1 to ${last}, by band. ${told.slice(0, MOST_BANDS).join('; ')}.`;
}

/** The models of each population, folded: a panel an arm, a line a model. */
function modelsFigure(subject: Subject, measure: ReportMeasure): Html | undefined {
  const {input, layout, document} = subject;
  const models = measure.models ?? [];
  const told = models.length <= SERIES_LIMIT;
  const lines = models.flatMap((model, m) =>
    armLinesOf(input, layout, bandKey(measure.name, model)).map(
      (line): ArmLine => ({...line, label: model, series: told ? m : 0, theory: [], curves: []}),
    ),
  );
  const arms = [...new Set(lines.map(({arm}) => arm))];
  if (arms.length === 0) return undefined;
  const people = peopleOf(input, arms, measure.name);
  const panels = arms.map((title) => ({title, people, lines: lines.filter(({arm}) => arm === title)}));
  const scale = lineScale(lines, people);
  const drawn = smallMultiples(panels, {measure, scale, generations: generationsOf(lines), document});
  const how = howToRead(lines, scale, input.seeds, true);
  return html`<details><summary>Model by model</summary><figure>${told && armLegend(models, document)}${drawn}<figcaption>A line a model. ${how} ${peopleNote(people, measure.counted ?? 'records')}</figcaption></figure></details>`;
}

const generationsOf = (lines: readonly ArmLine[]) => extent(lines.flatMap((line) => line.points.map((p) => p.generation)));

/** Every arm has the same value at every generation: there is nothing to see. */
function isLevel(panel: Panel): boolean {
  const values = panel.lines.flatMap((line) => line.points.map((p) => p.value)).filter((value) => Number.isFinite(value));
  return values.every((value) => value === values[0]);
}

function levelNote(panels: readonly Panel[], moving: readonly Panel[]): string {
  const level = panels.filter((panel) => !moving.includes(panel)).map((panel) => panel.title);
  return level.length === 0 || moving.length === 0 ? '' : `The same in every arm at every generation, and not drawn: ${listed(level)}.`;
}

function figure(subject: Subject, measure: ReportMeasure, panels: readonly Panel[], banded = false): Html {
  const {input, layout, document} = subject;
  const lines = panels.flatMap((panel) => panel.lines);
  if (lines.length === 0) return NOTHING;
  const of = measure.counted ?? 'records';
  const named = panels.map((panel) => ({...panel, people: panel.people?.map((one) => ({...one, label: peopleLabel(one, of)}))}));
  const people = panels.flatMap((panel) => panel.people ?? []);
  const scale = lineScale(lines, people);
  const small = panels.length > 1 || panels[0].title !== '';
  const parts = {measure, scale, generations: generationsOf(lines), document};
  const drawn = small ? smallMultiples(named, parts) : onePanel(named[0], parts);
  const legend = small && (layout.series.length > 1 || lines.some(({series}) => series > 0)) && armLegend(layout.series, document);
  const gaps = [gapsOf(lines, banded ? [] : silentArms(input, measure.name)), !banded && lostNote(input, measure.name)];
  const heavy = lines[0].statistic === 'geometricMean' && !banded && ` ${heavyTailNote(input, measure.name)}`;
  const note = peopleNote(people, of);
  return html`<figure>${legend}${drawn}<figcaption>${measure.caption} ${howToRead(lines, scale, input.seeds, small)} ${note}${!banded && floorNote(people, measure)}${heavy}${gaps}</figcaption></figure>`;
}

interface FigureParts {
  readonly measure: ReportMeasure;
  readonly scale: ValueScale;
  readonly generations: readonly [number, number];
  readonly document: Subject['document'];
}

function onePanel(panel: Panel, {measure, ...parts}: FigureParts): Html {
  const labels = panel.lines.map((line) => line.label);
  const label = chartLabel(measure.title, panel);
  return inLines((['wide', 'narrow'] as const).map((size) => lineChart(panel, {...parts, frame: labelledFrame(size, labels), label})));
}

function smallMultiples(panels: readonly Panel[], {measure, ...parts}: FigureParts): Html {
  const drawn = panels.map((panel) => {
    const chart = lineChart(panel, {...parts, frame: SMALL_FRAME, label: chartLabel(measure.title, panel)});
    return html`<div class="panel"><p class="facet">${panel.title === '' ? 'all' : panel.title}</p>${chart}</div>`;
  });
  return html`<div class="panels">${inLines(drawn)}</div>`;
}

function chartLabel(title: string, panel: Panel): string {
  const where = panel.title === '' ? '' : `, ${panel.title}`;
  const lines = panel.lines.map((line) => {
    const alive = line.points.filter((p) => Number.isFinite(p.value));
    const [first, last] = [alive[0], alive[alive.length - 1]];
    return `${line.label} from ${readableNumber(first.value)} at generation ${first.generation} to ${readableNumber(last.value)} at generation ${last.generation}`;
  });
  return `${title}${where}, over generations: ${lines.join('; ')}.`;
}

function howToRead(lines: readonly ArmLine[], scale: ValueScale, seeds: number, small: boolean): Html {
  const {statistic} = lines[0];
  const curves = new Map(lines.flatMap((line) => line.theory.map((curve) => [`${curve.statistic} ${curve.label}`, curve] as const)));
  const notes: Html[] = [
    seeds > 1 ? html`Line: ${STATISTIC_NAMES[statistic]} over seeds${intervalNote(statistic, seeds)}.` : html`One seed, so no interval.`,
    ...(small ? [html`Across: generations. All panels have one scale.`] : []),
    ...(scale.type === 'log' ? [html`The scale is logarithmic.`] : []),
    ...(scale.cut ? [html`Bands that reach further are cut at the frame.`] : []),
    ...(lines.some((line) => line.points.some((p) => p.mean !== undefined)) ? [html`<span class="ring"></span> arithmetic mean.`] : []),
    ...[...curves.values()].map(
      (curve) =>
        html`<span class="dash${isDotted(curve, statistic) && ' dotted'}"></span> theory of the ${STATISTIC_NAMES[curve.statistic]}: ${curve.label}.`,
    ),
  ];
  return html`${notes.map((note, i) => html`${i > 0 && ' '}${note}`)}`;
}

function intervalNote(statistic: Statistic, seeds: number): string {
  if (statistic === 'meanSquare') return '';
  if (statistic !== 'median') return '; band: its 95% interval';
  const rank = medianRank(seeds);
  return rank === undefined
    ? ', since lineages without a value leave no mean; a median of fewer than six has no interval'
    : `, since lineages without a value leave no mean; band: its interval between order statistics, ${percent(rank.level)}`;
}

/** Which values are undefined and so left as gaps; empty where none is. */
function gapsOf(lines: readonly ArmLine[], silent: readonly string[]): Html | undefined {
  const holes = lines
    .filter((line) => line.missing.length > 0)
    .map((line) => `${line.arm} at ${line.missing.length === 1 ? 'generation' : 'generations'} ${ranges(line.missing)}`);
  const named = holes.length > MOST_NAMED_GAPS ? [...holes.slice(0, MOST_NAMED_GAPS), `${holes.length - MOST_NAMED_GAPS} more`] : holes;
  const sentences: string[] = [];
  if (named.length > 0) sentences.push(`Undefined, and left as gaps: ${listed(named)}.`);
  if (silent.length > 0)
    sentences.push(`Without any value: ${listed(silent.slice(0, SERIES_LIMIT))}${silent.length > SERIES_LIMIT ? ' and others' : ''}.`);
  return sentences.length === 0 ? undefined : html` <strong class="gaps">${sentences.join(' ')}</strong>`;
}

/** What people read is the least to expect of a distance between finite samples. */
const floorNote = (people: readonly People[], {floor}: ReportMeasure): string =>
  floor !== true || people.length === 0
    ? ''
    : ` That is the floor: the truth against itself reads ${listed(people.map(({value}) => readableNumber(value)))}.`;

/** Which arms have lineages without a value at their last generation, and why. */
function lostNote(input: ReportInput, key: string): Html | undefined {
  const told = input.arms.flatMap(({name, stops}) => {
    const last = (input.summary.arms[name]?.[key] ?? []).at(-1);
    if (stops === true || last?.nLost === undefined) return [];
    return [`${name} (${last.nLost} of ${last.n + last.nLost} at generation ${last.generation}: ${last.reason})`];
  });
  if (told.length === 0) return undefined;
  const named = told.length > MOST_NAMED_GAPS ? [...told.slice(0, MOST_NAMED_GAPS), `${told.length - MOST_NAMED_GAPS} more arms`] : told;
  return html` <strong class="gaps">Lineages without a value: ${listed(named)}.</strong>`;
}
