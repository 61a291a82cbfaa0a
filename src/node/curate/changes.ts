/**
 * Records that commands have changed: their texts stand in the answers of the command, and what was measured of them in a spool of their
 * own, so that later steps decide on what a record has become.
 */
import {setImmediate} from 'node:timers/promises';
import {textOf} from '../../core/text/documents.ts';
import type {RuleReferences} from '../../quality/rules.ts';
import type {DocumentMeasureName} from '../../quality/steps.ts';
import {makeFolder} from '../files.ts';
import {AnswerReader} from './answers.ts';
import type {CuratedSide} from './side.ts';
import {type PlacedBlock, Spool, SpoolPart} from './spool.ts';
import {measuring} from './thread.ts';

/** What one command changed. */
export interface ChangedRecords {
  readonly step: number;
  /** Its answers. */
  readonly path: string;
  /** 1 where it made a record another. (n,) */
  readonly changed: Uint8Array;
  /** Of these records alone; the lines of its blocks are numbers of records. */
  readonly spool: Spool;
  /** Words that came with it, less those that went. */
  readonly wordsGained: number;
}

/** Texts that are measured at once. */
const BATCH = 500;

interface ChangeOptions {
  readonly step: number;
  readonly path: string;
  /** Where what is measured is kept. */
  readonly folder: string;
  readonly values: readonly DocumentMeasureName[];
  readonly near: boolean;
  readonly references: RuleReferences;
}

/** Measures what a command changed, and has the side know the words of each such record. */
export async function measureChanges(side: CuratedSide, options: ChangeOptions): Promise<ChangedRecords> {
  const {step, path, folder, values} = options;
  makeFolder(folder);
  const part = SpoolPart.isDone(folder, 0) ? undefined : new SpoolPart(folder, 0);
  const measure = measuring(options);
  const changed = new Uint8Array(side.n);
  let wordsGained = 0;
  let numbers: number[] = [];
  let texts: string[] = [];
  const flush = async (): Promise<void> => {
    if (numbers.length === 0) return;
    const block = measure({...textOf(texts), lines: Uint32Array.from(numbers)});
    numbers.forEach((number, i) => {
      wordsGained += block.words[i] - side.words[number];
      side.words[number] = block.words[i];
    });
    part?.write(block);
    [numbers, texts] = [[], []];
    // signals are heard between batches
    await setImmediate();
  };
  const answers = new AnswerReader(path, step, side.fates.outcome);
  for (let number = 0; number < side.n; number++) {
    const answer = await answers.next(number);
    if (answer?.change === undefined || !answer.keep) continue;
    changed[number] = 1;
    numbers.push(number);
    texts.push(answer.change as string);
    if (texts.length === BATCH) await flush();
  }
  await flush();
  part?.done();
  return {step, path, changed, spool: new Spool(folder, 1, values.length), wordsGained};
}

/** Where what was measured of a record last stands: valid until the next one is asked for. */
export interface LatestPlace {
  readonly block: PlacedBlock;
  readonly index: number;
  /** Which spool it is in: 0 is that of the data, k that of the k-th command that changed records. */
  readonly spool: number;
}

/** Finds what was measured of one record after another, as the last command that changed it left it. */
export class LatestRecords {
  private readonly changes: readonly ChangedRecords[];
  private readonly cursors: readonly SpoolCursor[];
  private readonly at: {-readonly [K in keyof LatestPlace]?: LatestPlace[K]} = {};

  constructor(changes: readonly ChangedRecords[]) {
    this.changes = changes;
    this.cursors = changes.map(({spool}) => new SpoolCursor(spool));
  }

  /** `block`, `index`: what was measured of it as it came. */
  of(number: number, block: PlacedBlock, index: number): LatestPlace {
    let k = this.changes.length;
    while (k > 0 && this.changes[k - 1].changed[number] === 0) k--;
    return Object.assign(this.at, k === 0 ? {block, index} : this.cursors[k - 1].find(number), {spool: k});
  }
}

/** Walks along a spool of changed records. */
class SpoolCursor {
  private readonly blocks: Generator<PlacedBlock>;
  private block?: PlacedBlock;
  private index = 0;

  constructor(spool: Spool) {
    this.blocks = spool.blocks();
  }

  find(number: number): {block: PlacedBlock; index: number} {
    for (;;) {
      while (this.block === undefined || this.index >= this.block.count) {
        const {value} = this.blocks.next();
        if (value === undefined) throw new Error(`record ${number} was not measured`);
        this.block = value;
        this.index = 0;
      }
      if (this.block.lines[this.index] === number) return {block: this.block, index: this.index};
      this.index++;
    }
  }
}

/** The texts of one record after another where commands changed them, as the last one left it. */
export class LatestTexts {
  private readonly changes: readonly ChangedRecords[];
  private readonly readers: readonly AnswerReader[];

  constructor(changes: readonly ChangedRecords[], outcome: Uint8Array) {
    this.changes = changes;
    this.readers = changes.map(({path, step}) => new AnswerReader(path, step, outcome));
  }

  /** Undefined where the record is as it came. */
  async of(number: number): Promise<string | undefined> {
    let text: string | undefined;
    for (const [k, reader] of this.readers.entries()) {
      const answer = await reader.next(number);
      if (this.changes[k].changed[number] === 1) text = answer?.change as string;
    }
    return text;
  }
}

/** The steps that changed a record, by their numbers. */
export const changesOf = (changes: readonly ChangedRecords[], number: number): number[] =>
  changes.filter(({changed}) => changed[number] === 1).map(({step}) => step);
