/** The summary table of a run: an arm a row, a measure a column, its median over seeds at the first and at the last generation. */
import type {Summary, SummaryPoint} from '../../lab/summary.ts';
import type {LoadedExperiment} from '../experiment-file.ts';
import type {ReportTable} from '../report/input.ts';

const MOST_MEASURES = 5;

export function tableOf({experiment, arms}: LoadedExperiment, summary: Summary): ReportTable {
  const known = experiment.measures.filter((name) => arms.some((arm) => summary.arms[arm.name]?.[name]));
  const measures = known.slice(0, MOST_MEASURES);
  const rows = arms.map((arm) => [arm.name, ...measures.map((name) => cellOf(summary.arms[arm.name]?.[name]))]);
  const seeds = experiment.seeds === 1 ? 'one seed' : `${experiment.seeds} seeds`;
  return {
    columns: ['arm', ...measures],
    rows,
    caption: `Median over ${seeds}, at generation 1 and after ${experiment.generations} generations of training on the model's own output.`,
  };
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
