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
  return files;
}
