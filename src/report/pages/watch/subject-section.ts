/** Another subject? Novelty by period, and the share of machine-written text where there is one. */
import {visible} from '../../../core/text/plain.ts';
import {NOVELTY} from '../../../guard/watch/measures.ts';
import {type Html, html} from '../../html.ts';
import {closedTable} from '../scrolling.ts';
import {measureTitle, valueCell} from './said.ts';
import {type ShownSeries, seriesFigure} from './series.ts';
import type {WatchSubject} from './subject.ts';

const SHARE: ShownSeries = {
  read: ({synthetic}) => synthetic,
  title: 'Share of synthetic text',
  name: 'share of synthetic text',
  told: 'Higher: more of it was written by machines like those of the synthetic reference.',
  carries: false,
  held: [0],
};

export function subjectSection(subject: WatchSubject): Html | undefined {
  const {periods, alarm} = subject.report;
  if (periods.length === 0) return undefined;
  const shares = periods.some(({synthetic}) => synthetic !== undefined);
  const novelty: ShownSeries = {
    ...{read: ({novelty}) => novelty, title: measureTitle(NOVELTY), name: NOVELTY, held: [0]},
    told: 'Higher: another subject, where it also has words that are new. Collapse lowers it, until a model says little but a few words, far too often.',
    carries: alarm?.measures.includes(NOVELTY) === true,
  };
  const shown = [novelty, ...(shares ? [SHARE] : [])];
  const rows = periods.map((period) => [visible(period.period), ...shown.map(({read}) => valueCell(read(period)))]);
  return html`<section aria-labelledby="subject"><h2 id="subject">${shares ? 'Another subject, or machines?' : 'Another subject?'}</h2>
<p class="note">Novelty is the share of words that a period has more than four times as often as the reference, beyond what the reference shows of itself.</p>
${seriesFigure(subject, shown)}
${closedTable('The same in numbers, the newest period first', ['period', ...shown.map(({name}) => name)], rows.reverse())}</section>`;
}
