/** From a run directory to its results as one table. */
import {extname} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import type {Row} from '../../lab/results/row.ts';
import {dataColumns} from '../../report/formats/data/columns.ts';
import {csvOf} from '../../report/formats/data/csv.ts';
import type {StandingRun} from '../run/standing-run.ts';
import {version} from '../version.ts';
import {rowsOfRun} from './rows.ts';

export const DATA_FORMATS = ['csv', 'parquet'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

export interface DataTable {
  readonly columns: readonly string[];
  /** Of the file, some at a time; to be taken once. */
  readonly chunks: Iterable<string | Uint8Array>;
  /** Rows so far. */
  readonly count: () => number;
}

/** Of a format that is asked for, else by the end of the file's name. Throws ConfigError. */
export function dataFormatOf(format: DataFormat | undefined, output: string | undefined): DataFormat {
  const ending = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  const found = format ?? DATA_FORMATS.find((one) => one === ending);
  if (output === undefined && found === 'parquet')
    throw new ConfigError('Parquet wants a file', {next: 'say which with -o, for instance -o results.parquet'});
  if (found !== undefined) return found;
  if (output === undefined) return 'csv';
  throw new ConfigError(`the name ${JSON.stringify(output)} does not say in what format to write`, {
    where: output,
    next: 'give --format csv or --format parquet',
  });
}

export async function resultTable(run: StandingRun, format: DataFormat): Promise<DataTable> {
  const columns = dataColumns(run.loaded);
  let count = 0;
  const rows = counting(rowsOfRun(run), (more) => {
    count += more;
  });
  const shape = {columns: columns.map(({name}) => name), count: () => count};
  if (format === 'csv') return {...shape, chunks: csvOf(columns, rows)};
  const {parquetOf} = await import('./parquet.ts');
  const about = {'genloss.run': run.hash, 'genloss.title': run.loaded.experiment.title};
  return {...shape, chunks: parquetOf(columns, rows, {about, program: `genloss ${version()}`})};
}

function* counting(batches: Iterable<readonly Row[]>, add: (count: number) => void): Generator<readonly Row[]> {
  for (const rows of batches) {
    add(rows.length);
    yield rows;
  }
}
