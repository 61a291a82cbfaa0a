/** The notebook and the script of docs/notebooks, run on a run. Python is the one that GENLOSS_PYTHON names, or python3. */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {genloss, root, temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {pythonPath, rscriptPath} from './tools.ts';

const folder = temporaryFolder();
const run = join(folder, 'run');
const python = pythonPath();
const pandas = python !== undefined && spawnSync(python, ['-c', 'import pandas, pyarrow, matplotlib']).status === 0 && python;
const rscript = rscriptPath();

interface Notebook {
  readonly nbformat: number;
  readonly cells: readonly {readonly cell_type: string; readonly source: readonly string[]; readonly outputs?: readonly unknown[]}[];
}
const notebook = JSON.parse(readFileSync(join(root, 'docs/notebooks/reading-a-run.ipynb'), 'utf8')) as Notebook;

beforeAll(() => {
  for (const line of [
    ['run', 'gaussian', '--seeds', '6', '--generations', '5', '--output', run, '--quiet', '--workers', '1'],
    ['export-data', run, '-o', join(run, 'table.csv')],
    ['export-data', run, '-o', join(run, 'table.parquet')],
  ])
    expect(genloss(line)).toMatchObject({code: 0});
}, 120_000);

describe('the notebook', () => {
  it('is one, without what a run of it printed', () => {
    expect(notebook.nbformat).toBe(4);
    const code = notebook.cells.filter(({cell_type}) => cell_type === 'code');
    expect(code.length).toBeGreaterThan(3);
    for (const {outputs} of code) expect(outputs).toEqual([]);
  });

  it(
    'reads a run in three forms, draws it, and finds the differences of summary.json',
    needs(pandas, 'python3 with pandas, pyarrow and matplotlib', 'the notebook is not run'),
    () => {
      const code = notebook.cells.flatMap(({cell_type, source}) => (cell_type === 'code' ? [source.join('')] : [])).join('\n');
      const env = {...process.env, GENLOSS_RUN: run, MPLBACKEND: 'Agg', MPLCONFIGDIR: folder};
      const done = spawnSync(pandas as string, ['-'], {input: code, encoding: 'utf8', env});
      expect(done.stderr).not.toContain('Error');
      expect(done.status).toBe(0);
      expect(done.stdout).toMatch(/variance: accumulate - replace = .*, 6 pairs, p by Holm/);
      expect(existsSync(join(run, 'notebook.png'))).toBe(true);
    },
  );
});

describe('the script in R', () => {
  it('reads a run, draws it, and compares its arms by pairs', needs(rscript, 'Rscript', 'the script in R is not run'), () => {
    const done = spawnSync(rscript!, [join(root, 'docs/notebooks/reading-a-run.R'), run], {encoding: 'utf8'});
    expect(done.stderr).not.toContain('Error');
    expect(done.status).toBe(0);
    expect(done.stdout).toMatch(/replace - accumulate = .* 6 pairs, p /);
    expect(existsSync(join(run, 'reading-a-run.pdf'))).toBe(true);
  });
});
