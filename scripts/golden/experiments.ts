/** Golden files of the lab: what each experiment of `test/golden/experiments` writes and prints. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';
import {printed} from './command.ts';
import {fixTimes} from './fixed.ts';

/** Families whose results are those of ONNX Runtime: they round otherwise on another processor. */
const NEURAL = ['transformer', 'mlp', 'autoregressive', 'vae'];
/** Experiments whose report is kept; those of the others show the same kinds of picture. */
const REPORTS = ['gaussian', 'categorical', 'classifier', 'digits', 'dose', 'mixture', 'ngram-word', 'population', 'regression'];

export interface ExperimentFile {
  readonly name: string;
  readonly title: string;
  readonly neural: boolean;
  readonly report: boolean;
}

export function experimentsIn(folder: string): ExperimentFile[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const name = file.replace('.yaml', '');
      const {title, model} = parse(readFileSync(join(folder, file), 'utf8')) as {title: string; model: {kind: string}};
      return {name, title, neural: NEURAL.includes(model.kind), report: REPORTS.includes(name)};
    });
}

/** File names below `test/golden`, and their contents. */
export type Files = Map<string, string>;

/** Runs it in `folder`, where `experiments/` lies. */
export async function runExperiment({name, neural, report}: ExperimentFile, folder: string): Promise<Files> {
  const run = join('runs', name);
  const read = (file: string) => readFileSync(join(folder, run, file), 'utf8');
  const table = await printed(['run', `experiments/${name}.yaml`, '--out', run, '--workers', '1'], folder);
  const files: Files = new Map([
    [`results/${name}/results.jsonl`, read('results.jsonl')],
    [`results/${name}/summary.json`, read('summary.json')],
  ]);
  if (neural) return files;
  files.set(`formats/run-${name}.txt`, table);
  if (report) {
    fixTimes(join(folder, run));
    await printed(['report', run], folder);
    files.set(`pages/${name}.html`, read('report.html'));
  }
  const measure = FIGURES[name];
  if (measure !== undefined) for (const [path, text] of await paperFiles(name, measure, folder)) files.set(path, text);
  return files;
}

/** Experiments of which a figure and tables are kept: what is drawn of each. */
const FIGURES: Readonly<Record<string, string>> = {gaussian: 'variance', dose: 'tail.retention', 'ngram-word': 'calibration'};
/** Of the results as one table. */
const MOST_LINES = 40;

/** What goes into a paper. The font of a figure is left out, and so is the hash of the run, which the version is part of. */
async function paperFiles(name: string, measure: string, folder: string): Promise<Files> {
  const run = join('runs', name);
  const svg = join(run, 'figure.svg');
  await printed(['figure', run, measure, '--columns', '2', '-o', svg], folder);
  const plain = (text: string) => text.replace(/base64,[^)]+/, 'base64,FONT').replace(/\b[0-9a-f]{64}\b/g, 'HASH');
  return new Map([
    [`formats/figure-${name}.svg`, plain(readFileSync(join(folder, svg), 'utf8'))],
    [`formats/table-${name}.tex`, plain(await printed(['table', run, '--format', 'latex'], folder))],
    [`formats/table-${name}.md`, plain(await printed(['table', run, '--format', 'markdown'], folder))],
    [`formats/data-${name}.csv`, (await printed(['export-data', run], folder)).split('\r\n').slice(0, MOST_LINES).join('\n')],
  ]);
}
