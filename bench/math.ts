/**
 * node bench/math.ts FOLDER [ARGUMENTS]: arguments of every function of core/math and what it makes of them, a million each, one file a
 * function of little-endian float64 rows: the arguments, then the value. `bench/peers/rounding.py FOLDER` holds them against
 * correctly rounded values and prints the largest error of each.
 */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Stream} from '../src/core/random/index.ts';
import {TRIED} from './math-arguments.ts';

const [folder, count = '1000000'] = process.argv.slice(2);
if (folder === undefined || !(Number(count) >= 1)) {
  process.stderr.write('usage: node bench/math.ts FOLDER [ARGUMENTS]\n');
  process.exit(64);
}
mkdirSync(folder, {recursive: true});
for (const [name, {width, value, fill}] of Object.entries(TRIED)) {
  const stream = Stream.root('bench/math').fork(name);
  const rows = new Float64Array(Number(count) * (width + 1));
  const row = new Float64Array(width);
  for (let i = 0; i < Number(count); i++) {
    fill(row, i, stream);
    rows.set(row, i * (width + 1));
    rows[i * (width + 1) + width] = value(row);
  }
  writeFileSync(join(folder, `${name}-${width}.f64`), rows);
}
