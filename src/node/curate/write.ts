/** What a curation leaves: the kept records in files, the decisions, and the manifest that lists them. */
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {describeAsCroissant} from '../../guard/curate/croissant.ts';
import {KEPT, OVER_BUDGET} from '../../guard/curate/decide.ts';
import {type Recipe, stepNames} from '../../guard/curate/recipe.ts';
import type {TailAudit} from '../../guard/curate/tail-audit.ts';
import {makeFolder, replaceFile} from '../files.ts';
import {version} from '../version.ts';
import {changesOf} from './changes.ts';
import {type DecisionOptions, writeDecisions} from './decisions.ts';
import {type CurationFolder, type Listed, MANIFEST} from './folder.ts';
import {keptRecords} from './kept.ts';
import type {MeasuredSide} from './measure.ts';
import {OutputRecord} from './output-record.ts';
import {HashedFile, type Shard, Shards} from './shards.ts';
import type {CuratedSide, InputFile} from './side.ts';

export const FORMAT = 1;

export interface StepCount {
  readonly step: string;
  readonly dropped: number;
  /** Records that it made others; of a command that changes records. */
  readonly changed?: number;
  /** Records and words that are left after it. */
  readonly left: number;
  readonly words: number;
}

export interface Manifest extends Listed {
  readonly genloss: {readonly format: number; readonly version: string};
  readonly title?: string;
  readonly recipe: Recipe;
  readonly inputs: Readonly<Record<string, readonly InputFile[]>>;
  readonly counts: {
    readonly records: number;
    readonly words: number;
    readonly broken: number;
    readonly empty: number;
    readonly kept: number;
    readonly human: number;
    readonly written: {readonly records: number; readonly words: number};
  };
  readonly steps: readonly StepCount[];
  readonly files: readonly (Omit<Shard, 'records' | 'words'> & Partial<Pick<Shard, 'records' | 'words'>>)[];
  readonly audit?: TailAudit;
  readonly croissant: object;
}

export interface WriteOptions extends DecisionOptions {
  readonly folder: CurationFolder;
  readonly fingerprint: string;
  readonly recipe: Recipe;
  readonly inputs: Readonly<Record<string, readonly InputFile[]>>;
  readonly audit?: TailAudit;
  readonly data: MeasuredSide;
  readonly human?: MeasuredSide;
}

/** Writes everything into the folder's `out`, the manifest last. */
export async function writeCuration(options: WriteOptions): Promise<Manifest> {
  const {folder, recipe, data, human, inputs} = options;
  const {format} = recipe.output;
  rmSync(folder.out, {recursive: true, force: true});
  makeFolder(folder.out);
  const shards = await writeRecords(options);
  const decisions = new HashedFile(join(folder.out, 'decisions.jsonl'));
  for (const side of human ? [data, human] : [data]) await writeDecisions(side, decisions, options);
  const croissant = describeAsCroissant({
    ...{title: recipe.title, format, field: data.side.source.field, shards, recipe, version: version()},
    sources: Object.entries(inputs).flatMap(([role, files]) => files.map((file) => ({role, ...file}))),
  });
  const croissantFile = new HashedFile(join(folder.out, 'croissant.json'));
  croissantFile.write(Buffer.from(`${JSON.stringify(croissant, undefined, 2)}\n`));
  const manifest: Manifest = {
    genloss: {format: FORMAT, version: version()},
    fingerprint: options.fingerprint,
    ...(recipe.title !== undefined && {title: recipe.title}),
    ...{recipe, inputs, counts: countsOf(options, shards), steps: stepCounts(data, recipe)},
    files: [...shards, {file: 'decisions.jsonl', ...decisions.end()}, {file: 'croissant.json', ...croissantFile.end()}],
    ...(options.audit && {audit: options.audit}),
    croissant,
  };
  replaceFile(join(folder.out, MANIFEST), [`${JSON.stringify(manifest, undefined, 2)}\n`]);
  return manifest;
}

/** Human records are spread evenly between the others. */
async function writeRecords({folder, recipe, data, human}: WriteOptions): Promise<Shard[]> {
  const shards = new Shards({folder: folder.out, ...recipe.output, changes: data.changes.length > 0});
  const weighed = recipe.budget === undefined ? data.side.fates.weights : undefined;
  const own = keptRecords(data);
  const other = human && keptRecords(human);
  const names = stepNames(recipe.steps);
  const [n, m] = [keptCount(data.side), human ? keptCount(human.side) : 0];
  const field = data.side.source.field;
  for (let i = 0, j = 0; i + j < n + m; ) {
    const isHuman = j < m && (i === n || (j + 0.5) * n < (i + 0.5) * m);
    const {value: record} = await (isHuman ? (other as typeof own) : own).next();
    if (record === undefined) throw new Error('a kept record is not there any more');
    const side = isHuman ? (human as MeasuredSide).side : data.side;
    const weight = isHuman ? undefined : weighed?.[record.number];
    const changed = isHuman ? [] : changesOf(data.changes, record.number).map((step) => names[step]);
    await shards.add(new OutputRecord(record, field, {words: side.words[record.number], weight, changed, human: isHuman}));
    if (isHuman) j++;
    else i++;
  }
  // to their ends, where files that have changed are noticed
  for (const records of [own, other]) if (records && !(await records.next()).done) throw new Error('there are more records than were kept');
  await shards.close();
  return shards.list;
}

export function keptCount({fates}: CuratedSide): number {
  let count = 0;
  for (const outcome of fates.outcome) if (outcome === KEPT) count++;
  return count;
}

function countsOf({data, human}: WriteOptions, shards: readonly Shard[]): Manifest['counts'] {
  return {
    records: data.side.n,
    words: wordsAsTheyCame(data),
    ...{broken: data.broken.length, empty: data.empty},
    kept: keptCount(data.side),
    human: human ? keptCount(human.side) : 0,
    written: {records: shards.reduce((sum, {records}) => sum + records, 0), words: shards.reduce((sum, {words}) => sum + words, 0)},
  };
}

/** Before any command changed them. */
function wordsAsTheyCame({side, changes}: MeasuredSide): number {
  const now = side.words.reduce((sum, words) => sum + words, 0);
  return changes.reduce((sum, {wordsGained}) => sum - wordsGained, now);
}

function stepCounts(data: MeasuredSide, recipe: Recipe): StepCount[] {
  const {fates, words, n} = data.side;
  const names = stepNames(recipe.steps);
  const dropped = new Float64Array(256);
  const wordsDropped = new Float64Array(256);
  for (let i = 0; i < n; i++) {
    dropped[fates.outcome[i]]++;
    wordsDropped[fates.outcome[i]] += words[i];
  }
  let left = n;
  let wordsLeft = wordsAsTheyCame(data);
  const count = (step: string, outcome: number): StepCount => {
    const changes = data.changes.find((one) => one.step === outcome - 1);
    left -= dropped[outcome];
    wordsLeft -= wordsDropped[outcome] - (changes?.wordsGained ?? 0);
    const changed = changes && {changed: changes.changed.reduce((sum, one) => sum + one, 0)};
    return {step, dropped: dropped[outcome], ...changed, left, words: wordsLeft};
  };
  const counts = names.map((step, s) => count(step, s + 1));
  return recipe.budget === undefined ? counts : [...counts, count('budget', OVER_BUDGET)];
}
