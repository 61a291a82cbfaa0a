/** What the generations of each arm took, and what they took it for. */

import {escapeHtml} from '../../words.ts';
import type {ReportInput} from './input.ts';
import {summaryTable} from './tables.ts';

/** An empty string where no times are known. */
export function timesPart({arms, times}: ReportInput): string {
  const known = arms.filter(({name}) => times?.[name] !== undefined);
  if (known.length === 0) return '';
  const activities = [...new Set(known.flatMap(({name}) => times![name].map(({activity}) => activity)))];
  const rows = known.map(({name}) => {
    const own = new Map(times![name].map(({activity, seconds}) => [activity, seconds]));
    const total = [...own.values()].reduce((sum, seconds) => sum + seconds, 0);
    return [name, secondsText(total), ...activities.map((activity) => shareText(own.get(activity) ?? 0, total))];
  });
  const caption = 'The time of one generation of one lineage, the mean over all, and the share of it that each step took.';
  const table = summaryTable({columns: ['arm', 'seconds', ...activities.map(escapeHtml)], rows, caption}, () => '');
  return `<h3>Where the time went</h3>${table}`;
}

/** 0.0012, 3.4, 312 */
const secondsText = (seconds: number): string => (seconds >= 100 ? String(Math.round(seconds)) : String(Number(seconds.toPrecision(2))));

function shareText(seconds: number, total: number): string {
  const share = total === 0 ? 0 : (100 * seconds) / total;
  if (share === 0) return '0%';
  return share < 0.1 ? '< 0.1%' : `${share.toFixed(share < 10 ? 1 : 0)}%`;
}
