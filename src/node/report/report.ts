/**
 * The report of an experiment: one HTML file that needs nothing else. No script, no network, no clock: same input, same bytes.
 *
 * It draws what the library has measured and computes no measure itself. Called by `run` and `report`; imported when one is built,
 * since it brings Observable Plot along.
 */

import {DomainError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import {comparedStand, comparisonSection} from './comparison-section.ts';
import {doseSection} from './dose-section.ts';
import type {ReportInput, ReportTable} from './input.ts';
import {lastStand, measureSection} from './measure-section.ts';
import {originSection} from './origin-section.ts';
import {pageOf} from './page.ts';
import {pictureSections} from './pictures-section.ts';
import {proxySection} from './proxy-section.ts';
import {rewardSection} from './reward-section.ts';
import {endOf, type Layout, layoutArms} from './series.ts';
import {armSign} from './signs.ts';
import {summaryTable} from './tables.ts';
import {timesPart} from './times-section.ts';
import {counted, escapeHtml, inlineHtml, listed} from './words.ts';

const ARMS_LISTED = 12;
const MOST_COLUMNS = 5;

/**
 * A whole HTML document.
 *
 * size    grows with points and pictures; tables are thinned at 1,500 rows a measure, lines at 400 points
 * errors  DomainError where there is no arm, a table row has another length than its columns, or a picture's counts do not fit its bins
 */
export function buildReport(input: ReportInput): string {
  checkInput(input);
  const layout = layoutArms(input.arms);
  const ordered = [...input.measures.filter((m) => m.name !== 'calibration'), ...input.measures.filter((m) => m.name === 'calibration')];
  const main = [
    opening(input, layout),
    summarySection(input, layout),
    comparisonSection(input, signOf(layout)),
    doseSection(input),
    ...ordered.map((measure) => (measure.name === 'origin' ? originSection : measureSection)(input, measure, layout)),
    rewardSection(input, layout),
    proxySection(input, layout),
    ...pictureSections(input, layout, armSign),
    againSection(input),
  ];
  return pageOf(main, {title: input.title, foot: 'Made by genloss.'});
}

function opening(input: ReportInput, layout: Layout): string {
  const shows = input.shows === undefined ? '' : `<p class="shows"><strong>What it must show.</strong> ${inlineHtml(input.shows)}</p>`;
  return `<header><p class="kicker">Generation loss \u00b7 experiment report</p>
<h1>${escapeHtml(input.title)}</h1>
<p class="lead">${lead(input)}</p>
${shows}${armList(input, layout)}</header>`;
}

function lead(input: ReportInput): string {
  const ways = input.arms.length === 1 ? 'one way' : `${input.arms.length} ways`;
  const names = listed(input.measures.slice(0, 4).map((m) => lowered(m.title))) + (input.measures.length > 4 ? ' and more' : '');
  const fact = firstFact(input);
  const what = `Like a photocopy of a photocopy, each generation of a model here learns from what the one before it wrote: see, for ${ways} of choosing the training data, what is kept and what is lost over ${counted(input.generations, 'generation')} and ${counted(input.seeds, 'seed')}, measured by ${names}.`;
  return escapeHtml(fact === '' ? what : `${what} ${fact}`);
}

/** The most telling sentence: of the first measure of which one can be said. */
function firstFact(input: ReportInput): string {
  const [told] = [...input.measures.filter((m) => m.better !== undefined), ...input.measures].filter((m) => lastStand(input, m) !== '');
  if (told === undefined) return '';
  const compared = comparedStand(input, told);
  if (compared === '') return `${told.title}: ${loweredFirst(lastStand(input, told))}`;
  return `${told.title}, at generation ${input.generations}: ${loweredFirst(compared)}`;
}

/** A title inside a sentence: the capital goes, unless the word is an acronym. */
function lowered(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? loweredFirst(title) : title;
}

function loweredFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function armList(input: ReportInput, layout: Layout): string {
  const signs = new Map(layout.places.map((place) => [place.arm, armSign(place.series)]));
  const items = input.arms
    .map((arm) => `<dt>${signs.get(arm.name)}${escapeHtml(arm.name)}</dt><dd>${inlineHtml(arm.description)}</dd>`)
    .join('\n');
  const list = `<dl class="arms">${items}</dl>`;
  return input.arms.length > ARMS_LISTED ? `<details><summary>The ${input.arms.length} arms</summary>${list}</details>` : list;
}

/** The sign of an arm, before its name in a row. */
function signOf(layout: Layout): (row: string) => string {
  const series = new Map(layout.places.map((place) => [place.arm, place.series]));
  return (row) => (series.has(row) ? armSign(series.get(row) as number) : '');
}

function summarySection(input: ReportInput, layout: Layout): string {
  const table = tablesOf(input.table)
    .map((one) => summaryTable(one, signOf(layout)))
    .join('\n');
  return `<section aria-labelledby="summary"><h2 id="summary">Where each arm stands at the end</h2>${table}${stoppedNote(input)}</section>`;
}

/** Costs beside few measures, and below many, where they would be out of sight. */
function tablesOf(table: ReportTable): ReportTable[] {
  const {costsFrom, columns, rows, caption} = table;
  if (costsFrom === undefined || columns.length <= MOST_COLUMNS) return [table];
  const part = (keeps: (column: number) => boolean, own: string): ReportTable => ({
    columns: columns.filter((_, c) => keeps(c)),
    rows: rows.map((row) => row.filter((_, c) => keeps(c))),
    ...(table.intervals && {intervals: table.intervals.map((row) => row.filter((_, c) => keeps(c)))}),
    caption: own,
  });
  return [part((c) => c < costsFrom, ''), part((c) => c === 0 || c >= costsFrom, caption)];
}

/** Said once here, so that no measure need repeat it. */
function stoppedNote(input: ReportInput): string {
  const sentences = input.arms.flatMap(({name}) => {
    const end = endOf(input, name);
    if (end === undefined || (end.last === input.generations && end.seedsLast >= end.seedsFirst)) return [];
    const {last, seedsFirst, seedsLast} = end;
    const lineages = counted(seedsFirst, 'lineage');
    if (last === input.generations)
      return [
        `${name}: ${seedsFirst - seedsLast} of ${lineages} stopped before generation ${last}; from there on there is no mean, and the median counts them as worst.`,
      ];
    const left = seedsLast < seedsFirst ? `, which ${seedsLast} of ${lineages} reached` : '';
    return [`${name} was stopped: no model after generation ${last}${left}.`];
  });
  return sentences.length === 0
    ? ''
    : `<p class="note">${escapeHtml(`${sentences.join(' ')} What was not measured for that is a gap in every picture.`)}</p>`;
}

function againSection(input: ReportInput): string {
  const versions = Object.keys(input.versions).map((name) => `${escapeHtml(name)} ${escapeHtml(input.versions[name])}`);
  const sources = theorySources(input);
  const theory =
    sources.length === 0
      ? ''
      : `<h3>Where the theory is from</h3><ul class="sources">${sources.map((source) => `<li>${source}</li>`).join('\n')}</ul>`;
  return `<section aria-labelledby="again"><h2 id="again">Run it again</h2>
<p>The same experiment with the same versions gives the same numbers.</p>
<pre><code>${escapeHtml(input.command)}</code></pre>
<p class="note">Made with ${versions.length === 0 ? 'unknown versions' : versions.join(' \u00b7 ')}.</p>
<details><summary>The resolved experiment</summary><pre><code>${escapeHtml(input.experimentYaml)}</code></pre></details>
${timesPart(input)}${theory}${fitNotes(input)}</section>`;
}

/** Notes of the fits, folded: most readers need none of them. */
function fitNotes({notes = []}: ReportInput): string {
  if (notes.length === 0) return '';
  const items = notes.map(({arm, text}) => `<li><b>${escapeHtml(arm)}</b>: ${escapeHtml(text)}</li>`).join('\n');
  return `<details><summary>Notes of the fits (first seed)</summary><ul class="sources">${items}</ul></details>`;
}

function theorySources(input: ReportInput): string[] {
  const sources = new Map<string, Set<string>>();
  for (const {name} of input.arms) {
    for (const curves of Object.values(input.theory?.[name] ?? {})) {
      for (const curve of curves) sources.set(curve.source, (sources.get(curve.source) ?? new Set()).add(curve.label));
    }
  }
  return [...sources].map(([source, labels]) => `${escapeHtml(listed([...labels]))}: ${escapeHtml(source)}`);
}

function checkInput(input: ReportInput): void {
  if (input.arms.length === 0)
    throw new DomainError('a report needs at least one arm, got none', {next: 'pass the arms of the experiment'});
  for (const row of input.table.rows) {
    if (row.length !== input.table.columns.length)
      throw new DomainError(`summary table: a row has ${row.length} cells, wanted ${input.table.columns.length}`);
  }
  const density = input.pictures?.density;
  for (const shot of density === undefined ? [] : Object.values(density.arms).flat()) {
    if (shot.counts.length !== square(density!.bins))
      throw new DomainError(`density: ${shot.counts.length} counts, wanted bins x bins = ${square(density!.bins)}`);
  }
  const images = input.pictures?.images;
  for (const shot of images === undefined ? [] : Object.values(images.arms).flat()) {
    if (shot.pixels.length === 0 || shot.pixels.length % square(images!.side) !== 0)
      throw new DomainError(`images: ${shot.pixels.length} pixels, wanted a number of images of ${square(images!.side)} each`);
  }
  const histograms = input.pictures?.samplePerplexity;
  for (const shot of histograms === undefined ? [] : Object.values(histograms.arms).flat()) {
    if (shot.counts.length !== histograms!.edges.length - 1)
      throw new DomainError(`sample perplexity: ${shot.counts.length} counts, wanted ${histograms!.edges.length - 1}`);
  }
}
