/** The gates of the page: their picture on one axis, and a table with every number and every reason. */
import {counted, exactNumber, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {FAILS_AT} from '../../../guard/check/judge.ts';
import type {Check, CheckReport, Interval} from '../../../guard/check-report.ts';
import {gateChart, VERDICT_COLOURS} from '../../charts/gate-chart.ts';
import type {SvgDocument} from '../../document.ts';
import {capital, endsText, gateBound, SIGNS, sentence, shownOf, tally} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {cellHead, scrolling} from '../scrolling.ts';
import {wordsOf} from './titled.ts';

export function gateSection({checks}: CheckReport, document: SvgDocument): Html {
  const heading = html`<section aria-labelledby="gates"><h2 id="gates">The gates</h2>`;
  if (checks.length === 0) return html`${heading}<p class="note">No gate was checked.</p></section>`;
  const label = `${counted(checks.length, 'gate')} on one axis. ${tally(checks)} The table below has the numbers.`;
  const caption =
    'Each row has its own scale: the line is the bound, the dotted line what the reference shows against its own other half at equal size. Right is the good side. A gate passes only where its whole interval lies right of the bound, and fails only where all of it lies left.';
  return html`${heading}
<figure>${key()}${gateChart(checks, {label, document})}<figcaption>${caption}</figcaption></figure>
${gateTable(checks)}
${meanings(checks)}</section>`;
}

function key(): Html {
  const mark = (verdict: 'pass' | 'fail' | 'inconclusive', sign: string) =>
    html`<li><span style="color:${VERDICT_COLOURS[verdict]}">${sign}</span> ${verdict}</li>`;
  return html`<ul class="key">${mark('pass', '\u25cf')}${mark('fail', '\u2715')}${mark('inconclusive', '\u25c6')}<li><span class="bar"></span>expected of the reference itself</li></ul>`;
}

const COLUMNS = ['gate', 'verdict', 'value [95%]', 'bound', 'expected [95%]', 'p'] as const;

function gateTable(checks: readonly Check[]): Html {
  const head = COLUMNS.map((name, i) => html`<th scope="col"${i > 1 && html` class="n"`}>${name}</th>`);
  const counts = [...new Set(checks.map(({n}) => n))].sort((a, b) => a - b);
  const rests = `Estimates rest on ${counts.map(readableNumber).join(', ')} documents.`;
  const note = `${rests} p: how probable a value this far on the bad side is by chance where the bound holds, one-sided and corrected for the number of gates (Holm). A gate fails where its whole interval is on the bad side and p is at most ${exactNumber(FAILS_AT)}.`;
  return html`${scrolling(
    html`<table class="gates stack" role="table"><caption class="hidden">Every gate</caption><thead><tr>${head}</tr></thead><tbody>
${lines(checks.map(row))}
</tbody></table>`,
    'Every gate',
  )}<p class="note">${note}</p>`;
}

function row(check: Check): Html {
  const {verdict, expected, reason, p} = check;
  const title = wordsOf(check.measure)?.title;
  const number = (value: string | Html | undefined, column: number) => html`${cellHead(COLUMNS[column])}${value ?? '\u2013'}</td>`;
  const why = reason !== undefined && capital(sentence(visible(reason)));
  const told = why !== false && html`\n<tr role="row"><td class="why" role="cell" colspan="6"><div>${why}</div></td></tr>`;
  const cells = [
    number(twoLines(shownOf(check, check.measure)) ?? 'undefined', 2),
    number(gateBound(check.bound), 3),
    number(expected && twoLines(shownOf(expected, check.measure)), 4),
    number(p === undefined ? undefined : p < 1e-4 ? '<0.0001' : readableNumber(p), 5),
  ];
  return html`<tr role="row"${why !== false && html` class="told"`}><th scope="row" role="rowheader" class="name${check.name.length > 26 && ' long'}">${visible(check.name)}${title !== undefined && html`<br><span class="title">${title}</span>`}</th><td role="cell" class="${verdict}">${SIGNS[verdict]} ${verdict}</td>${cells}</tr>${told}`;
}

/** The value, and below it its interval. */
function twoLines(of: Partial<Interval>): Html | undefined {
  if (of.value === undefined) return undefined;
  const ends = endsText(of);
  return html`${readableNumber(of.value)}${ends !== undefined && html`<br><span class="soft">${ends}</span>`}`;
}

/** What each measure means, from the catalog, once. */
function meanings(checks: readonly Check[]): Html | undefined {
  const known = [...new Set(checks.map(({measure}) => measure))].flatMap((name) => wordsOf(name) ?? []);
  if (known.length === 0) return undefined;
  const items = known.map(
    ({name, title, unit, caption}) => html`<li><code>${name}</code>, <b>${title}</b>. ${caption}${unit !== '' && ` Unit: ${unit}.`}</li>`,
  );
  return html`<details><summary>What the measures mean</summary><ul class="sources">${lines(items)}</ul></details>`;
}
