/** Single lineages, gathered from the rows of results. */
import type {Row} from '../../lab/results/row.ts';
import type {Fans} from '../../report/pages/explorer/fans.ts';

/** More cannot be told apart. */
export const MOST_LINEAGES = 24;

/** Of measures without bands; of the first seeds. */
export function fansOf(rows: Iterable<Row>, generations: number): Fans {
  const fans: Record<string, Record<string, Float32Array[]>> = {};
  for (const {arm, seed, generation, measure, band, value} of rows) {
    if (band !== undefined || value === undefined || generation < 1 || seed >= MOST_LINEAGES) continue;
    const lineages = ((fans[arm] ??= {})[measure] ??= []);
    // seeds come in order
    while (lineages.length <= seed) lineages.push(new Float32Array(generations).fill(Number.NaN));
    lineages[seed][generation - 1] = value;
  }
  return fans;
}
