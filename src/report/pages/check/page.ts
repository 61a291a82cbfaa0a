/**
 * The report as one HTML page that needs nothing else: no script, no network, no clock; same report, same bytes. Light and dark.
 *
 * It draws what `check` has measured and computes no measure itself. Every picture has its numbers in a table beside it.
 */
import {counted, exactNumber, sizeText} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {CheckReport, Side} from '../../../guard/check-report.ts';
import type {SvgDocument} from '../../document.ts';
import {capital, DOMAIN_VERDICTS, intervalText, nameOf, nextOf, SIGNS, sentence, tally} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {pageOf} from '../page.ts';
import {VERDICT_STYLE} from '../verdict-style.ts';
import {bandSections} from './bands.ts';
import {exampleSection} from './examples.ts';
import {gateSection} from './gates.ts';
import {sliceSection} from './slices.ts';
import {wordSections} from './words.ts';

export interface CheckPageOptions {
  readonly document: SvgDocument;
  /** Of genloss. */
  readonly version?: string;
}

export function checkPage(report: CheckReport, {document, version}: CheckPageOptions): string {
  const made = version === undefined ? 'genloss' : `genloss ${version}`;
  return pageOf(
    [
      opening(report),
      gateSection(report, document),
      nextSection(report),
      sliceSection(report),
      exampleSection(report),
      ...bandSections(report.bands, document),
      wordSections(report),
    ],
    {
      title: `${report.verdict}: genloss check of ${visible(nameOf(report.candidate))}`,
      style: CHECK_STYLE,
      foot: `Made by ${made}.`,
    },
  );
}

const CHECK_STYLE = `
${VERDICT_STYLE}
.why{color:var(--soft);white-space:normal;font-size:.86rem;padding-top:0}
.soft{color:var(--soft)}
.title{color:var(--soft);font-weight:400;font-size:.8rem;white-space:normal;display:inline-block;max-width:11.5rem;line-height:1.3}
h3 .soft{font-weight:400}
@media (min-width:641px),print{
.gates td,.gates th{vertical-align:top;white-space:nowrap;padding-left:.5rem;padding-right:.5rem}.gates tr.told>*{border-bottom:0;padding-bottom:.1rem}
.gates tr>:first-child{padding-left:0}.gates tr>:last-child{padding-right:0}
.gates th.long{white-space:normal;overflow-wrap:anywhere;min-width:11rem}
.gates td.why,.gates td.finding{white-space:normal}.gates td.finding{min-width:12rem}
}
@media (max-width:640px){.title{max-width:none}.gates tr.told{border:0;padding-bottom:0}.gates tr.told+tr{padding-top:0}}
.why div{position:sticky;left:0;max-width:min(45rem,calc(100vw - 2.5rem));overflow-wrap:anywhere}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0 0;padding:0;color:var(--soft);font-size:.875rem}
.bar{display:inline-block;width:1.5rem;height:.7rem;background:currentColor;opacity:.28;margin-right:.4rem;vertical-align:baseline}
.two{display:grid;gap:0 2.4rem;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr))}
.two section h2{margin-top:3rem}
.places{padding-left:1.1rem}.places li{margin:.5rem 0;overflow-wrap:anywhere}.places code{color:var(--soft)}
.words th{font-weight:500;overflow-wrap:anywhere;white-space:normal}
`.trim();

function opening(report: CheckReport): Html {
  const {verdict, candidate, reference, forecast} = report;
  const place = forecast && html`\n<p>${visible(`The candidate ${forecast.line}.`)}</p>`;
  return html`<header><p class="kicker">Generation loss \u00b7 check of a corpus</p>
<h1><span class="verdict ${verdict}">${SIGNS[verdict]} ${capital(verdict)}</span></h1>
<p class="lead">${visible(capital(sentence(report.reason)))} ${tally(report.checks)}</p>
<dl class="arms"><dt>Candidate</dt><dd>${side(candidate)}</dd>
<dt>Reference</dt><dd>${side(reference)}</dd></dl>
${domain(report)}${place}${warnings(report.warnings)}</header>`;
}

function side(of: Side): Html {
  const broken = of.broken > 0 && `; ${counted(of.broken, 'broken record')} passed over`;
  return html`<b>${visible(nameOf(of))}</b>: ${counted(of.documents, 'document')}, ${counted(of.words, 'word')}, ${sizeText(of.bytes)}${broken}`;
}

function nextSection(report: CheckReport): Html | undefined {
  const steps = nextOf(report);
  if (steps.length === 0) return undefined;
  const items = steps.map(
    (step) =>
      html`<li>${visible(step)
        .split(/(--[a-z-]+)/)
        .map((part, i) => (i % 2 === 1 ? html`<span class="one">${part}</span>` : part))}</li>`,
  );
  return html`<section aria-labelledby="next"><h2 id="next">What to do next</h2>\n<ul class="places">${lines(items)}</ul></section>`;
}

const DOMAIN_TITLES = {same: 'the same', other: 'another', unclear: 'unclear'} as const;
const MOST_WORDS = 20;

function domain({domain: of}: CheckReport): Html {
  const verdict = DOMAIN_VERDICTS[of.verdict];
  const novelty = intervalText(of);
  const measured = novelty !== undefined && ` Novelty ${novelty}, bound ${exactNumber(of.bound)}.`;
  const told = of.words.slice(0, MOST_WORDS).map((word, i) => html`${i > 0 && ', '}<b>${visible(word)}</b>`);
  const words = told.length > 0 && html`<p>Its frequent words that the reference hardly has: ${told}.</p>`;
  return html`<div class="callout ${verdict}"><p><b>Domain: <span class="${verdict}">${SIGNS[verdict]} ${DOMAIN_TITLES[of.verdict]}</span></b>. ${visible(capital(sentence(of.reason)))}${measured}</p>${words}</div>`;
}

function warnings(all: readonly string[]): Html | undefined {
  if (all.length === 0) return undefined;
  const items = all.map((warning) => html`<li>${visible(capital(sentence(warning)))}</li>`);
  return html`\n<div class="callout"><b>! ${counted(all.length, 'warning')}</b><ul>${lines(items)}</ul></div>`;
}
