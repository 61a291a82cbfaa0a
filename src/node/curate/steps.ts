/** The steps of a recipe over measured records: decisions from the spool, and between them the user's own commands over the text. */
import {closeSync, createReadStream, existsSync, fsyncSync, openSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setImmediate} from 'node:timers/promises';
import type {Text} from '../../core/data.ts';
import {GenlossError} from '../../core/error.ts';
import {documentsAt} from '../../core/text/documents.ts';
import {KEPT, type MeasuredRecord, Segment} from '../../guard/curate/decide.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import type {RuleReferences} from '../../quality/rules.ts';
import type {DocumentMeasureName, RecipeStep} from '../../quality/steps.ts';
import {outputError} from '../files.ts';
import {CommandProcess} from '../quality/command.ts';
import {readBatches} from '../read/corpus.ts';
import {openStored, storedJson} from '../stored.ts';
import type {MeasuredSide} from './measure.ts';
import {damagedWork, type PlacedBlock, SpoolShingles} from './spool.ts';
import {answerSchema} from './stored-schemas.ts';

export interface StepsOptions {
  readonly steps: readonly RecipeStep[];
  /** What the spool has, in its order. */
  readonly values: readonly DocumentMeasureName[];
  readonly references: RuleReferences;
  /** Where the answers of commands are kept. */
  readonly work: string;
  readonly onNotice?: (message: string) => void;
}

/** Fills the side's fates. */
export async function takeSteps(measured: MeasuredSide, options: StepsOptions): Promise<void> {
  const {steps} = options;
  for (let from = 0; from < steps.length; ) {
    const command = steps.findIndex((step, i) => i >= from && 'command' in step);
    const to = command < 0 ? steps.length : command;
    if (to > from) await decide(measured, from, to, options);
    if (command >= 0) await runCommand(measured, command, options);
    from = to + 1;
  }
}

async function decide({side, spool}: MeasuredSide, from: number, to: number, {steps, values, references}: StepsOptions): Promise<void> {
  const stores: SpoolShingles[] = [];
  const segment = new Segment(steps, from, to, {
    boundsOf: (step) => references.boundsOf((steps[step] as Extract<RecipeStep, {filter: unknown}>).filter),
    store: () => {
      const store = new SpoolShingles(spool);
      stores.push(store);
      return store;
    },
  });
  const record = new BlockRecord(values);
  let first = 0;
  for (const block of spool.blocks()) {
    for (let i = 0; i < block.count; i++) {
      record.moveTo(block, i, first + i);
      for (const store of stores) store.next(record.place);
      segment.decide(record, side.fates);
    }
    first += block.count;
    // signals are heard between blocks
    await setImmediate();
  }
}

/** One record of a block; moved along so that none is made anew. */
class BlockRecord implements MeasuredRecord {
  number = 0;
  private index = 0;
  private block!: PlacedBlock;
  private readonly columns: ReadonlyMap<DocumentMeasureName, number>;

  constructor(values: readonly DocumentMeasureName[]) {
    this.columns = new Map(values.map((name, i) => [name, i]));
  }

  moveTo(block: PlacedBlock, index: number, number: number): void {
    this.block = block;
    this.index = index;
    this.number = number;
  }

  get high(): number {
    return this.block.high[this.index];
  }

  get low(): number {
    return this.block.low[this.index];
  }

  get shingles(): Uint32Array {
    const {ends, shingles} = this.block;
    return shingles.subarray(this.start, ends[this.index]);
  }

  get place(): number {
    return this.block.place + 4 * this.start;
  }

  private get start(): number {
    return this.index === 0 ? 0 : this.block.ends[this.index - 1];
  }

  value(measure: DocumentMeasureName): number {
    return this.block.values[this.columns.get(measure) as number][this.index];
  }
}

export const answersFile = (work: string, step: number): string => join(work, `command-${step}.jsonl`);

/** The command over the text of what is left, or its answers as they were kept. */
async function runCommand(measured: MeasuredSide, step: number, options: StepsOptions): Promise<void> {
  const path = answersFile(options.work, step);
  if (!existsSync(path)) await askCommand(measured, step, options, path);
  const {fates} = measured.side;
  const asked = fates.outcome.reduce((sum, outcome) => sum + Number(outcome === KEPT), 0);
  let number = 0;
  for await (const {keep, weight} of keptAnswers(path, asked)) {
    while (fates.outcome[number] !== KEPT) number++;
    if (weight !== undefined) {
      fates.weights ??= new Float64Array(fates.outcome.length).fill(1);
      fates.weights[number] *= weight;
    }
    if (!keep) fates.outcome[number] = step + 1;
    number++;
  }
}

/** The answers of a command as they were kept. Throws DataError where there are not so many, or a line is none. */
async function* keptAnswers(path: string, count: number): AsyncGenerator<CommandAnswer> {
  let answers = 0;
  try {
    for await (const line of createInterface({input: createReadStream(path, {fd: openStored(path)})})) {
      if (++answers > count) break;
      yield storedJson(line, answerSchema);
    }
  } catch (error) {
    throw error instanceof GenlossError ? error : damagedWork(path, `line ${answers}: ${(error as Error).message}`, error);
  }
  if (answers !== count)
    throw damagedWork(path, `it holds ${answers > count ? 'more' : 'fewer'} answers than the ${count} that were asked for`);
}

async function askCommand({side}: MeasuredSide, step: number, {steps, onNotice}: StepsOptions, path: string): Promise<void> {
  const {command} = steps[step] as Extract<RecipeStep, {command: unknown}>;
  const process = new CommandProcess(command, {onSilence: onNotice});
  let answers: number | undefined;
  try {
    answers = openSync(`${path}.open`, 'w');
    let first = 0;
    for await (const batch of readBatches(side.source.sources, side.source.read())) {
      const kept: number[] = [];
      for (let i = 0; i < batch.count; i++) if (side.fates.outcome[first + i] === KEPT) kept.push(i);
      first += batch.count;
      if (kept.length === 0) continue;
      const text: Text = {kind: 'text', bytes: batch.bytes, offsets: batch.offsets, count: batch.count};
      const said = await process.judge(documentsAt(text, kept));
      writeFileSync(answers, said.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
    }
    await process.close();
    fsyncSync(answers);
  } catch (error) {
    throw outputError(error, path);
  } finally {
    if (answers !== undefined) closeSync(answers);
    await process.stop();
  }
  renamed(`${path}.open`, path);
}

function renamed(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw outputError(error, to);
  }
}
