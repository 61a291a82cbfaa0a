/** The gates of the page: their picture on one axis, and a table with every number and every reason. */

import type {Check, CheckReport, Interval} from '../../../guard/check-report.ts';
import {catalog} from '../../../lab/measure/catalog.ts';
import {counted, escapeHtml, readableNumber} from '../../report/words.ts';
import {gateChart, VERDICT_COLOURS} from './gate-chart.ts';
import {boundText, capital, intervalText, SIGNS, sentence, tally, visible} from './values.ts';

export function gateSection({checks}: CheckReport): string {
  const heading = '<section aria-labelledby="gates"><h2 id="gates">The gates</h2>';
  if (checks.length === 0) return `${heading}<p class="note">No gate was checked.</p></section>`;
  const label = `${counted(checks.length, 'gate')} on one axis. ${tally(checks)} The table below has the numbers.`;
  const caption =
    'Each row has its own scale: the line is the bound, the dotted line what the reference shows against its own other half at equal size. Right is the good side. A gate passes only where its whole interval lies right of the bound, and fails only where all of it lies left.';
  return `${heading}
<figure>${key()}${gateChart(checks, label)}<figcaption>${caption}</figcaption></figure>
${gateTable(checks)}
${meanings(checks)}</section>`;
}

function key(): string {
  const mark = (verdict: 'pass' | 'fail' | 'inconclusive', sign: string) =>
    `<li><span style="color:${VERDICT_COLOURS[verdict]}">${sign}</span> ${verdict}</li>`;
  return `<ul class="key">${mark('pass', '\u25cf')}${mark('fail', '\u2715')}${mark('inconclusive', '\u25c6')}<li><span class="bar"></span>expected of the reference itself</li></ul>`;
}

function gateTable(checks: readonly Check[]): string {
  const columns = ['gate', 'verdict', 'value [95%]', 'bound', 'expected [95%]', 'p'];
  const head = columns.map((name, i) => `<th scope="col"${i > 1 ? ' class="n"' : ''}>${name}</th>`).join('');
  const counts = [...new Set(checks.map(({n}) => n))].sort((a, b) => a - b);
  const rests = `Estimates rest on ${counts.map(readableNumber).join(', ')} documents.`;
  const note = `${rests} p is of the hypothesis that the bound holds, corrected for the number of gates (Holm).`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="Every gate"><table class="gates"><caption class="hidden">Every gate</caption><thead><tr>${head}</tr></thead><tbody>
${checks.map(row).join('\n')}
</tbody></table></div><p class="note">${note}</p>`;
}

function row(check: Check): string {
  const {verdict, expected, reason, p} = check;
  const number = (text: string | undefined) => `<td class="n">${text ?? '\u2013'}</td>`;
  const told =
    reason === undefined ? '' : `\n<tr><td class="why" colspan="6"><div>${escapeHtml(capital(sentence(visible(reason))))}</div></td></tr>`;
  const cells = [
    number(twoLines(check) ?? 'undefined'),
    number(boundText(check.bound)),
    number(expected && twoLines(expected)),
    number(p === undefined ? undefined : p < 1e-4 ? '&lt;0.0001' : readableNumber(p)),
  ];
  return `<tr${reason === undefined ? '' : ' class="told"'}><th scope="row" class="name${check.name.length > 26 ? ' long' : ''}">${escapeHtml(visible(check.name))}</th><td class="${verdict}">${SIGNS[verdict]} ${verdict}</td>${cells.join('')}</tr>${told}`;
}

/** The value, and below it its interval. */
function twoLines(of: Partial<Interval>): string | undefined {
  return intervalText(of)?.replace(/ (\[.*\])$/, '<br><span class="soft">$1</span>');
}

/** What each measure means, from the catalog, once. */
function meanings(checks: readonly Check[]): string {
  const known = [...new Set(checks.map(({measure}) => measure))].flatMap((name) => catalog.filter((measure) => measure.name === name));
  if (known.length === 0) return '';
  const items = known
    .map(({name, title, unit, caption}) => {
      const of = unit === '' ? '' : ` Unit: ${escapeHtml(unit)}.`;
      return `<li><code>${escapeHtml(name)}</code>, <b>${escapeHtml(title)}</b>. ${escapeHtml(caption)}${of}</li>`;
    })
    .join('\n');
  return `<details><summary>What the measures mean</summary><ul class="sources">${items}</ul></details>`;
}
