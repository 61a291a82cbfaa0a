/**
 * The report of an experiment: one HTML file that needs nothing else. No script, no network, no clock: same input, same bytes.
 *
 * It draws what the library has measured and computes no measure itself. Called by `run` and `report`; imported when one is built,
 * since it brings Observable Plot along.
 */

import {DomainError} from '../../../core/error.ts';
import {square} from '../../../core/math/index.ts';
import {counted} from '../../../core/text/numbers.ts';
import type {SvgDocument} from '../../document.ts';
import {type Html, html, lines, withCode} from '../../html.ts';
import {listed} from '../../words.ts';
import {contentsOf} from '../contents.ts';
import {pageOf} from '../page.ts';
import {rowLooks} from './arm-rows.ts';
import {comparisonSection} from './comparison-section.ts';
import {doseSection} from './dose-section.ts';
import {doseAnswers} from './dose-words.ts';
import type {ReportInput, ReportMeasure, ReportTable} from './input.ts';
import {measureSection} from './measure-section.ts';
import {originSection} from './origin-section.ts';
import {passagesSection} from './passages-section.ts';
import {perplexitySection} from './perplexity-section.ts';
import {proxySection} from './proxy-section.ts';
import {rewardSection} from './reward-section.ts';
import {categoriesSection, densitySection, imagesSection, lineSection} from './samples-section.ts';
import {endOf, layoutArms, type Subject} from './series.ts';
import {summaryTable} from './tables.ts';
import {timesPart} from './times-section.ts';
import {runVerdict} from './verdict.ts';

const ARMS_LISTED = 12;
const MOST_COLUMNS = 5;

/**
 * A whole HTML document.
 *
 * size    grows with points and pictures; tables are thinned at 1,500 rows a measure, lines at 400 points
 * errors  DomainError where there is no arm, a table row has another length than its columns, or a picture's counts do not fit its bins
 */
export function buildReport(input: ReportInput, document: SvgDocument): string {
  checkInput(input);
  const subject: Subject = {input, layout: layoutArms(input.arms), document};
  const story = storyOf(subject);
  const rest = [
    armSection(subject),
    summarySection(subject),
    comparisonSection(subject),
    doseSection(subject),
    measuresPart(subject),
    againSection(subject),
  ];
  return pageOf([opening(input), ...story, contentsOf([...story, ...rest]), ...rest], {title: input.title, foot: footOf(input)});
}

const footOf = ({versions: {genloss}}: ReportInput): string => (genloss === undefined ? 'Made by genloss.' : `Made by genloss ${genloss}.`);

/** What is lost, to be seen before any number. */
const storyOf = (subject: Subject): (Html | undefined)[] => [
  passagesSection(subject),
  imagesSection(subject),
  densitySection(subject),
  categoriesSection(subject),
  lineSection(subject),
];

function measuresPart(subject: Subject): Html {
  const sections = [...measureSections(subject), rewardSection(subject), proxySection(subject)];
  return html`<div class="measures">${lines(sections.filter((section) => section !== undefined))}</div>`;
}

const isCalibration = ({name}: ReportMeasure): boolean => name === 'calibration';

const orderedMeasures = ({input: {measures}}: Subject): ReportMeasure[] => [
  ...measures.filter((measure) => !isCalibration(measure)),
  ...measures.filter(isCalibration),
];

const ownSection = (subject: Subject, measure: ReportMeasure): Html =>
  (measure.name === 'origin' ? originSection : measureSection)(subject, measure);

/** In the order of the experiment, calibration last; how surprising samples are goes with their perplexity, or else after all. */
function measureSections(subject: Subject): (Html | undefined)[] {
  const {measures} = subject.input;
  const sections = orderedMeasures(subject).flatMap((measure) => {
    const own = ownSection(subject, measure);
    return measure.name === 'sample.perplexity' ? [own, perplexitySection(subject)] : [own];
  });
  return measures.some(({name}) => name === 'sample.perplexity') ? sections : [...sections, perplexitySection(subject)];
}

function opening(input: ReportInput): Html {
  return html`<header><p class="kicker">Generation loss \u00b7 experiment report</p>
<h1>${input.title}</h1>
${openingWords(input)}</header>`;
}

/** What a run shows, in sentences, with what to know before them. */
export function openingWords(input: ReportInput): Html {
  const {warnings = []} = input;
  const {done, lost, kept} = runVerdict(input);
  const rows = [
    ['What was done', done],
    ['What became of it', lost],
    ['What made a difference', kept],
    ['How much it takes', doseAnswers(input.summary).join(' ')],
  ].filter(([, words]) => words !== '');
  const told = rows.map(([name, words]) => html`<dt>${name}</dt><dd>${words}</dd>`);
  const warned = warnings.map((one) => html`<p class="warning"><strong>Before you read on.</strong> ${one}</p>`);
  return html`${lines(warned)}
<dl class="verdict">${lines(told)}</dl>`;
}

/** The sections of a report in their order, each drawn when it is asked for: for pages that must not stand still while all are drawn. */
export const reportSections = (subject: Subject): readonly (() => Html | undefined)[] => [
  ...[passagesSection, imagesSection, densitySection, categoriesSection, lineSection].map((section) => () => section(subject)),
  ...[armSection, summarySection, comparisonSection, doseSection].map((section) => () => section(subject)),
  ...orderedMeasures(subject).map((measure) => () => ownSection(subject, measure)),
  ...[perplexitySection, rewardSection, proxySection, againSection].map((section) => () => section(subject)),
];

function armSection(subject: Subject): Html {
  const {shows} = subject.input;
  const wanted = shows !== undefined && html`<p class="shows"><strong>What it must show.</strong> ${withCode(shows)}</p>`;
  const one = subject.input.arms.length === 1;
  return html`<section aria-labelledby="arms"><h2 id="arms">${one ? 'What was tried' : 'The ways that were tried'}</h2>
${wanted}${armList(subject)}</section>`;
}

function armList(subject: Subject): Html {
  const {arms} = subject.input;
  const look = rowLooks(subject);
  const items = arms.map(
    ({name, description}) => html`<dt>${look(name).group === '' && look(name).sign}${name}</dt><dd>${withCode(description)}</dd>`,
  );
  const list = html`<dl class="arms">${lines(items)}</dl>`;
  return arms.length > ARMS_LISTED ? html`<details><summary>The ${arms.length} arms</summary>${list}</details>` : list;
}

function summarySection(subject: Subject): Html {
  const tables = tablesOf(subject.input.table).map((one) => summaryTable(one, rowLooks(subject)));
  return html`<section aria-labelledby="summary"><h2 id="summary">Where each arm stands at the end</h2>${lines(tables)}${stoppedNote(subject.input)}</section>`;
}

/** Costs beside few measures, and below many, where they would be out of sight. */
function tablesOf(table: ReportTable): ReportTable[] {
  const {costsFrom, columns, rows, caption} = table;
  if (costsFrom === undefined || columns.length <= MOST_COLUMNS) return [table];
  const part = (keeps: (column: number) => boolean, own: string): ReportTable => ({
    columns: columns.filter((_, c) => keeps(c)),
    ...(table.codes && {codes: table.codes.filter((_, c) => keeps(c))}),
    rows: rows.map((row) => row.filter((_, c) => keeps(c))),
    ...(table.intervals && {intervals: table.intervals.map((row) => row.filter((_, c) => keeps(c)))}),
    caption: own,
  });
  return [part((c) => c < costsFrom, ''), part((c) => c === 0 || c >= costsFrom, caption)];
}

/** Said once here, so that no measure need repeat it. */
function stoppedNote(input: ReportInput): Html | undefined {
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
  if (sentences.length === 0) return undefined;
  return html`<p class="note">${sentences.join(' ')} What was not measured for that is a gap in every picture.</p>`;
}

function againSection(subject: Subject): Html {
  const {input} = subject;
  const versions = Object.entries(input.versions).map(([name, version]) => `${name} ${version}`);
  const sources = theorySources(input).map((source) => html`<li>${source}</li>`);
  const theory = sources.length > 0 && html`<h3>Where the theory is from</h3><ul class="sources">${lines(sources)}</ul>`;
  return html`<section aria-labelledby="again"><h2 id="again">Run it again</h2>
<p>The same experiment with the same versions gives the same numbers. In the folder of this report:</p>
<pre tabindex="0"><code>${input.command}</code></pre>
<p class="note">Made with ${versions.length === 0 ? 'unknown versions' : versions.join(' \u00b7 ')}.</p>
<details><summary>The resolved experiment</summary><pre tabindex="0"><code>${input.experimentYaml}</code></pre></details>
${timesPart(subject)}${theory}${fitNotes(input)}</section>`;
}

/** Notes of the fits, folded: most readers need none of them. */
function fitNotes({notes = []}: ReportInput): Html | undefined {
  if (notes.length === 0) return undefined;
  const items = notes.map(({arm, text}) => html`<li><b>${arm}</b>: ${text}</li>`);
  return html`<details><summary>Notes of the fits (first seed)</summary><ul class="sources">${lines(items)}</ul></details>`;
}

function theorySources(input: ReportInput): string[] {
  const sources = new Map<string, Set<string>>();
  for (const {name} of input.arms) {
    for (const curves of Object.values(input.theory?.[name] ?? {})) {
      for (const curve of curves) sources.set(curve.source, (sources.get(curve.source) ?? new Set()).add(curve.label));
    }
  }
  return [...sources].map(([source, labels]) => `${listed([...labels])}: ${source}`);
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
