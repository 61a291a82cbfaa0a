/** The asks of a run directory that a generation still waits for, and what has been said of each. */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import type {Arm} from '../../lab/experiment/arm.ts';
import {type SaidByAsk, saidOf} from '../../run/asked.ts';
import {type JudgementLine, saidByAsk} from '../../run/judgement.ts';
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
  readonly parts: readonly (readonly JudgementLine[])[];
  readonly lines: readonly JudgementLine[];
  readonly said: SaidByAsk;
  readonly isCut: boolean;
}

/** Reads a run directory again and again: what has not changed is read once. */
export class AskedRunReader {
  private readonly directory: string;
  private readonly arms: readonly Arm[];
  private readonly store: FileStore;
  private stamp = '';
  private asks: ReadonlyMap<string, AskLine> = new Map();
  private readonly readers = new Map<string, JudgementReader>();
  private judged: JudgedSoFar = {parts: [], lines: [], said: {}, isCut: false};

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
    const {lines, said, isCut} = this.readJudged();
    const persons = new Map(this.arms.map((arm) => [arm.name, personsOf(arm)]));
    const reaches = new Map<string, number>();
    const reach = ({arm, seed}: AskLine): number => {
      const key = `${seed} ${arm}`;
      const known = reaches.get(key) ?? reachOf(this.store.list(arm), seed);
      reaches.set(key, known);
      return known;
    };
    const open = [...this.asks.values()]
      .filter((ask) => (persons.get(ask.arm)?.length ?? 0) > 0 && reach(ask) < ask.generation)
      .map((ask): OpenAsk => {
        const own = persons.get(ask.arm)!;
        const question = own.find((person) => person.question !== undefined)?.question;
        return {
          ...ask,
          ...(question !== undefined && {question}),
          annotators: Math.max(...own.map(({annotators}) => annotators)),
          judgements: saidOf(said, ask.ask),
        };
      });
    return {open, asks: this.asks, lines, isCut};
  }

  private readJudged(): JudgedSoFar {
    const parts: (readonly JudgementLine[])[] = [];
    const {own, recorded, isCut} = linesOfRun(this.directory, this.arms, this.directory, (path) => {
      const reader = this.readers.get(path) ?? new JudgementReader(path);
      this.readers.set(path, reader);
      const file = reader.read();
      parts.push(file.lines);
      return file;
    });
    const {parts: before} = this.judged;
    if (parts.length === before.length && parts.every((part, i) => part === before[i])) this.judged = {...this.judged, isCut};
    else {
      const lines = [...recorded, ...own];
      this.judged = {parts, lines, said: saidByAsk(lines), isCut};
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
