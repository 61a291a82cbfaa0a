/**
 * A share report as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes.
 * It computes nothing; each picture has its numbers in a table beside it.
 */
import {counted, fixed} from '../../core/text/numbers.ts';
import type {ShareReport, SliceReport} from '../../guard/share/report.ts';
import {curveChart, slicesChart} from '../charts/share-charts.ts';
import type {SvgDocument} from '../document.ts';
import {headline, sharePercent, sizes} from '../formats/share.ts';
import {type Html, html, lines} from '../html.ts';
import {shortList} from '../words.ts';
import {pageOf} from './page.ts';
import {closedTable, plainTable} from './scrolling.ts';

export interface PageNames {
  readonly data: readonly string[];
  readonly human: readonly string[];
  readonly synthetic: readonly string[];
}

export function sharePage(report: ShareReport, names: PageNames, document: SvgDocument, made = 'genloss'): string {
  const sections = [
    opening(report, names),
    curveSection(report, document),
    ...sliceSections(report, document),
    estimatorSection(report),
    arrangementSection(report),
  ];
  return pageOf(sections, {title: `Share of synthetic text in ${shortList(names.data)}`, foot: `Made by ${made}.`});
}

function opening(report: ShareReport, {data, human, synthetic}: PageNames): Html {
  const notes = report.notes.map((note) => html`<p class="note">${note}</p>`);
  const choice = report.choice !== undefined && html`<p>${report.choice}</p>`;
  return html`<header><p class="kicker">Generation loss \u00b7 share of synthetic text</p>
<h1>${titleOf(report)}</h1>
<p class="lead">${headline(report)}</p>
<dl class="arms"><dt>candidate</dt><dd>${shortList(data)}</dd><dt>human</dt><dd>${shortList(human)}</dd>
<dt>synthetic</dt><dd>${shortList(synthetic)}</dd></dl>
<p>${sizes(report)}</p>
${choice}
${lines(notes)}</header>`;
}

function titleOf({share, verdict}: ShareReport): string {
  return verdict === 'inconclusive' || share === undefined ? 'Inconclusive' : `${sharePercent(share)} synthetic`;
}

function curveSection(report: ShareReport, document: SvgDocument): Html | undefined {
  if (report.curve.length === 0) return undefined;
  const rows = report.curve.map(({truth, estimate, low, high}) => [truth, estimate, low, high].map((share) => sharePercent(share)));
  const candidate = report.share !== undefined && ' The upright line is the candidate, the field around it its interval.';
  return html`<section aria-labelledby="curve"><h2 id="curve">How well it measures here</h2>
<p>Known mixtures were made of the references\u2019 own held-out text and measured in the same way. On the dashed line the estimate is the truth.</p>
<figure>${curveChart(report, 'wide', document)}${curveChart(report, 'narrow', document)}
<figcaption>Mean estimate (line) and the range of 95% of estimates (band) of ${report.estimator}.${candidate}</figcaption></figure>
${closedTable('The curve in numbers', ['truth', 'estimate', 'from', 'to'], rows)}</section>`;
}

function sliceSections({slices, share}: ShareReport, document: SvgDocument): Html[] {
  const groups = new Map<string, SliceReport[]>();
  for (const slice of slices ?? []) groups.set(slice.by, [...(groups.get(slice.by) ?? []), slice]);
  return [...groups].map(([by, list], i) => {
    const shown = list.slice(0, 60);
    const rows = list.map((slice) => [
      slice.value,
      String(slice.documents),
      String(slice.sentences),
      slice.share === undefined ? (slice.reason ?? '') : sharePercent(slice.share),
      slice.share === undefined ? '' : `${sharePercent(slice.low)} to ${sharePercent(slice.high)}`,
    ]);
    const more = list.length > shown.length && ` The first ${shown.length} of ${list.length} are drawn.`;
    const parts = {whole: share, document};
    return html`<section aria-labelledby="by-${i}"><h2 id="by-${i}">By ${by}</h2>
<figure>${slicesChart(shown, {...parts, className: 'wide'})}${slicesChart(shown, {...parts, className: 'narrow'})}
<figcaption>Share of synthetic sentences of ${counted(list.length, 'slice')} with 95% intervals; dashed, the whole.${more}</figcaption></figure>
${closedTable('The slices in numbers', [by, 'documents', 'sentences', 'share', 'interval'], rows)}</section>`;
  });
}

function estimatorSection({estimators, estimator}: ShareReport): Html | undefined {
  if (estimators.length === 0) return undefined;
  const rows = estimators.map((e) => [
    e.estimator === estimator ? `${e.estimator} (used)` : e.estimator,
    sharePercent(e.estimate),
    ...[e.documents.error, e.documents.bias, e.sentences.error, e.sentences.bias].map((value) => fixed(value, 3)),
  ]);
  const columns = ['estimator', 'raw estimate', 'error', 'bias', 'error, planted', 'bias, planted'];
  return html`<section aria-labelledby="estimators"><h2 id="estimators">The estimators</h2>
<p>Mean absolute error and bias on known mixtures of whole documents, and of sentences planted into documents of the other side.</p>
${plainTable(columns, rows, {label: 'The estimators'})}</section>`;
}

function arrangementSection({arrangements}: ShareReport): Html | undefined {
  if (arrangements.length === 0) return undefined;
  const rows = arrangements.map((a) => [
    a.arrangement === 'documents' ? 'whole documents' : 'planted sentences',
    a.estimator,
    sharePercent(a.share),
    `${sharePercent(a.low)} to ${sharePercent(a.high)}`,
    fixed(a.distance, 1),
    a.plausible ? 'yes' : 'no',
  ]);
  return html`<section aria-labelledby="arrangements"><h2 id="arrangements">How synthetic text lies in it</h2>
<p>The interval covers every arrangement that is plausible. The distance says how far what the candidate shows lies from what an arrangement would show: of the true arrangement it exceeds 16.3 only once in a thousand times.</p>
${plainTable(['arrangement', 'estimator', 'share', 'interval', 'distance', 'plausible'], rows, {label: 'The arrangements', words: [1, 5]})}</section>`;
}
