/**
 * How often the intervals of a summary hold the truth: `node bench/coverage.ts [--groups 10000] [--before 1000] [--pool 1]` prints the tables of
 * docs/intervals.md. `--only WORD` takes the families (or `dose`) whose name has the word.
 *
 * Of each family many lineages are made; groups of n seeds are drawn from them, without a lineage twice in a group, and each is summarised
 * by the functions that write summary.json. The truth is the pool's own mean, geometric mean, pooled mass or median.
 */
import {parseArgs} from 'node:util';
import {normal} from '../src/core/random/normal.ts';
import {Stream} from '../src/core/random/stream.ts';
import {meanOf, quantile} from '../src/core/stats/index.ts';
import {averagingOf} from '../src/lab/results/averaging.ts';
import {differenceOf, type Pair} from '../src/lab/results/differences.ts';
import {doseAnswer} from '../src/lab/results/dose.ts';
import {pointOf} from '../src/lab/results/summary-point.ts';
import {bootstrapDose, bootstrapMean, bootstrapMedian} from './coverage-before.ts';
import {families, poolsOf} from './coverage-pools.ts';

const {values} = parseArgs({
  options: {
    groups: {type: 'string', default: '10000'},
    before: {type: 'string', default: '1000'},
    pool: {type: 'string', default: '1'},
    only: {type: 'string', default: ''},
  },
});
const groups = Number(values.groups);
/** Of the bootstrap, which is slow. */
const groupsBefore = Number(values.before);
const SIZES = [2, 3, 5, 10, 30];
const root = Stream.root('groups');

/** Hundredths of the groups of each size whose interval holds the truth; those without one count as not covered. */
type Covers = (group: readonly number[]) => boolean;

function coverage(count: number, sizes: readonly number[], label: string, covers: Covers, most: number = groups): string[] {
  return sizes.map((n) => {
    const stream = root.fork(label).fork(`${n}`);
    let held = 0;
    for (let g = 0; g < most; g++) if (covers(groupOf(count, n, stream))) held++;
    return ((100 * held) / most).toFixed(1);
  });
}

function groupOf(count: number, n: number, stream: Stream): number[] {
  const chosen = new Set<number>();
  while (chosen.size < n) chosen.add(stream.below(count));
  return [...chosen];
}

const holds = (low: number | undefined, truth: number, high: number | undefined): boolean => {
  const room = 1e-9 * Math.abs(truth);
  return low !== undefined && high !== undefined && low <= truth + room && truth - room <= high;
};

function readingsOf(pool: Float64Array, group: readonly number[]) {
  const own = group.map((i) => pool[i]);
  const lost = own.filter(Number.isNaN).map(() => 'lost');
  return {values: own.filter((x) => !Number.isNaN(x)), reasons: lost, none: lost.length};
}

const SCALES = {log: 'logarithm', mass: 'mass'};

function meanRow(family: string, key: string, pool: Float64Array): string {
  const measure = measureOf(key);
  const averaging = averagingOf(measure);
  const {scale} = averaging;
  const known = pool.filter((x) => !Number.isNaN(x));
  const everything = pool.map((_, i) => i);
  const whole = pointOf(1, readingsOf(pool, [...everything]), averaging);
  const truth = scale === 'log' ? whole.geometricMean! : whole.mean!;
  const chance = root.fork('bootstrap').fork(key);
  const bootstrapped: Covers = (group) => {
    const own = Float64Array.from(readingsOf(pool, group).values);
    if (own.length === 0) return false;
    const {low, high} = bootstrapMean(own, chance);
    return holds(low, scale === 'mass' ? truth : meanOf(known), high);
  };
  const before = coverage(pool.length, SIZES, key, bootstrapped, groupsBefore);
  const after = coverage(pool.length, SIZES, key, (group) => {
    const point = pointOf(1, readingsOf(pool, group), averaging);
    return scale === 'log' ? holds(point.geometricLow, truth, point.geometricHigh) : holds(point.low, truth, point.high);
  });
  const plain =
    scale === 'log'
      ? coverage(pool.length, SIZES, key, (group) => {
          const {low, high} = pointOf(1, readingsOf(pool, group), {});
          return holds(low, meanOf(known), high);
        })
      : [];
  const ties = new Set(known).size < pool.length / 10 ? ', ties' : '';
  return `| ${family}: ${key}${ties} | ${scale ? SCALES[scale] : 'plain'} | ${before.join(' ')} | ${after.join(' ')} | ${plain.join(' ')} |`;
}

const measureOf = (key: string): string => /^\S+ ([^\s[]+)/.exec(key)![1];

function medianRow(family: string, key: string, pool: Float64Array): string {
  const truth = quantile(pool, 0.5);
  const sizes = [3, 5, 6, 10, 30];
  const chance = root.fork('bootstrap').fork(key);
  const bootstrapped: Covers = (group) => {
    const own = Float64Array.from(group, (i) => pool[i]);
    const {low, high} = bootstrapMedian(own, chance);
    return holds(low, truth, high);
  };
  const before = coverage(pool.length, sizes, key, bootstrapped, groupsBefore);
  const after = coverage(pool.length, sizes.slice(2), key, (group) => {
    const {medianLow, medianHigh} = pointOf(1, readingsOf(pool, group), {});
    return holds(medianLow, truth, medianHigh);
  });
  return `| ${family}: ${key} | ${before.join(' ')} | ${after.join(' ')} |`;
}

function pairRow(family: string, label: string, pools: ReadonlyMap<string, Float64Array>): string {
  const [against, arm, measure, generation] = label.split(' ');
  const [ours, theirs] = [arm, against].map((name) => pools.get(`${name} ${measure} ${generation}`)!);
  const place = {measure, generation: Number(generation), arm, against};
  const averaging = averagingOf(measure);
  const pairsOf = (group: readonly number[]): Pair[] => group.map((i) => ({arm: {value: ours[i]}, against: {value: theirs[i]}}));
  const whole = differenceOf(place, pairsOf([...ours.keys()]), averaging);
  const after = coverage(ours.length, SIZES, label, (group) => {
    const row = differenceOf(place, pairsOf(group), averaging);
    return whole.ratio === undefined ? holds(row.low, whole.difference!, row.high) : holds(row.ratioLow, whole.ratio, row.ratioHigh);
  });
  return `| ${family}: ${arm} against ${against}, ${measure} ${generation} | ${whole.ratio === undefined ? 'difference' : 'ratio'} | ${after.join(' ')} |`;
}

/** A known curve: the bound is crossed at .14, between doses; one lineage's noise is shared by all doses or not. */
function doseRow(name: string, mean: (dose: number) => number, shared: number): string {
  const doses = [0, 0.05, 0.1, 0.2, 0.4, 0.7];
  const truth = 0.14;
  const bound = mean(0.1) + 0.4 * (mean(0.2) - mean(0.1));
  const stream = root.fork(name);
  const draw = (n: number) => {
    const own = Array.from({length: n}, () => shared * normal(stream));
    return doses.map((dose) => own.map((one) => mean(dose) + 0.05 * (one + Math.sqrt(1 - shared * shared) * normal(stream))));
  };
  const each = (covers: (values: number[][]) => boolean, most = groups) =>
    SIZES.map((n) => {
      let held = 0;
      for (let g = 0; g < most; g++) if (covers(draw(n))) held++;
      return ((100 * held) / most).toFixed(1);
    });
  const before = each((own) => {
    const {low, high} = bootstrapDose(doses, own, bound, stream);
    return holds(low, truth, high);
  }, groupsBefore);
  const after = each((own) => {
    const {low, high} = doseAnswer(doses, own, {atLeast: bound});
    return holds(low, truth, high);
  });
  return `| ${name} | ${before.join(' ')} | ${after.join(' ')} |`;
}

const means: string[] = [];
const medians: string[] = [];
const pairs: string[] = [];
for (const family of families.filter(({name}) => name.includes(values.only))) {
  const {name, shown, paired} = family;
  const pools = await poolsOf(family, Number(values.pool));
  means.push(...shown.map((key) => meanRow(name, key, pools.get(key)!)));
  medians.push(...shown.filter((key) => !key.includes('[')).map((key) => medianRow(name, key, pools.get(key)!)));
  pairs.push(...paired.map((label) => pairRow(name, label, pools)));
  process.stderr.write(`${name}: done\n`);
}
const levelling = (dose: number) => 0.5 * (1 - Math.exp(-dose / 0.15));
const doses = 'dose'.includes(values.only)
  ? [
      doseRow('straight, independent', (dose) => dose, 0),
      doseRow('straight, half in common', (dose) => dose, Math.SQRT1_2),
      doseRow('levels off, independent', levelling, 0),
      doseRow('levels off, half in common', levelling, Math.SQRT1_2),
    ]
  : [];

function print(title: string, columns: readonly string[], rows: readonly string[]): void {
  if (rows.length === 0) return;
  const head = `| ${columns.join(' | ')} |\n|${columns.map(() => '---|').join('')}`;
  console.log(`\n${title}, ${groups} groups of each size (before: ${groupsBefore})\n\n${head}\n${rows.join('\n')}`);
}

const sizes = SIZES.join(', ');
print(`Means, n = ${sizes}`, ['family: arm measure generation', 'scale', 'bootstrap of the mean', 'as declared', 'Student, plain'], means);
print(
  'Medians, n = 3, 5, 6, 10, 30 before and 6, 10, 30 after',
  ['family: arm measure generation', 'bootstrap', 'order statistics'],
  medians,
);
print(`Differences between arms, paired by seed, n = ${sizes}`, ['family: arms, measure generation', 'of', 'Student'], pairs);
print(`Doses that hold a bound, n = ${sizes}; two and three seeds have no interval`, ['curve, lineages', 'bootstrap', 'Fieller'], doses);
