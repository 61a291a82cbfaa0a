/**
 * What the training sets (the web) are made of, beside what is kept: a row an arm, layers at the left, the kept share at the right.
 * Arms whose training sets are always mixed alike are told in words instead.
 */

import {readableNumber, wholePercent} from '../../../core/text/numbers.ts';
import {SMALL_FRAME} from '../../charts/frame.ts';
import {lineChart, lineScale} from '../../charts/line-chart.ts';
import {lookOf, modelSeries, type OriginLayer, originChart} from '../../charts/origin-chart.ts';
import {armColour, peopleColour} from '../../charts/palette.ts';
import {extent, type ValueScale} from '../../charts/scale.ts';
import {signed} from '../../charts/signs.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines as inLines} from '../../html.ts';
import {listed} from '../../words.ts';
import type {ReportInput, ReportMeasure} from './input.ts';
import {notice} from './notice.ts';
import {type ArmLayers, layersOf, peopleShares} from './origin-layers.ts';
import {type People, peopleOf} from './people.ts';
import {type ArmLine, armLinesOf, type Layout, type Subject} from './series.ts';
import {STATISTIC_NAMES} from './statistic.ts';
import {dataTable} from './tables.ts';

const KEPT = ['tail.retention', 'entropy', 'variance'];
const OPEN_ROWS = 8;
const MOST_ROWS = 1500;
const LEGEND_STEPS = 6;
const MOST_TOLD = 6;

interface Kept {
  readonly measure: ReportMeasure;
  readonly lines: readonly ArmLine[];
  readonly scale: ValueScale;
  readonly generations: readonly [number, number];
  readonly people: readonly People[];
}

export function originSection(subject: Subject, measure: ReportMeasure): Html {
  const {input, layout} = subject;
  const arms = input.arms.flatMap(({name}) => layersOf(input, name) ?? []);
  const head = html`<section aria-labelledby="measure-origin"><h2 id="measure-origin">${measure.title}</h2><p class="unit"><code>origin</code>. Unit: share of the training set, by size.</p>`;
  if (arms.length === 0) return html`${head}<p class="note">No arm has a value of this measure.</p></section>`;
  const moving = arms.filter(({steady}) => steady === undefined);
  const kept = keptOf(input, layout);
  const people = peopleNames(arms);
  const rows = moving.map((arm) => rowOf(subject, arm, {kept, people}));
  const more =
    rows.length > OPEN_ROWS &&
    html`<details><summary>${rows.length - OPEN_ROWS} more arms</summary>${inLines(rows.slice(OPEN_ROWS))}</details>`;
  const figure =
    rows.length > 0 &&
    html`<figure>${legend(input, moving, people)}${inLines(rows.slice(0, OPEN_ROWS))}${more}<figcaption>${captionOf(input, measure, kept)}</figcaption></figure>`;
  return html`${head}${fact(moving)}${figure}${steadyNote(arms, moving)}${layersTable(arms)}</section>`;
}

/** The first measure of what is kept that an experiment has. */
function keptOf(input: ReportInput, layout: Layout): Kept | undefined {
  for (const name of KEPT) {
    const measure = input.measures.find((one) => one.name === name);
    const lines = measure ? armLinesOf(input, layout, name) : [];
    if (measure && lines.length > 0) {
      const people = peopleOf(
        input,
        lines.map(({arm}) => arm),
        name,
      );
      return {measure, lines, people, scale: lineScale(lines, people), generations: generationsOf(lines)};
    }
  }
  return undefined;
}

const generationsOf = (lines: readonly ArmLine[]) => extent(lines.flatMap((line) => line.points.map((p) => p.generation)));

/** In the order of drawing, over all arms: a source has one colour everywhere. */
function peopleNames(arms: readonly ArmLayers[]): string[] {
  const names = [...new Set(arms.flatMap(({layers}) => layers.filter((layer) => layer.people).map(({name}) => name)))];
  return ['original', ...names.filter((name) => name !== 'original')];
}

function rowOf(
  {input, layout, document}: Subject,
  arm: ArmLayers,
  {kept, people}: {kept: Kept | undefined; people: readonly string[]},
): Html {
  const place = layout.places.find((one) => one.arm === arm.arm);
  const shares = peopleShares(arm);
  const last = arm.generations.length - 1;
  const end = `Generation ${arm.generations[last]} is trained on ${wholePercent(shares[last])} people, ${wholePercent(1 - shares[last])} models.${arm.generations[last] < input.generations ? ' There is none after it.' : ''}`;
  const label = `What ${arm.arm} is trained on, over generations: ${arm.generations.map((g, i) => `${g}: ${wholePercent(shares[i])}`).join(', ')} by people, the rest by models.`;
  const line = kept?.lines.find((one) => one.arm === arm.arm);
  const alive = line?.points.filter((p) => Number.isFinite(p.value)) ?? [];
  const keeps =
    kept && alive.length > 0
      ? ` ${kept.measure.title}: ${readableNumber(alive[0].value)} \u2192 ${readableNumber(alive[alive.length - 1].value)}.`
      : '';
  const beside = kept && line && besidePanel(line, kept, {keeps, document});
  const chart = originChart(arm, {people, generations: input.generations, label, document});
  return html`<div class="beside"><div class="told">${signed(place?.series ?? 0, arm.arm, document)}<p class="note">${end}${keeps}</p></div><div class="panel"><p class="facet">The training set</p>${chart}</div>${beside}</div>`;
}

function besidePanel(
  line: ArmLine,
  {measure: {title}, scale, generations, people}: Kept,
  {keeps, document}: {keeps: string; document: Subject['document']},
): Html {
  const drawn = {scale, generations, frame: SMALL_FRAME, label: `${title} of ${line.arm}.${keeps}`, document};
  return html`<div class="panel"><p class="facet">${title}</p>${lineChart({lines: [{...line, curves: []}], people}, drawn)}</div>`;
}

function legend(input: ReportInput, arms: readonly ArmLayers[], people: readonly string[]): Html {
  const there = people.filter((name) => arms.some(({layers}) => layers.some((layer) => layer.name === name)));
  const swatch = (style: string, text: string, extra = '') =>
    html`<li><span class="swatch block${extra}" style="${style}"></span>${text}</li>`;
  const items = there.map((name) => swatch(`background:${peopleColour(people.indexOf(name))}`, name, ' people'));
  const lone = new Map(
    arms.flatMap(({layers}) =>
      layers.filter((layer) => !layer.people && layer.model === undefined).map((l) => [l.generation!, l] as const),
    ),
  );
  const steps = spread(
    [...lone.values()].sort((a: OriginLayer, b: OriginLayer) => a.generation! - b.generation!),
    LEGEND_STEPS,
  );
  items.push(...steps.map((layer) => swatch(`background:${lookOf(layer, {people, generations: input.generations}).fill}`, layer.name)));
  const models = new Map(arms.flatMap((arm) => arm.models.map((name, m) => [name, m] as const)));
  items.push(...[...models].map(([name, m]) => swatch(`background:${armColour(modelSeries(m))}`, `${name}, older ones fainter`)));
  return html`<ul class="legend">${items}</ul>`;
}

function captionOf(input: ReportInput, measure: ReportMeasure, kept: Kept | undefined): string {
  const seeds = input.seeds > 1 ? ' Layers: mean over seeds.' : '';
  const beside =
    kept === undefined
      ? ''
      : ` At the right what is kept: ${kept.measure.caption} All of these have one scale${input.seeds > 1 ? `; line: ${STATISTIC_NAMES[kept.lines[0].statistic]} over seeds, band: its interval` : ''}. Read a row across: where the people\u2019s part shrinks, see whether what is kept falls with it.`;
  return `${measure.caption} One column a generation: what it was trained on. Below the strong line people, above it models, the latest of each at the top and strongest.${seeds}${beside}`;
}

function fact(moving: readonly ArmLayers[]): Html | undefined {
  const ends = moving.map((arm) => ({arm: arm.arm, share: wholePercent(peopleShares(arm).at(-1)!)}));
  if (ends.length < 2 || ends.length > MOST_TOLD || ends.every(({share}) => share === ends[0].share)) return undefined;
  const told = listed(ends.map(({arm, share}) => `${arm} is trained on ${share}`));
  return notice(`Of what people wrote, at the last generation: ${told}.`);
}

function steadyNote(arms: readonly ArmLayers[], moving: readonly ArmLayers[]): Html | undefined {
  const alike = new Map<string, string[]>();
  for (const arm of arms) if (!moving.includes(arm)) alike.set(arm.steady!, [...(alike.get(arm.steady!) ?? []), arm.arm]);
  if (alike.size === 0) return undefined;
  const items = [...alike].map(([mix, names]) => html`<li><b>${listed(names)}</b>: ${mix}</li>`);
  return html`<p class="note">The same mix in every generation from the second on, and not drawn:</p><ul class="sources">${inLines(items)}</ul>`;
}

function layersTable(arms: readonly ArmLayers[]): Html {
  const cells = arms.reduce((sum, {generations, layers}) => sum + generations.length * layers.length, 0);
  const kept = Math.max(2, Math.floor(MOST_ROWS / Math.max(1, cells / Math.max(...arms.map(({generations}) => generations.length)))));
  const rows = arms.flatMap(({arm, generations, layers}) =>
    spread([...generations.keys()], cells <= MOST_ROWS ? generations.length : kept).flatMap((i) =>
      layers.filter(({shares}) => shares[i] > 0).map(({name, shares}) => [arm, name, generations[i], shares[i]]),
    ),
  );
  return dataTable(
    {columns: ['arm', 'layer', 'generation', 'share'], rows, words: 2},
    {title: 'What the training set of each generation is made of: shares by size, mean over seeds', measure: 'origin'},
  );
}
