/** The asks of a run directory that a generation still waits for, and what has been said of each. */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import type {Arm} from '../../lab/experiment/arm.ts';
import {type JudgementLine, judgementsIn, type LastLines, lastLines} from '../../run/judgement.ts';
import {reachOf} from '../../run/plan.ts';
import type {OpenAsk, PairsAsked} from '../../run/queue.ts';
import {personsOf} from '../../run/room.ts';
import {type FileStore, storeOf} from '../run/store.ts';
import {requireRun, storedExperiment} from '../run/stored-experiment.ts';
import {ASKS, type AskLine, readAsks} from './ask-file.ts';
import {JudgementReader} from './judgement-reader.ts';
import {linesOfRun} from './of-run.ts';

/** Open asks are in the order of asks.jsonl. */
export interface AskedRun extends PairsAsked {
  readonly isCut: boolean;
}

/** What was said, of lists that stay the same as long as their files do. */
interface JudgedSoFar {
  readonly recorded: readonly (readonly JudgementLine[])[];
  readonly own: readonly JudgementLine[];
  readonly lines: readonly JudgementLine[];
  readonly last: LastLines;
  readonly isCut: boolean;
}

/** Reads a run directory again and again: what has not changed is read once, and gives the same object. */
export class AskedRunReader {
  private readonly directory: string;
  private readonly arms: readonly Arm[];
  private readonly store: FileStore;
  private stamp = '';
  private asks: ReadonlyMap<string, AskLine> = new Map();
  private readonly readers = new Map<string, JudgementReader>();
  private judged: JudgedSoFar = {recorded: [], own: [], lines: [], last: new Map(), isCut: false};
  private current: {readonly run: AskedRun; readonly reached: string} | undefined;

  /** Throws DataError where the directory is none of a run. */
  constructor(directory: string) {
    this.directory = directory;
    this.arms = storedExperiment(directory).arms;
    this.store = storeOf(directory);
  }

  /** Throws DataError where what it holds is broken, or the run is gone. */
  read(): AskedRun {
    requireRun(this.directory);
    this.readAsks();
    const {lines, last, isCut} = this.readJudged();
    const reaches = this.reaches();
    const reached = JSON.stringify([...reaches]);
    const {run, reached: before} = this.current ?? {};
    if (run?.lines === lines && run.asks === this.asks && run.isCut === isCut && before === reached) return run;
    const open = this.openOf(last, reaches);
    this.current = {run: {open, asks: this.asks, lines, isCut}, reached};
    return this.current.run;
  }

  private openOf(last: LastLines, reaches: ReadonlyMap<string, number>): OpenAsk[] {
    const persons = new Map(this.arms.map((arm) => [arm.name, personsOf(arm)]));
    return [...this.asks.values()]
      .filter((ask) => (persons.get(ask.arm)?.length ?? 0) > 0 && reaches.get(lineageOf(ask))! < ask.generation)
      .map((ask): OpenAsk => {
        const own = persons.get(ask.arm)!;
        const question = own.find((person) => person.question !== undefined)?.question;
        return {
          ...ask,
          ...(question !== undefined && {question}),
          annotators: Math.max(...own.map(({annotators}) => annotators)),
          judgements: judgementsIn(last, ask.ask),
        };
      });
  }

  /** How far each lineage that has asked has come. */
  private reaches(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const ask of this.asks.values()) {
      const key = lineageOf(ask);
      if (!found.has(key)) found.set(key, reachOf(this.store.list(ask.arm), ask.seed));
    }
    return found;
  }

  private readJudged(): JudgedSoFar {
    const files: (readonly JudgementLine[])[] = [];
    const {own, recorded, isCut} = linesOfRun(this.directory, this.arms, this.directory, (path) => {
      const reader = this.readers.get(path) ?? new JudgementReader(path);
      this.readers.set(path, reader);
      const file = reader.read();
      files.push(file.lines);
      return file;
    });
    const before = this.judged;
    const others = files.slice(0, -1);
    const isSame = others.length === before.recorded.length && others.every((lines, i) => lines === before.recorded[i]);
    const kept = before.own.length;
    // of a file that was added to the lines before are the same objects
    const isGrown = isSame && own.length >= kept && own[kept - 1] === before.own.at(-1);
    if (isGrown && own.length === kept) this.judged = {...before, isCut};
    else {
      const last = isGrown ? lastLines(own.slice(kept), {into: before.last}) : lastLines([...recorded, ...own]);
      this.judged = {recorded: others, own, lines: [...recorded, ...own], last, isCut};
    }
    return this.judged;
  }

  private readAsks(): void {
    const stats = statSync(join(this.directory, ASKS), {throwIfNoEntry: false});
    const stamp = stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
    if (stamp === this.stamp) return;
    this.asks = new Map(readAsks(this.directory).map((line) => [line.ask, line]));
    this.stamp = stamp;
  }
}

const lineageOf = ({arm, seed}: AskLine): string => `${seed} ${arm}`;
