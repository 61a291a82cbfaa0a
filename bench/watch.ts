/**
 * What `watch` promises of its alarms, by simulation: `node bench/watch.ts [--series 2000] [--periods 100] [--only TEXT] [--json]`.
 *
 * Scores are normal, the calibration is drawn anew in every series, so that what is told holds over the draw of it. Streams of one period
 * have a common part, as measures of one text have. Every figure has its standard error.
 *
 *   false alarms   in N periods without a change, with N the budget; at most 1 wanted
 *   early signs    the share of those periods that have one
 *   ties           the same where half of the scores, nine of ten and all are equal
 *   dependent      the same where each period remembers the last (autocorrelation), raw and in blocks of five periods
 *   delay          periods from a change to the alarm, and how often there is none in 60; beside Page's sum with the limit that gives as
 *                  many false alarms
 *   since          how often the interval holds the change, and how wide it is
 */
import {parseArgs} from 'node:util';
import {Stream} from '../src/core/random/stream.ts';
import {Hint} from '../src/guard/watch/hint.ts';
import {RankCalibration} from '../src/guard/watch/rank.ts';
import {drawSeries, judgeSimulated, meanOf, type SimulatedSeries} from '../src/guard/watch/series.test-input.ts';

const {values} = parseArgs({
  options: {
    series: {type: 'string', default: '2000'},
    periods: {type: 'string', default: '100'},
    only: {type: 'string', default: ''},
    json: {type: 'boolean', default: false},
  },
});
const series = Number(values.series);
const level = Number(values.periods);

const judgedOf = (seed: number, after: number, world: SimulatedSeries) => judgeSimulated(seed, {...world, after, level});

interface Row {
  readonly case: string;
  readonly [figure: string]: string | number;
}

const rows: Row[] = [];
function tell(row: Row): void {
  rows.push(row);
  if (!values.json)
    console.log(
      Object.entries(row)
        .map(([key, value]) =>
          key === 'case' ? String(value) : `${key} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`,
        )
        .join('   '),
    );
}

const every = <T>(of: (seed: number) => T): T[] => Array.from({length: series}, (_, seed) => of(seed));

function falseAlarms(name: string, world: SimulatedSeries): void {
  const judged = every((seed) => {
    const {alarms, periods} = judgedOf(seed, level, world);
    return {alarms: alarms.length, signs: periods.filter(({hint}) => hint).length / level};
  });
  const {mean, error} = meanOf(judged.map(({alarms}) => alarms));
  tell({case: name, 'false alarms': mean, se: error, 'early signs': meanOf(judged.map(({signs}) => signs)).mean});
}

/** The first time that Page's sum passes each of some limits, by series. */
function pageSums(seed: number, after: number, world: SimulatedSeries): Float64Array {
  const streams = drawSeries(seed, after, world);
  const most = new Float64Array(after);
  for (const {scores, name} of streams) {
    const chance = Stream.root(`page/${seed}/${name}`);
    const drawnOf = (t: number) => ({score: scores[t] as number, draw: chance.fork(String(t)).float()});
    const calibration = new RankCalibration(Array.from({length: world.calibration}, (_, t) => drawnOf(t)));
    const hint = new Hint(world.calibration);
    for (let t = 0; t < after; t++) most[t] = Math.max(most[t], hint.advance(calibration.ranked(drawnOf(world.calibration + t))));
  }
  return most;
}

/** The limit at which as large a share of stable series has an alarm within N periods as the evidence gives. */
function limitLike(world: SimulatedSeries): number {
  const stable = {...world, shift: undefined};
  const share = meanOf(every((seed) => (judgedOf(seed, level, stable).alarms.length > 0 ? 1 : 0))).mean;
  const highest = every((seed) => Math.max(...pageSums(seed, level, stable))).sort((a, b) => b - a);
  return highest[Math.min(series - 1, Math.max(0, Math.round(share * series)))];
}

const WAIT = 60;

function delay(name: string, world: SimulatedSeries): void {
  const limit = limitLike(world);
  const ours: number[] = [];
  const page: number[] = [];
  const hits: number[] = [];
  const widths: number[] = [];
  for (let seed = 0; seed < series; seed++) {
    const {alarms} = judgedOf(seed, 10 + WAIT, {...world, shift: (t) => (t < 10 ? 0 : world.shift!(t - 10))});
    const start = world.calibration + 10;
    const found = alarms.find(({raised}) => raised >= start);
    ours.push(found ? found.raised - start + 1 : Infinity);
    if (found) {
      hits.push(found.since.low <= start && found.since.high >= start ? 1 : 0);
      widths.push(found.since.high - found.since.low);
    }
    const sums = pageSums(seed, 10 + WAIT, {...world, shift: (t) => (t < 10 ? 0 : world.shift!(t - 10))});
    const at = sums.findIndex((sum, t) => t >= 10 && sum > limit);
    page.push(at < 0 ? Infinity : at - 9);
  }
  const told = (list: readonly number[]) => {
    const seen = list.filter(Number.isFinite);
    const {mean, error} = meanOf(seen.length > 0 ? seen : [Number.NaN]);
    return {delay: mean, se: error, missed: 1 - seen.length / list.length};
  };
  const [e, p] = [told(ours), told(page)];
  tell({
    case: name,
    ...e,
    'delay of the sum': p.delay,
    'its se': p.se,
    'missed by the sum': p.missed,
    'since holds': meanOf(hits).mean,
    'width of since': meanOf(widths).mean,
  });
}

const cases: readonly (readonly [string, () => void])[] = [
  ...[1, 150].flatMap((streams) =>
    [10, 20, 50].map((calibration) => {
      const name = `${streams} stream${streams > 1 ? 's' : ''}, calibration ${calibration}`;
      return [name, () => falseAlarms(name, {streams, calibration})] as const;
    }),
  ),
  ...[0, 1.28, 9].map((least) => {
    const name = `ties, ${least === 0 ? 'half' : least < 9 ? 'nine tenths' : 'all'} of the scores`;
    return [name, () => falseAlarms(name, {streams: 10, calibration: 20, least})] as const;
  }),
  ...[0.2, 0.5].flatMap((memory) =>
    [1, 5].map((block) => {
      const name = `autocorrelation ${memory}, ${block === 1 ? 'raw' : `blocks of ${block}`}`;
      return [name, () => falseAlarms(name, {streams: 1, calibration: 20, memory, block})] as const;
    }),
  ),
  ...[1, 2, 4].map((size) => {
    const name = `abrupt change of ${size}`;
    return [name, () => delay(name, {streams: 8, calibration: 20, shift: () => size})] as const;
  }),
  ...[0.1, 0.3].map((step) => {
    const name = `slow change of ${step} a period`;
    return [name, () => delay(name, {streams: 8, calibration: 20, shift: (t) => Math.min(4, step * (t + 1))})] as const;
  }),
];

for (const [name, run] of cases) if (name.includes(values.only)) run();
if (values.json) console.log(JSON.stringify({series, level, rows}));
