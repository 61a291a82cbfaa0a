/**
 * What `watch` promises of its alarms, by simulation: `node bench/watch.ts [--series 2000] [--periods 100] [--only TEXT] [--json]`.
 *
 * Scores are normal, the calibration is drawn anew in every series, so that what is told holds over the draw of it. Streams of one period
 * have a common part, as measures of one text have. Every figure has its standard error.
 *
 *   false alarms   in N periods without a change, with N the budget; at most 1 wanted
 *   dependent      the same where each period remembers the last (autocorrelation), raw and in blocks of five periods
 *   delay          periods from a change to the alarm, and how often there is none in 60; beside Page's sum with the limit that gives as
 *                  many false alarms
 *   since          how often the interval holds the change, and how wide it is
 */
import {parseArgs} from 'node:util';
import {normal} from '../src/core/random/normal.ts';
import {Stream} from '../src/core/random/stream.ts';
import {Hint} from '../src/guard/watch/hint.ts';
import {judgeSeries, type ScoreStream} from '../src/guard/watch/judge.ts';
import {RankCalibration} from '../src/guard/watch/rank.ts';

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

interface World {
  readonly streams: number;
  readonly calibration: number;
  /** Of what each period remembers of the last, 0 to 1. */
  readonly memory?: number;
  /** Periods that are averaged to one. */
  readonly block?: number;
  /** Of the streams, how much of a period's variance they have in common. */
  readonly common?: number;
  /** Added to the first stream by period since the calibration, in standard deviations. */
  readonly shift?: (t: number) => number;
}

/** Scores of a series. streams x (calibration + after,) */
function drawn(seed: number, after: number, {streams, calibration, memory = 0, block = 1, common = 0.5, shift}: World): ScoreStream[] {
  const root = Stream.root(`watch/${seed}`);
  const count = calibration + after;
  const shared = remembering(root.fork('common'), count * block, memory);
  return Array.from({length: streams}, (_, j) => {
    const own = remembering(root.fork(`stream/${j}`), count * block, memory);
    const scores = Array.from({length: count}, (__, t) => {
      let sum = 0;
      for (let i = t * block; i < (t + 1) * block; i++) sum += Math.sqrt(common) * shared[i] + Math.sqrt(1 - common) * own[i];
      return (sum / block) * Math.sqrt(block) + (j === 0 && shift ? shift(t - calibration) : 0);
    });
    return {name: `s${j}`, weight: 1, scores};
  });
}

/** Normal with variance 1, each with a part of the one before. */
function remembering(stream: Stream, count: number, memory: number): Float64Array {
  const out = new Float64Array(count);
  for (let t = 0; t < count; t++) out[t] = t === 0 ? normal(stream) : memory * out[t - 1] + Math.sqrt(1 - memory * memory) * normal(stream);
  return out;
}

const named = (count: number): string[] => Array.from({length: count}, (_, t) => String(t));

const judgedOf = (seed: number, after: number, world: World) =>
  judgeSeries({
    streams: drawn(seed, after, world),
    periods: named(world.calibration + after),
    ...{calibration: world.calibration, level, stream: Stream.root(`judge/${seed}`)},
  });

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

function moments(list: readonly number[]): {mean: number; error: number} {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const squares = list.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return {mean, error: Math.sqrt(squares / Math.max(1, list.length - 1) / list.length)};
}

const every = <T>(of: (seed: number) => T): T[] => Array.from({length: series}, (_, seed) => of(seed));

function falseAlarms(name: string, world: World): void {
  const {mean, error} = moments(every((seed) => judgedOf(seed, level, world).alarms.length));
  tell({case: name, 'false alarms': mean, se: error});
}

/** The first time that Page's sum passes each of some limits, by series. */
function pageSums(seed: number, after: number, world: World): Float64Array {
  const streams = drawn(seed, after, world);
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
function limitLike(world: World): number {
  const stable = {...world, shift: undefined};
  const share = moments(every((seed) => (judgedOf(seed, level, stable).alarms.length > 0 ? 1 : 0))).mean;
  const highest = every((seed) => Math.max(...pageSums(seed, level, stable))).sort((a, b) => b - a);
  return highest[Math.min(series - 1, Math.max(0, Math.round(share * series)))];
}

const WAIT = 60;

function delay(name: string, world: World): void {
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
    const {mean, error} = moments(seen.length > 0 ? seen : [Number.NaN]);
    return {delay: mean, se: error, missed: 1 - seen.length / list.length};
  };
  const [e, p] = [told(ours), told(page)];
  tell({
    case: name,
    ...e,
    'delay of the sum': p.delay,
    'its se': p.se,
    'missed by the sum': p.missed,
    'since holds': moments(hits).mean,
    'width of since': moments(widths).mean,
  });
}

const cases: readonly (readonly [string, () => void])[] = [
  ...[1, 150].flatMap((streams) =>
    [10, 20, 50].map((calibration) => {
      const name = `${streams} stream${streams > 1 ? 's' : ''}, calibration ${calibration}`;
      return [name, () => falseAlarms(name, {streams, calibration})] as const;
    }),
  ),
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
