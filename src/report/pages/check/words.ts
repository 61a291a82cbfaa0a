/** The words that tell what happened: lost and gained, each with how often it comes in a million words on either side. */
import {perMillion} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {CheckReport, TellingWord} from '../../../guard/check-report.ts';
import {type Html, html, lines} from '../../html.ts';
import {scrolling} from '../scrolling.ts';

const MOST_WORDS = 30;

export function wordSections({lost, gained}: CheckReport): Html | undefined {
  const ofLost =
    'Words that come less often in the candidate than in the reference, beyond chance. First those that fell most even if chance made the fall look larger than it is.';
  const ofGained =
    'Words that come more often in the candidate than in the reference, beyond chance. First those that rose most even if chance made the rise look larger than it is.';
  const sections = [
    ...(lost.length > 0 ? [section(lost, {id: 'lost', title: 'Words lost', lead: ofLost})] : []),
    ...(gained.length > 0 ? [section(gained, {id: 'gained', title: 'Words gained', lead: ofGained})] : []),
  ];
  return sections.length === 0 ? undefined : html`<div class="two">${lines(sections)}</div>`;
}

function section(words: readonly TellingWord[], {id, title, lead}: {id: string; title: string; lead: string}): Html {
  const rows = words
    .slice(0, MOST_WORDS)
    .map(
      ({word, reference, candidate}) =>
        html`<tr><th scope="row">${visible(word)}</th><td class="n">${perMillion(reference)}</td><td class="n">${perMillion(candidate)}</td></tr>`,
    );
  const more = words.length > MOST_WORDS && html`<p class="note">and ${words.length - MOST_WORDS} more</p>`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="note">${lead}</p>
${scrolling(
  html`<table class="words"><caption>Occurrences in a million words.</caption><thead><tr><th scope="col">word</th><th scope="col" class="n">reference</th><th scope="col" class="n">candidate</th></tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
  title,
)}${more}</section>`;
}
