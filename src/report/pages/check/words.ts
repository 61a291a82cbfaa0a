/** The words that tell what happened: lost and gained, each with how often it comes in a million words on either side. */
import type {CheckReport, TellingWord} from '../../../guard/check-report.ts';
import {perMillion, visible} from '../../formats/check/values.ts';
import {escapeHtml} from '../../words.ts';

const MOST_WORDS = 30;

export function wordSections({lost, gained}: CheckReport): string[] {
  const sections = [
    section(
      'lost',
      'Words lost',
      'Of the words that the reference uses often enough to tell, those that the candidate has lost most of.',
      lost,
    ),
    section('gained', 'Words gained', 'Words that come far more often in the candidate than in the reference.', gained),
  ].filter((part) => part !== '');
  return sections.length === 0 ? [] : [`<div class="two">${sections.join('\n')}</div>`];
}

function section(id: string, title: string, lead: string, words: readonly TellingWord[]): string {
  if (words.length === 0) return '';
  const rows = words
    .slice(0, MOST_WORDS)
    .map(
      ({word, reference, candidate}) =>
        `<tr><th scope="row">${escapeHtml(visible(word))}</th><td class="n">${escapeHtml(perMillion(reference))}</td><td class="n">${escapeHtml(perMillion(candidate))}</td></tr>`,
    );
  const more = words.length > MOST_WORDS ? `<p class="note">and ${words.length - MOST_WORDS} more</p>` : '';
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="note">${lead}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="words"><caption>Occurrences in a million words.</caption><thead><tr><th scope="col">word</th><th scope="col" class="n">reference</th><th scope="col" class="n">candidate</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>${more}</section>`;
}
