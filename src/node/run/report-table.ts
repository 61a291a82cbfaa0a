/**
 * The summary table of a run: an arm a row; first what is kept, each measure's median over seeds at the first and at the last generation,
 * then what each arm cost, as totals.
 *
 *   total = sum over generations and seeds of the cost / seeds
 */
import type {Summary, SummaryPoint} from '../../lab/summary.ts';
import type {LoadedExperiment} from '../experiment-file.ts';
import type {ReportTable} from '../report/input.ts';

const MOST_MEASURES = 5;

/** Plain names of what an arm costs. */
const COSTS: Readonly<Record<string, string>> = {
  humanRecords: 'human records',
  comparisons: 'comparisons asked',
  discarded: 'thrown away',
};

export function tableOf({experiment, arms}: LoadedExperiment, summary: Summary): ReportTable {
  const known = experiment.measures.filter((name) => arms.some((arm) => summary.arms[arm.name]?.[name]));
  const measures = known.filter((name) => !(name in COSTS)).slice(0, MOST_MEASURES);
  const costs = Object.keys(COSTS).filter((name) => known.includes(name));
  const rows = arms.map(({name}) => {
    const own = summary.arms[name] ?? {};
    return [name, ...measures.map((measure) => cellOf(own[measure])), ...costs.map((cost) => totalOf(own[cost], experiment.seeds))];
  });
  const seeds = experiment.seeds === 1 ? 'one seed' : `${experiment.seeds} seeds`;
  const kept = `Median over ${seeds}, at generation 1 and after ${experiment.generations} generations of training on the model's own output.`;
  const paid = `Costs are totals over all generations${experiment.seeds === 1 ? '' : ', the mean over seeds'}: a human record counts in every generation that is trained on it.`;
  return {
    columns: ['arm', ...measures, ...costs.map((name) => COSTS[name])],
    rows,
    caption: [...(measures.length > 0 ? [kept] : []), ...(costs.length > 0 ? [paid] : [])].join(' '),
    ...(costs.length > 0 && {costsFrom: 1 + measures.length}),
  };
}

function totalOf(points: readonly SummaryPoint[] | undefined, seeds: number): string | null {
  const fits = points?.filter((p) => p.generation > 0) ?? [];
  if (fits.length === 0) return null;
  return amount(fits.reduce((sum, {mean, n}) => sum + mean * n, 0) / seeds);
}

/** 0, 12, 3.5, 1,234, 56.7k, 8.90M */
function amount(value: number): string {
  if (value >= 1e9) return value.toExponential(2);
  if (value >= 999_500) return `${(value / 1e6).toPrecision(3)}M`;
  if (value >= 9999.5) return `${(value / 1e3).toPrecision(3)}k`;
  if (value >= 99.95) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function cellOf(points: readonly SummaryPoint[] | undefined): string | null {
  const fits = points?.filter((p) => p.generation > 0) ?? [];
  if (fits.length === 0) return null;
  const [first, last] = [fits[0], fits[fits.length - 1]];
  return first === last ? short(last.median) : `${short(first.median)} → ${short(last.median)}`;
}

export function short(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1);
  if (size >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
