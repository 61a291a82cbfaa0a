/**
 * Makes the table of docs/papers.md: `npm run papers`. Runs the experiments that its rows name (in runs/papers, where an earlier run goes on),
 * reads our numbers off the lineages and holds each against the published one.
 *
 * `--only NAME` runs one experiment and prints its rows; the page is written by a run of all. `--recount` runs nothing: it counts anew which
 * intervals of the page's table leave the published number out.
 */
import {availableParallelism, cpus} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {holm} from '../src/core/stats/intervals.ts';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {runExperiment} from '../src/node/run/run.ts';
import {compare} from './papers/compare.ts';
import {type ComparedRow, recountPage, writePage} from './papers/page.ts';
import {readingsOf, wantedBy} from './papers/readings.ts';
import type {Row} from './papers/row.ts';
import {ROWS, SEEDS} from './papers/rows.ts';
import {spend, spentIn} from './papers/spent.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const RUNS = join(root, 'runs/papers');
const {values: flags} = parseArgs({options: {only: {type: 'string'}, workers: {type: 'string'}, recount: {type: 'boolean'}}});
const page = join(root, 'docs/papers.md');
if (flags.recount) {
  recountPage(page);
  process.exit(0);
}
const workers = flags.workers === undefined ? availableParallelism() : Number(flags.workers);
const rows = ROWS.filter(({experiment}) => flags.only === undefined || experiment === flags.only);
if (rows.length === 0) throw new Error(`no row is read off ${flags.only}`);

const compared: ComparedRow[] = [];
for (const experiment of new Set(rows.map((row) => row.experiment))) {
  const own = rows.filter((row) => row.experiment === experiment);
  compared.push(...(await rowsOf(experiment, own)));
}
const corrected = holm(Float64Array.from(compared, ({ours}) => ours.p));
const all = ROWS.flatMap((row) => compared.filter((one) => one.row === row)).map((one) => ({
  ...one,
  pHolm: corrected[compared.indexOf(one)],
}));
const spent = Object.values(spentIn(RUNS)).reduce((sum, seconds) => sum + seconds, 0);
const made = {minutes: spent / 60, machine: cpus()[0]?.model ?? 'unknown', workers};
if (flags.only === undefined) writePage(page, all, made);
for (const {row, ours, pHolm} of all)
  console.log(
    `${row.paper}: ${row.what}: theirs ${row.published.value}, ours ${ours.value} [${ours.low}, ${ours.high}], n ${ours.n}, apart ${ours.errors?.toFixed(2) ?? '-'} SE, p ${ours.p.toPrecision(2)}, Holm ${pHolm.toPrecision(2)}`,
  );

async function rowsOf(experiment: string, own: readonly Row[]): Promise<ComparedRow[]> {
  const seeds = SEEDS[experiment];
  const directory = join(RUNS, experiment);
  console.error(`papers: ${experiment}`);
  const start = performance.now();
  const done = await runExperiment(loadExperiment(experiment, seeds === undefined ? [] : [`seeds=${seeds}`]), {directory, workers});
  if (done === undefined) throw new Error(`${experiment} was stopped before its end`);
  if (done.reused < done.lineages) spend(RUNS, experiment, {seconds: (performance.now() - start) / 1000, isFirst: done.reused === 0});
  const readings = await readingsOf(directory, new Set(own.flatMap(({value}) => wantedBy(value))));
  return own.map((row) => {
    const lineages = readings.get(row.arm);
    if (lineages === undefined) throw new Error(`${experiment} has no arm ${row.arm}; it has ${[...readings.keys()].join(', ')}`);
    const values = Float64Array.from([...lineages.values()], row.value);
    return {row, ours: compare(values, row.statistic, row.published)};
  });
}
