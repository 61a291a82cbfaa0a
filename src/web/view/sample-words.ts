/** How many records there are, were looked through and are shown, in words. */
import {counted, grouped} from '../../core/text/numbers.ts';
import type {SamplePage} from '../../report/pages/view/records.ts';

interface Asked {
  readonly find: string;
  readonly from: number;
}

export function recordCountWords({records, total, held, found, strays = 0}: SamplePage, {find, from}: Asked): string {
  const isPart = held < total;
  const first = `the first ${grouped(held)}`;
  const many =
    find === ''
      ? counted(total, 'record')
      : `${grouped(found)} of ${isPart ? `${first} of ` : ''}${counted(total, 'record')} ${found === 1 ? 'holds' : 'hold'} it`;
  const shown = shownWords({from, to: from + records.length, found});
  const part = !isPart ? '' : find === '' ? `; only ${first} are here` : '; the others are not here';
  const lost =
    strays === 0
      ? ''
      : `; ${counted(strays, 'line')} of the file ${strays === 1 ? 'does not say whose it is' : 'do not say whose they are'}`;
  return `${many}${shown}${part}${lost}`;
}

function shownWords({from, to, found}: {readonly from: number; readonly to: number; readonly found: number}): string {
  if (to === from || found <= 1) return '';
  return to === from + 1 ? `, number ${grouped(to)}` : `, from ${grouped(from + 1)} to ${grouped(to)}`;
}
