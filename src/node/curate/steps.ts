/** The steps of a recipe over measured records: decisions from the spool, and between them the user's own commands over the text. */
import {closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {Text} from '../../core/data.ts';
import {documentAt, documentsAt, withDocuments} from '../../core/text/documents.ts';
import {KEPT, type MeasuredRecord, Segment} from '../../guard/curate/decide.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import type {RuleReferences} from '../../quality/rules.ts';
import type {DocumentMeasureName, RecipeStep} from '../../quality/steps.ts';
import {outputError} from '../files.ts';
import {CommandProcess} from '../quality/command.ts';
import {readFiles} from '../read/corpus.ts';
import {answersFile, keptAnswers} from './answers.ts';
import {LatestRecords, LatestTexts, measureChanges} from './changes.ts';
import type {MeasuredSide} from './measure.ts';
import {damagedWork, type PlacedBlock} from './spool.ts';
import {SpoolShingles} from './spool-shingles.ts';

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

async function decide(measured: MeasuredSide, from: number, to: number, {steps, values, references}: StepsOptions): Promise<void> {
  const {side, spool, changes} = measured;
  const spools = [spool, ...changes.map((one) => one.spool)];
  const latest = new LatestRecords(changes);
  const stores: SpoolShingles[] = [];
  const segment = new Segment(steps, from, to, {
    boundsOf: (step) => references.boundsOf((steps[step] as Extract<RecipeStep, {filter: unknown}>).filter),
    store: () => {
      const store = new SpoolShingles(spools);
      stores.push(store);
      return store;
    },
  });
  const record = new BlockRecord(values);
  let first = 0;
  for (const block of spool.blocks()) {
    for (let i = 0; i < block.count; i++) {
      const at = latest.of(first + i, block, i);
      record.moveTo(at.block, at.index, first + i);
      for (const store of stores) store.next(record.place, at.spool);
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

/** The command over the text of what is left, or its answers as they were kept. */
async function runCommand(measured: MeasuredSide, step: number, options: StepsOptions): Promise<void> {
  const path = answersFile(options.work, step);
  const {steps, values, references, work} = options;
  if (!existsSync(path)) await askCommand(measured, step, options, path);
  const {side, changes} = measured;
  const {fates} = side;
  const asked = fates.outcome.reduce((sum, outcome) => sum + Number(outcome === KEPT), 0);
  let [number, answers] = [0, 0];
  for await (const {keep, weight} of keptAnswers(path)) {
    if (++answers > asked) break;
    while (fates.outcome[number] !== KEPT) number++;
    if (weight !== undefined) {
      fates.weights ??= new Float64Array(fates.outcome.length).fill(1);
      fates.weights[number] *= weight;
    }
    if (!keep) fates.outcome[number] = step + 1;
    number++;
  }
  if (answers !== asked)
    throw damagedWork(path, `it holds ${answers > asked ? 'more' : 'fewer'} answers than the ${asked} that were asked for`);
  if (!commandOf(steps, step).changes) return;
  const near = steps.some((one) => 'dedupe' in one && one.dedupe.kind === 'near');
  const folder = join(work, `changed-${step}`);
  changes.push(await measureChanges(side, {step, path, folder, values, near, references}));
}

const commandOf = (steps: readonly RecipeStep[], step: number) => (steps[step] as Extract<RecipeStep, {command: unknown}>).command;

async function askCommand({side, changes}: MeasuredSide, step: number, {steps, onNotice}: StepsOptions, path: string): Promise<void> {
  const command = commandOf(steps, step);
  const latest = new LatestTexts(changes, side.fates.outcome);
  const process = new CommandProcess(command, {onSilence: onNotice});
  let answers: number | undefined;
  try {
    answers = openSync(`${path}.open`, 'w');
    let first = 0;
    for await (const batch of readFiles(side.source.files, side.source.reading)) {
      const kept: number[] = [];
      const made = new Map<number, Uint8Array>();
      for (let i = 0; i < batch.count; i++) {
        const text = changes.length > 0 ? await latest.of(first + i) : undefined;
        if (side.fates.outcome[first + i] !== KEPT) continue;
        if (text !== undefined) made.set(kept.length, encoder.encode(text));
        kept.push(i);
      }
      first += batch.count;
      if (kept.length === 0) continue;
      const whole: Text = {kind: 'text', bytes: batch.bytes, offsets: batch.offsets, count: batch.count};
      const left = documentsAt(whole, kept);
      const text = made.size === 0 ? left : withDocuments(left, (i) => made.get(i));
      const said = await process.judge(text);
      writeFileSync(answers, said.map((answer, i) => `${JSON.stringify(withoutIdle(answer, text, i))}\n`).join(''));
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

const encoder = new TextEncoder();

/** An answer without a change that changes nothing, or of a record that goes. */
function withoutIdle(answer: CommandAnswer, text: Text, record: number): CommandAnswer {
  const {change, ...rest} = answer;
  return change === undefined || (answer.keep && change !== documentAt(text, record)) ? answer : rest;
}

function renamed(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    throw outputError(error, to);
  }
}
