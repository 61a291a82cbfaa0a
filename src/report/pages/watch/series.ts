/** Values by period as small pictures: the newest value in words below each, and of a long series the whole of it in pictures that are closed. */
import {counted, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {WatchedPeriod, WatchedValue} from '../../../guard/watch-report.ts';
import {lineFrom, type PeriodLine, periodChart, periodScale} from '../../charts/period-chart.ts';
import {timelineFrom} from '../../charts/timeline.ts';
import {type Html, html, lines} from '../../html.ts';
import {valueCell} from './said.ts';
import {knownValue, periodLine, type WatchSubject} from './subject.ts';

export interface ShownSeries {
  readonly read: (period: WatchedPeriod) => WatchedValue | undefined;
  readonly title: Html | string;
  /** As it is read out. */
  readonly name: string;
  /** What a bad value means. */
  readonly told?: string;
  /** Whether the alarm is carried by it. */
  readonly carries: boolean;
  /** Values that the scale always has. */
  readonly held?: readonly number[];
}

export interface FigureLook {
  /** Whether all are drawn on one scale. */
  readonly oneScale?: boolean;
  /** Whether of a long series the whole is drawn too; it is unless said. */
  readonly whole?: boolean;
}

export function seriesFigure(
  subject: WatchSubject,
  series: readonly ShownSeries[],
  {oneScale = false, whole = true}: FigureLook = {},
): Html {
  const {report, first} = subject;
  const all = series.map((one) => ({one, line: periodLine(subject, one.read)}));
  const newest = first === undefined ? all : all.map(({one, line}) => ({one, line: lineFrom(line, first)}));
  const timeline = first === undefined ? subject.timeline : timelineFrom(subject.timeline, first);
  const panels = drawn({...subject, timeline}, newest, {oneScale, intervals: true}).map(
    (chart, i) => html`<div class="panel">${facet(series[i])}${chart}${noteOf(subject, series[i], all[i].line)}</div>`,
  );
  const part = first !== undefined && `Drawn are the newest ${counted(report.periods.length - first, 'period')}. `;
  const caption = part || oneScale ? html`<figcaption>${part}${oneScale && 'All have one scale.'}</figcaption>` : undefined;
  return html`<figure><div class="halves">${lines(panels)}</div>${caption}</figure>${whole && first !== undefined && wholeSeries(subject, all, oneScale)}`;
}

interface DrawnSeries {
  readonly one: ShownSeries;
  readonly line: PeriodLine;
}

interface DrawnLook {
  readonly oneScale: boolean;
  readonly intervals: boolean;
}

function drawn({timeline, document}: WatchSubject, all: readonly DrawnSeries[], {oneScale, intervals}: DrawnLook): (Html | undefined)[] {
  const common = oneScale ? periodScale(all.map(({line}) => line)) : undefined;
  return all.map(({one: {name, held}, line}) => {
    if (!line.values.some((value) => value !== undefined)) return undefined;
    const {names} = timeline;
    const label = `${visible(name)} by period, ${visible(names[0])} to ${visible(names[names.length - 1])}. The table below has the numbers.`;
    return periodChart(line, {timeline, scale: common ?? periodScale([line], held), intervals, label, document});
  });
}

/** All periods, closed; without intervals, which are too many to be seen. */
function wholeSeries(subject: WatchSubject, all: readonly DrawnSeries[], oneScale: boolean): Html {
  const panels = drawn(subject, all, {oneScale, intervals: false}).map(
    (chart, i) => html`<div class="panel"><p class="facet">${all[i].one.title}</p>${chart}</div>`,
  );
  return html`<details><summary>All ${counted(subject.report.periods.length, 'period')} in pictures</summary><div class="halves">${lines(panels)}</div></details>`;
}

const facet = ({title, carries}: ShownSeries): Html =>
  html`<p class="facet">${title}${carries && html` <span class="cue">carries the evidence</span>`}</p>`;

function noteOf({report}: WatchSubject, {read, told}: ShownSeries, {normal}: PeriodLine): Html {
  const newest = report.periods.findLastIndex((period) => knownValue(read(period)) !== undefined);
  const now =
    newest < 0 ? 'No period has a value' : `${visible(report.periods[newest].period)}: ${valueCell(read(report.periods[newest]))}`;
  const range = normal[newest];
  const usual = range && `; as in the calibration ${readableNumber(range[0])} to ${readableNumber(range[1])}`;
  return html`<p class="note"><b>${now}</b>${usual}.${told !== undefined && ` ${told}`}</p>`;
}

export function seriesKey({timeline}: WatchSubject): Html {
  const items = [
    html`<li><span class="swatch line"></span>value, with its 95% interval</li>`,
    ...(timeline.calibration.length > 0
      ? [
          html`<li><span class="swatch block calibrates"></span>calibration</li>`,
          html`<li><span class="swatch block normal"></span>as in the calibration, at the size of the period</li>`,
        ]
      : []),
    ...(timeline.changes.length > 0 ? [html`<li><span class="swatch block change"></span>a change began</li>`] : []),
    ...(timeline.breaks.length > 0 ? [html`<li>a line is broken where periods are missing</li>`] : []),
  ];
  return html`<ul class="legend">${items}</ul>`;
}
