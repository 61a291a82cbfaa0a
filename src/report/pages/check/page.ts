/**
 * The report as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes. Light and dark.
 *
 * It draws what `check` has measured and computes no measure itself. Every picture has its numbers in a table beside it.
 */
import type {CheckReport, Side} from '../../../guard/check-report.ts';
import {capital, DOMAIN_VERDICTS, intervalText, nameOf, SIGNS, sentence, sizeText, tally, visible} from '../../formats/check/values.ts';
import {counted, escapeHtml, exactNumber} from '../../words.ts';
import {pageOf} from '../page.ts';
import {bandSections} from './bands.ts';
import {gateSection} from './gates.ts';
import {wordSections} from './words.ts';

export function formatHtml(report: CheckReport, {version}: {version?: string} = {}): string {
  const made = version === undefined ? 'genloss' : `genloss ${version}`;
  return pageOf([opening(report), gateSection(report), ...bandSections(report.bands), ...wordSections(report)], {
    title: `${report.verdict}: genloss check of ${visible(nameOf(report.candidate))}`,
    style: CHECK_STYLE,
    foot: `Made by ${made}.`,
  });
}

/** Text from outside, safe as HTML. */
function shown(text: string): string {
  return escapeHtml(visible(text));
}

const CHECK_STYLE = `
.verdict{display:inline-block;font-weight:700}
.pass{color:var(--arm-2)}.fail{color:var(--arm-0)}.inconclusive{color:var(--arm-7)}
.callout{border-left:3px solid var(--arm-4);background:var(--card);border-radius:0 6px 6px 0;padding:.55rem 1rem;margin:1.1rem 0 0;overflow-wrap:anywhere}
.callout p{margin:.2rem 0}.callout ul{margin:.2rem 0;padding-left:1.1rem}
.callout.pass,.callout.inconclusive{color:inherit}.callout.pass{border-color:var(--arm-2)}.callout.inconclusive{border-color:var(--arm-7)}
.why{color:var(--soft);white-space:normal;font-size:.86rem;padding-top:0}
.soft{color:var(--soft)}
.gates td,.gates th{vertical-align:top;white-space:nowrap;padding-left:.5rem;padding-right:.5rem}.gates tr.told>*{border-bottom:0;padding-bottom:.1rem}
.gates tr>:first-child{padding-left:0}.gates tr>:last-child{padding-right:0}
.gates th.long{white-space:normal;overflow-wrap:anywhere;min-width:11rem}
.gates td.why{white-space:normal}.why div{position:sticky;left:0;max-width:min(45rem,calc(100vw - 2.5rem));overflow-wrap:anywhere}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0 0;padding:0;color:var(--soft);font-size:.875rem}
.bar{display:inline-block;width:1.5rem;height:.7rem;background:currentColor;opacity:.28;margin-right:.4rem;vertical-align:baseline}
.two{display:grid;gap:0 2.4rem;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr))}
.two section h2{margin-top:3rem}
.words th{font-weight:500;overflow-wrap:anywhere;white-space:normal}
`.trim();

function opening(report: CheckReport): string {
  const {verdict, candidate, reference} = report;
  return `<header><p class="kicker">Generation loss \u00b7 check of a corpus</p>
<h1><span class="verdict ${verdict}">${SIGNS[verdict]} ${capital(verdict)}</span></h1>
<p class="lead">${shown(capital(sentence(report.reason)))} ${tally(report.checks)}</p>
<dl class="arms"><dt>Candidate</dt><dd>${side(candidate)}</dd>
<dt>Reference</dt><dd>${side(reference)}</dd></dl>
${domain(report)}${report.forecast === undefined ? '' : `\n<p>${shown(`The candidate ${report.forecast.line}.`)}</p>`}${warnings(report.warnings)}</header>`;
}

function side(of: Side): string {
  const broken = of.broken === 0 ? '' : `; ${counted(of.broken, 'broken record')} passed over`;
  return `<b>${shown(nameOf(of))}</b>: ${counted(of.documents, 'document')}, ${counted(of.words, 'word')}, ${sizeText(of.bytes)}${broken}`;
}

const DOMAIN_TITLES = {same: 'the same', other: 'another', unclear: 'unclear'} as const;

function domain({domain: of}: CheckReport): string {
  const verdict = DOMAIN_VERDICTS[of.verdict];
  const distance = intervalText(of);
  const measured = distance === undefined ? '' : ` Distance ${distance}, bound ${exactNumber(of.bound)}.`;
  const words =
    of.words.length === 0
      ? ''
      : `<p>Its frequent words that the reference hardly has: ${of.words
          .slice(0, 20)
          .map((word) => `<b>${shown(word)}</b>`)
          .join(', ')}.</p>`;
  return `<div class="callout ${verdict}"><p><b>Domain: <span class="${verdict}">${SIGNS[verdict]} ${DOMAIN_TITLES[of.verdict]}</span></b>. ${shown(capital(sentence(of.reason)))}${measured}</p>${words}</div>`;
}

function warnings(all: readonly string[]): string {
  if (all.length === 0) return '';
  const items = all.map((warning) => `<li>${shown(capital(sentence(warning)))}</li>`).join('\n');
  return `\n<div class="callout"><b>! ${counted(all.length, 'warning')}</b><ul>${items}</ul></div>`;
}
