/** What a watch can see, as text for a terminal: a row a generation, a column a share, then what is to be known of the numbers. */
import {grouped, percent, wholePercent} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {PowerCalibration, PowerCell, WatchPower} from '../../guard/watch-power.ts';
import {tableLines, wrapped} from './text-table.ts';

const WIDTH = 100;

export function watchPowerText(power: WatchPower): string {
  const {watch, horizon, series, falseAlarms, level, notes, late, changed} = power;
  const told = [
    ...(late.length > 0 ? [`late: ${late.join(', ')}`] : []),
    ...(changed.length > 0 ? [`read again, their data changed: ${changed.join(', ')}`] : []),
  ];
  const blocks = [
    wrapped(`${plainLine(watch)}: periods until the alarm, where so much of the text is a lab's`, WIDTH),
    tableOf(power),
    wrapped(
      `Median of ${grouped(series)} series, 10th to 90th percentile in brackets; each ends after ${horizon} periods, and a dash says that some end without an alarm. Of series in which nothing changes ${percent(falseAlarms)} raise an alarm by then; the budget is one in ${grouped(level)} periods.`,
      WIDTH,
    ),
    madeOf(power),
    notes.flatMap((note) => wrapped(`- ${note}`, WIDTH, {hanging: '  '})),
    told.flatMap((one) => wrapped(plainLine(one), WIDTH, {hanging: '  '})),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function tableOf({cells, horizon}: WatchPower): string[] {
  const shares = [...new Set(cells.map(({share}) => share))];
  const rows = [...new Set(cells.map(({generation}) => generation))].map((generation) => [
    String(generation),
    ...shares.map((share) => cellText(cells.find((one) => one.generation === generation && one.share === share)!, horizon)),
  ]);
  return tableLines([['generation', ...shares.map(wholePercent)], ...rows]);
}

/** `4 [3, 7]`; `9 [4, -]` where a tenth of the series sees nothing. */
function cellText({periods}: PowerCell, horizon: number): string {
  if ('reason' in periods) return `not in ${horizon}`;
  const {value, low, high} = periods;
  return `${value} [${low}, ${high ?? '-'}]`;
}

const FROM: Readonly<Record<PowerCalibration['from'], string>> = {
  periods: 'the calibration',
  profiles: 'the profiles of the calibration',
  reference: 'the reference',
};

const madeOf = ({calibration: {from, periods, documents, words}, lab}: WatchPower): string[] =>
  wrapped(
    `Made of ${grouped(periods)} periods of ${FROM[from]}, of about ${grouped(documents)} documents and ${grouped(words)} words each; the lab was trained on ${grouped(lab.words)} words, ${lab.lineages} times.`,
    WIDTH,
  );
