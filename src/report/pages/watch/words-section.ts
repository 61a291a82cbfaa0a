/** The words that an alarm is about: lost and gained since the change, each with how often it comes in a million words before and after. */
import {perMillion} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {ChangedWord, WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';
import {scrolling} from '../scrolling.ts';

export function changedWordSections({alarm}: WatchReport): Html | undefined {
  if (alarm === null) return undefined;
  const {words: lost, gained = []} = alarm;
  const sections = [
    ...(lost.length > 0 ? [section(lost, {id: 'lost', title: 'Words lost', lead: 'less often'})] : []),
    ...(gained.length > 0 ? [section(gained, {id: 'gained', title: 'Words gained', lead: 'more often'})] : []),
  ];
  return sections.length === 0 ? undefined : html`<div class="two">${lines(sections)}</div>`;
}

function section(words: readonly ChangedWord[], {id, title, lead}: {id: string; title: string; lead: string}): Html {
  const rows = words.map(
    ({word, before, after}) =>
      html`<tr><th scope="row">${visible(word)}</th><td class="n">${perMillion(before)}</td><td class="n">${perMillion(after)}</td></tr>`,
  );
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="note">Words that come ${lead} since the change than in the calibration, beyond chance.</p>
${scrolling(
  html`<table class="words"><caption>Occurrences in a million words.</caption><thead><tr><th scope="col">word</th><th scope="col" class="n">before</th><th scope="col" class="n">after</th></tr></thead><tbody>
${lines(rows)}
</tbody></table>`,
  title,
)}</section>`;
}
