/** Rows of a text of many lines, while the page goes on. */
import type {Row} from '../../lab/results/row.ts';

/** Others have their turn so often. */
const TURN_MS = 10;

/** Those of a measure, all its bands. */
export async function rowsIn(text: string, measure: string): Promise<Row[]> {
  const part = `"measure":${JSON.stringify(measure)}`;
  const rows: Row[] = [];
  let last = performance.now();
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const line = text.slice(at, found < 0 ? undefined : found);
    at += line.length + 1;
    if (line.includes(part)) rows.push(JSON.parse(line) as Row);
    if (performance.now() - last < TURN_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  }
  return rows;
}
