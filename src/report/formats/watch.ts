/**
 * What a watch concludes, as text for a terminal or the log of a cron job: the status first, then the alarm, then the newest periods.
 *
 * Refuses warnings: they go to standard error.
 */
import {cellEnds, cellNumber, grouped, perMillion} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {WatchAlarm, WatchedPeriod, WatchedValue, WatchReport, WatchStatus} from '../../guard/watch-report.ts';
import type {WatchCommands} from '../pages/watch/commands.ts';
import {nextSteps} from '../pages/watch/next.ts';
import {type Colour, coloured} from './colour.ts';
import {type TextRow, tableLines, wrapped} from './text-table.ts';

export interface WatchTextOptions {
  readonly commands: WatchCommands;
  readonly colour?: boolean;
}

const WIDTH = 100;
/** Periods that are listed, the newest. */
const LISTED = 8;
const COLOURS: Readonly<Record<WatchStatus, Colour>> = {quiet: 'green', alarm: 'red', calibrating: 'yellow'};
const LABELS: Readonly<Record<WatchStatus, string>> = {quiet: '+ QUIET', alarm: 'x ALARM', calibrating: '? CALIBRATING'};

export function watchText(report: WatchReport, {commands, colour = false}: WatchTextOptions): string {
  const {status, reason, alarm, late, changed, past, unjudgedSlices} = report;
  const label = LABELS[status];
  const [first, ...more] = paragraph(`${plainLine(report.watch)}: ${plainLine(reason)}.`, WIDTH - label.length - 2);
  const head = [
    `${colour ? coloured([COLOURS[status], 'bold'], label) : label}  ${first}`,
    ...more.map((line) => ' '.repeat(label.length + 2) + line),
  ];
  const notes = [
    ...(late.length > 0 ? [`late: ${named(late)}`] : []),
    ...(changed.length > 0 ? [`read again, their data changed: ${named(changed)}`] : []),
    ...past.slice(-LISTED).map(({raised, ended, kind, measures}) => `past alarm: ${raised} to ${ended}, ${kind}, ${measures.join(', ')}`),
    ...(unjudgedSlices.length > 0
      ? [`slices not judged, seen too seldom in the calibration: ${named(unjudgedSlices.map(sliceText))}`]
      : []),
  ].flatMap((note) => paragraph(plainLine(note), WIDTH, '  '));
  const blocks = [head, alarm === null ? [] : alarmLines(alarm), periodTable(report), notes, nextLines(report, commands)];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

const paragraph = (text: string, width: number, hanging = ''): string[] => wrapped(text, width, {hanging});

/** As many as a line can hold. */
const MOST_NAMED = 12;
const named = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''}`;

const sliceText = ({field, value}: {readonly field: string; readonly value: string}): string => `${field} ${value}`;

function alarmLines({raised, kind, since, measures, slices, words, looksLike, acknowledged, silencedUntil}: WatchAlarm): string[] {
  const rows: [string, string][] = [
    ['since', since.low === since.high ? since.value : `${since.value}, between ${since.low} and ${since.high} (95%)`],
    ['raised', raised],
    ['kind', kind],
    ['by', named(measures)],
    ...(slices.length > 0 ? [['in', named(slices.map(sliceText))] as [string, string]] : []),
    ...(words.length > 0
      ? [
          [
            'words lost',
            `a million words before and after: ${words.map(({word, before, after}) => `${word} ${perMillion(before)} to ${perMillion(after)}`).join(', ')}`,
          ] as [string, string],
        ]
      : []),
    ...('reason' in looksLike
      ? []
      : [['looks like', `${cellNumber(looksLike.value)} generations [${cellEnds(looksLike.low, looksLike.high)}]`] as [string, string]]),
    ...(acknowledged ? [['acknowledged', 'nothing is posted but the end'] as [string, string]] : []),
    ...(silencedUntil === undefined ? [] : [['silenced', `until ${silencedUntil}`] as [string, string]]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.flatMap(([name, text]) => paragraph(`${name.padEnd(width)}${plainLine(text)}`, WIDTH, ' '.repeat(width)));
}

/** Of so many measures a column each; the others are in the page and in JSON. */
const MOST_MEASURES = 4;

function periodTable({periods, level, alarm}: WatchReport): string[] {
  if (periods.length === 0) return [];
  const shown = periods.slice(-LISTED);
  const all = Object.keys(shown[shown.length - 1].measures);
  const first = (alarm?.measures ?? []).filter((measure) => all.includes(measure));
  const measures = [...first, ...all.filter((measure) => !first.includes(measure))].slice(0, MOST_MEASURES);
  const head: TextRow = ['period', 'documents', `evidence of ${grouped(level)}`, ...measures, ''];
  const rows = shown.map(
    (period): TextRow => [
      plainLine(period.period),
      grouped(period.documents),
      period.calibrates === true || period.unjudged !== undefined ? '-' : cellNumber(period.evidence),
      ...measures.map((measure) => valueCell(period.measures[measure])),
      noteOf(period),
    ],
  );
  const last = head.length - 1;
  return tableLines([head, ...rows], {right: (_, column) => column > 0 && column < last});
}

const valueCell = (value: WatchedValue | undefined): string => (value === undefined || 'reason' in value ? '-' : cellNumber(value.value));

function noteOf({calibrates, unjudged, hint}: WatchedPeriod): string {
  if (unjudged !== undefined) return unjudged;
  return calibrates ? 'calibrates' : hint ? 'hint' : '';
}

/** Of what to do next; the page has all. */
const STEPS = 2;

function nextLines(report: WatchReport, commands: WatchCommands): string[] {
  const steps = nextSteps(report, commands);
  const lines = steps.slice(0, STEPS).flatMap(({what, commands: typed = []}, i) => {
    const mark = i === 0 ? 'next: ' : 'then: ';
    return [...paragraph(`${mark}${plainLine(what)}`, WIDTH, '      '), ...typed.map((line) => `        ${plainLine(line)}`)];
  });
  return steps.length > STEPS ? [...lines, `more: ${plainLine(commands.watch('--html', 'watch.html'))}`] : lines;
}
