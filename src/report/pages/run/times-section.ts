/** What the generations of each arm took, and what they took it for. */
import {secondsNumber, timePercent} from '../../../core/text/numbers.ts';
import {type Html, html} from '../../html.ts';
import {rowLooks} from './arm-rows.ts';
import type {Subject} from './series.ts';
import {summaryTable} from './tables.ts';

/** Undefined where no times are known. */
export function timesPart(subject: Subject): Html | undefined {
  const {arms, times} = subject.input;
  const known = arms.filter(({name}) => times?.[name] !== undefined);
  if (known.length === 0) return undefined;
  const activities = [...new Set(known.flatMap(({name}) => times![name].map(({activity}) => activity)))];
  const rows = known.map(({name}) => {
    const own = new Map(times![name].map(({activity, seconds}) => [activity, seconds]));
    const total = [...own.values()].reduce((sum, seconds) => sum + seconds, 0);
    return [name, secondsNumber(total), ...activities.map((activity) => timePercent(own.get(activity) ?? 0, total))];
  });
  const caption = 'The time of one generation of one lineage, the mean over all, and the share of it that each step took.';
  return html`<h3>Where the time went</h3>${summaryTable({columns: ['arm', 'seconds', ...activities], rows, caption}, rowLooks(subject))}`;
}
