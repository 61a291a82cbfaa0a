/** Slices as small multiples: of each measure that carries evidence, those with the most of it first. */
import {grouped} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {WatchedPeriod, WatchedSlice, WatchedValue, WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';
import {listed} from '../../words.ts';
import {closedTable} from '../scrolling.ts';
import {orderedMeasures} from './measures-section.ts';
import {measureTitle, namedSlice, someOf, valueCell} from './said.ts';
import {seriesFigure, seriesKey} from './series.ts';
import {knownValue, type WatchSubject} from './subject.ts';

type SliceKey = Pick<WatchedSlice, 'field' | 'value'>;
const keyOf = ({field, value}: SliceKey): string => JSON.stringify([field, value]);

/** Slices of each period by their key. */
type SlicesByPeriod = ReadonlyMap<WatchedPeriod, ReadonlyMap<string, WatchedSlice>>;

const MOST_MEASURES = 3;
const [FEWEST_DRAWN, MOST_DRAWN] = [3, 12];
/** Values of slices in all pictures and tables together, so that long series stay small. */
const MOST_VALUES = 18_000;

export function slicesSection(subject: WatchSubject): Html | undefined {
  const {report} = subject;
  const by: SlicesByPeriod = new Map(
    report.periods.map((period) => [period, new Map((period.slices ?? []).map((slice) => [keyOf(slice), slice]))]),
  );
  const all = new Map(report.periods.flatMap(({slices = []}) => slices.map((slice): [string, SliceKey] => [keyOf(slice), slice])));
  if (all.size === 0) return undefined;
  const slices = [...all.values()];
  const fields = [...new Set(slices.map(({field}) => visible(field)))];
  const measures = measuresOfSlices(report);
  const most = Math.max(FEWEST_DRAWN, Math.min(MOST_DRAWN, Math.floor(MOST_VALUES / (report.periods.length * measures.length))));
  const parts = measures.map((measure) => measurePart(subject, {measure, by, all: slices, most}));
  const title = `By ${listed(fields)}`;
  const told = tellingSlices(report);
  return html`<section aria-labelledby="slices"><h2 id="slices">${title}</h2>
${told}${seriesKey(subject)}
${lines(parts)}
${documentsTable(report, {by, all: sortedSlices(report, measures[0], slices).slice(0, most)})}
${unjudgedSliceNote(report)}</section>`;
}

function tellingSlices({alarm, evidenceBy = []}: WatchReport): Html | undefined {
  if (alarm !== null)
    return alarm.slices.length > 0
      ? html`<p class="fact">The evidence is carried by ${someOf(alarm.slices.map(namedSlice))}.</p>\n`
      : html`<p class="fact">No slice carries evidence enough by itself: what changed, changed in all of them, or in none enough.</p>\n`;
  const most = evidenceBy.find(({slice}) => slice !== undefined);
  return most?.slice && html`<p class="note">The most evidence of a slice: ${namedSlice(most.slice)}, ${visible(most.measure)}.</p>\n`;
}

/** While an alarm stands those that carry it, else the one with the most evidence in a slice. */
function measuresOfSlices(report: WatchReport): string[] {
  const {alarm, evidenceBy = [], periods} = report;
  const known = orderedMeasures(report).filter((measure) => periods.some(({slices = []}) => slices.some((one) => measure in one.measures)));
  const carrying = known.filter((measure) => alarm?.measures.includes(measure));
  if (carrying.length > 0) return carrying.slice(0, MOST_MEASURES);
  const most = evidenceBy.find(({slice, measure}) => slice !== undefined && known.includes(measure));
  return [most?.measure ?? known[0]].filter((measure) => measure !== undefined);
}

interface SlicesOf {
  readonly by: SlicesByPeriod;
  readonly all: readonly SliceKey[];
}

function measurePart(subject: WatchSubject, {measure, by, all, most}: SlicesOf & {readonly measure: string; readonly most: number}): Html {
  const {report} = subject;
  const sorted = sortedSlices(report, measure, all);
  const drawn = sorted.slice(0, most);
  const of: ReadSlice = (slice) => (period) => by.get(period)?.get(keyOf(slice))?.measures[measure];
  const carrying = new Set((report.alarm?.slices ?? []).map(keyOf));
  const series = drawn.map((slice) => {
    const title = namedSlice(slice);
    return {read: of(slice), title, name: `${measure} of ${title}`, carries: carrying.has(keyOf(slice))};
  });
  const rows = report.periods.map((period) => [visible(period.period), ...drawn.map((slice) => valueCell(of(slice)(period)))]);
  const table = closedTable('The slices in numbers, the newest period first', ['period', ...drawn.map(namedSlice)], rows.reverse());
  const rest = sorted.length > drawn.length && restTable(report, sorted.slice(drawn.length), of);
  return html`<h3>${measureTitle(measure)}</h3>
${seriesFigure(subject, series, {oneScale: true, whole: false})}
${table}${rest}`;
}

/** The most evidence first; those without any as the record has them. */
function sortedSlices({evidenceBy = []}: WatchReport, measure: string, all: readonly SliceKey[]): SliceKey[] {
  const own = new Map(evidenceBy.flatMap(({slice, measure: of, evidence}) => (slice && of === measure ? [[keyOf(slice), evidence]] : [])));
  const evidenceOf = (slice: SliceKey): number => own.get(keyOf(slice)) ?? -1;
  return [...all].sort((a, b) => evidenceOf(b) - evidenceOf(a));
}

type ReadSlice = (slice: SliceKey) => (period: WatchedPeriod) => WatchedValue | undefined;

/** Those that are not drawn, as they are now. */
function restTable({periods}: WatchReport, slices: readonly SliceKey[], of: ReadSlice): Html {
  const rows = slices.map((slice) => {
    const newest = periods.findLast((period) => knownValue(of(slice)(period)) !== undefined);
    return [
      namedSlice(slice),
      newest === undefined ? '' : visible(newest.period),
      newest === undefined ? '\u2013' : valueCell(of(slice)(newest)),
    ];
  });
  return closedTable(`${grouped(slices.length)} slices more, with less evidence`, ['slice', 'newest period', 'value'], rows, {words: [1]});
}

function documentsTable({periods}: WatchReport, {by, all}: SlicesOf): Html {
  const rows = periods.map((period) => [
    visible(period.period),
    ...all.map((slice) => grouped(by.get(period)?.get(keyOf(slice))?.documents ?? 0)),
  ]);
  return closedTable('Documents of the slices, the newest period first', ['period', ...all.map(namedSlice)], rows.reverse());
}

/** Those that are shown and not judged. */
function unjudgedSliceNote({unjudgedSlices}: WatchReport): Html | undefined {
  if (unjudgedSlices.length === 0) return undefined;
  const names = someOf(unjudgedSlices.map(namedSlice), 40);
  return html`<p class="note">Not judged, since the calibration has them too seldom or not at all: ${names}.</p>`;
}
