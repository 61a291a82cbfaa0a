/**
 * A file of judgements that is read again and again while it grows: what has not changed is read once, and of a file that was added to only what is
 * new is parsed. Gives what `readJudgements` gives, and the same list as long as nothing has changed.
 */
import {type BigIntStats, statSync} from 'node:fs';
import type {JudgementLine} from '../../run/judgement.ts';
import {bytesOfJudgements, type JudgementFile, placedLines, readJudgements} from './judgement-file.ts';

const LINE_END = 10;
const NONE: JudgementFile = {lines: [], isCut: false};

export class JudgementReader {
  private readonly path: string;
  private stamp: string | undefined;
  private last: JudgementFile = NONE;
  /** All that ends with the end of a line, and what it holds. */
  private settled: Uint8Array = new Uint8Array();
  private lines: readonly JudgementLine[] = [];
  private count = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** No lines where there is no file. Throws DataError. */
  read(): JudgementFile {
    const stamp = stampOf(this.path);
    if (stamp !== undefined && stamp === this.stamp) return this.last;
    if (stamp === undefined) {
      // where it cannot be read this says so; else it is not there
      readJudgements(this.path);
      this.forget();
    }
    this.last = stamp === undefined ? NONE : this.grown(bytesOfJudgements(this.path));
    this.stamp = stamp;
    return this.last;
  }

  private grown(bytes: Uint8Array): JudgementFile {
    const kept = this.settled.length;
    const isGrown = kept > 0 && bytes.length >= kept && Buffer.compare(bytes.subarray(0, kept), this.settled) === 0;
    if (!isGrown) this.forget();
    const end = bytes.lastIndexOf(LINE_END) + 1;
    const from = this.settled.length;
    if (end > from) {
      const {placed, lines: count} = placedLines(bytes.subarray(from, end), {path: this.path, after: this.count});
      this.lines = [...this.lines, ...placed.map(({line}) => line)];
      this.count = count;
      this.settled = bytes.subarray(0, end);
    }
    const tail = placedLines(bytes.subarray(end), {path: this.path, after: this.count});
    const lines = tail.placed.length === 0 ? this.lines : [...this.lines, ...tail.placed.map(({line}) => line)];
    return {lines, isCut: tail.cut !== undefined};
  }

  private forget(): void {
    this.settled = new Uint8Array();
    this.lines = [];
    this.count = 0;
  }
}

/** Changes with every write; undefined where there is nothing to look at. */
function stampOf(path: string): string | undefined {
  let stats: BigIntStats | undefined;
  try {
    stats = statSync(path, {bigint: true});
  } catch {
    return undefined;
  }
  return `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}
