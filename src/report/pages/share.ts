/**
 * A share report as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes.
 * It computes nothing; each picture has its numbers in a table beside it.
 */
import type {ShareReport, SliceReport} from '../../guard/share/report.ts';
import {curvePicture, slicesPicture} from '../charts/share-charts.ts';
import {headline, percent, sizes} from '../formats/share.ts';
import {counted, escapeHtml} from '../words.ts';
import {pageOf} from './page.ts';

export interface PageNames {
  readonly data: readonly string[];
  readonly human: readonly string[];
  readonly synthetic: readonly string[];
}

export function sharePage(report: ShareReport, names: PageNames): string {
  const sections = [
    opening(report, names),
    curveSection(report),
    ...sliceSections(report),
    estimatorSection(report),
    arrangementSection(report),
  ];
  return pageOf(sections, {title: `Share of synthetic text in ${named(names.data)}`, foot: 'Made by genloss.'});
}

function named(sources: readonly string[]): string {
  return sources.length <= 2 ? sources.join(', ') : `${sources[0]} and ${sources.length - 1} more`;
}

function opening(report: ShareReport, {data, human, synthetic}: PageNames): string {
  const notes = report.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('\n');
  const choice = report.choice === undefined ? '' : `<p>${escapeHtml(report.choice)}</p>`;
  return `<header><p class="kicker">Generation loss \u00b7 share of synthetic text</p>
<h1>${escapeHtml(titleOf(report))}</h1>
<p class="lead">${escapeHtml(headline(report))}</p>
<dl class="arms"><dt>candidate</dt><dd>${escapeHtml(named(data))}</dd><dt>human</dt><dd>${escapeHtml(named(human))}</dd>
<dt>synthetic</dt><dd>${escapeHtml(named(synthetic))}</dd></dl>
<p>${escapeHtml(sizes(report))}</p>
${choice}
${notes}</header>`;
}

function titleOf({share, verdict}: ShareReport): string {
  return verdict === 'inconclusive' || share === undefined ? 'Inconclusive' : `${percent(share)} synthetic`;
}

function curveSection(report: ShareReport): string {
  if (report.curve.length === 0) return '';
  const rows = report.curve.map(({truth, estimate, low, high}) => [truth, estimate, low, high].map(percent));
  const candidate = report.share === undefined ? '' : ' The upright line is the candidate, the field around it its interval.';
  return `<section aria-labelledby="curve"><h2 id="curve">How well it measures here</h2>
<p>Known mixtures were made of the references\u2019 own held-out text and measured in the same way. On the dashed line the estimate is the truth.</p>
<figure>${curvePicture(report, 'wide')}${curvePicture(report, 'narrow')}
<figcaption>Mean estimate (line) and the range of 95% of estimates (band) of ${escapeHtml(report.estimator ?? '')}.${candidate}</figcaption></figure>
${details('The curve in numbers', ['truth', 'estimate', 'from', 'to'], rows)}</section>`;
}

function sliceSections({slices, share}: ShareReport): string[] {
  const groups = new Map<string, SliceReport[]>();
  for (const slice of slices ?? []) groups.set(slice.by, [...(groups.get(slice.by) ?? []), slice]);
  return [...groups].map(([by, list], i) => {
    const shown = list.slice(0, 60);
    const rows = list.map((slice) => [
      slice.value,
      String(slice.documents),
      String(slice.sentences),
      slice.share === undefined ? (slice.reason ?? '') : percent(slice.share),
      slice.share === undefined ? '' : `${percent(slice.low)} to ${percent(slice.high)}`,
    ]);
    const more = list.length > shown.length ? ` The first ${shown.length} of ${list.length} are drawn.` : '';
    return `<section aria-labelledby="by-${i}"><h2 id="by-${i}">By ${escapeHtml(by)}</h2>
<figure>${slicesPicture(shown, share, 'wide')}${slicesPicture(shown, share, 'narrow')}
<figcaption>Share of synthetic sentences of ${counted(list.length, 'slice')} with 95% intervals; dashed, the whole.${more}</figcaption></figure>
${details('The slices in numbers', [by, 'documents', 'sentences', 'share', 'interval'], rows)}</section>`;
  });
}

function estimatorSection({estimators, estimator}: ShareReport): string {
  if (estimators.length === 0) return '';
  const rows = estimators.map((e) => [
    e.estimator === estimator ? `${e.estimator} (used)` : e.estimator,
    percent(e.estimate),
    e.documents.error.toFixed(3),
    e.documents.bias.toFixed(3),
    e.sentences.error.toFixed(3),
    e.sentences.bias.toFixed(3),
  ]);
  const columns = ['estimator', 'raw estimate', 'error', 'bias', 'error, planted', 'bias, planted'];
  return `<section aria-labelledby="estimators"><h2 id="estimators">The estimators</h2>
<p>Mean absolute error and bias on known mixtures of whole documents, and of sentences planted into documents of the other side.</p>
${table(columns, rows)}</section>`;
}

function arrangementSection({arrangements}: ShareReport): string {
  if (arrangements.length === 0) return '';
  const rows = arrangements.map((a) => [
    a.arrangement === 'documents' ? 'whole documents' : 'planted sentences',
    a.estimator,
    percent(a.share),
    `${percent(a.low)} to ${percent(a.high)}`,
    a.distance.toFixed(1),
    a.plausible ? 'yes' : 'no',
  ]);
  return `<section aria-labelledby="arrangements"><h2 id="arrangements">How synthetic text lies in it</h2>
<p>The interval covers every arrangement that is plausible. Distances above 16.3 are seen once in a thousand where the arrangement is true.</p>
${table(['arrangement', 'estimator', 'share', 'interval', 'distance', 'plausible'], rows)}</section>`;
}

function details(summary: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<details><summary>${escapeHtml(summary)}</summary>${table(columns, rows)}</details>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((name, c) => `<th scope="col"${c === 0 ? '' : ' class="n"'}>${escapeHtml(name)}</th>`).join('');
  const body = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
  });
  return `<div class="scroll" tabindex="0"><table class="data"><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}
