/**
 * People in a run: what they have said goes to its lineages, what lineages ask comes into asks.jsonl, and what was said since a generation was
 * trained is held against what it was trained with.
 */
import {join, resolve} from 'node:path';
import {DataError, UnfinishedError} from '../../core/error.ts';
import {counted} from '../../core/text/numbers.ts';
import {visible} from '../../core/text/plain.ts';
import {type Arm, versionsOf} from '../../lab/experiment/arm.ts';
import type {PersonJudgement} from '../../quality/preference/judgement.ts';
import {type JudgedAsk, type SaidByAsk, saidOn, type Waiting} from '../../run/asked.ts';
import {type JudgementLine, saidByAsk} from '../../run/judgement.ts';
import {asksPeople} from '../../run/room.ts';
import type {Store} from '../../run/unit.ts';
import {ASKS, AskBook} from './ask-file.ts';
import {JUDGEMENTS, type JudgementFile, readJudgements} from './judgement-file.ts';
import {readRecorded, recordedFilesOf} from './recorded.ts';

/** Comparisons in a generation that people make with care. */
const MOST_COMPARISONS = 300;
const MOST_NAMED = 10;

interface RunPeopleOptions {
  readonly directory: string;
  readonly arms: readonly Arm[];
  /** Folder that paths of the experiment are relative to. */
  readonly base: string;
  readonly store: Store;
  /** Told what whoever runs it should know, once each. */
  readonly onNotice: (text: string) => void;
}

/** Judgements of files that arms name, and of the run's own, in the order in which they are read. */
export interface LinesOfRun {
  readonly own: readonly JudgementLine[];
  readonly recorded: readonly JudgementLine[];
  readonly isCut: boolean;
}

/** Throws DataError. `read`: of whoever reads them again and again. */
export function linesOfRun(
  directory: string,
  arms: readonly Arm[],
  base: string,
  read: (path: string) => JudgementFile = readJudgements,
): LinesOfRun {
  const recorded = recordedFilesOf(arms).flatMap((file) => readRecorded(resolve(base, file), read));
  const {lines, isCut} = read(join(directory, JUDGEMENTS));
  return {own: lines, recorded, isCut};
}

/** What generations were trained with, arm by arm. */
export const trainedIn = (store: Store, arms: readonly Arm[]): {readonly arm: string; readonly judged: JudgedAsk}[] =>
  arms.filter(asksPeople).flatMap(({name}) =>
    store.list(name).flatMap((unit) =>
      store
        .read(unit)
        .judged()
        .map((judged) => ({arm: name, judged})),
    ),
  );

export class RunPeople {
  private readonly options: RunPeopleOptions;
  private readonly asking: readonly Arm[];
  private readonly book: AskBook;
  private readonly told = new Set<string>();
  private own: readonly JudgementLine[] = [];
  private recorded: readonly JudgementLine[] = [];
  private current: SaidByAsk = {};

  /** Throws DataError where a judgement is broken, or says other than a generation was trained with. */
  constructor(options: RunPeopleOptions) {
    this.options = options;
    this.asking = options.arms.filter(asksPeople);
    this.book = new AskBook(
      options.directory,
      options.arms.map(({name}) => name),
    );
    this.read();
    this.keepTrained();
    for (const {name, feedback} of this.asking.flatMap(versionsOf))
      if (feedback && 'comparisons' in feedback && feedback.comparisons > MOST_COMPARISONS)
        this.tell(
          `arm ${name} asks people for ${feedback.comparisons} comparisons in every generation: more than ${MOST_COMPARISONS} are rarely made with care`,
        );
  }

  /** What has been said so far. */
  get said(): SaidByAsk {
    return this.current;
  }

  /** Keeps what a lineage asks. */
  ask({arm, seed, generation, asks}: Waiting): void {
    this.book.add(asks.map((ask) => ({...ask, arm, seed, generation})));
  }

  /** Reads anew; true where a lineage that waits can go on now. */
  goesOn(waiting: readonly Waiting[]): boolean {
    this.read();
    return waiting.some(({asks, annotators}) => asks.every(({ask}) => this.judgementsOf(ask).length >= annotators));
  }

  /** Names what was never asked. `isWhole`: the run is at its end. */
  end({isWhole}: {readonly isWhole: boolean}): void {
    this.keepTrained();
    this.nameUnknown(this.own);
    // what was recorded for the whole of a run is asked as it goes on
    if (isWhole) this.nameUnknown(this.recorded);
  }

  /** That it waits, and for what. */
  unfinished(waiting: readonly Waiting[]): UnfinishedError {
    const wanted = new Map<string, number>();
    for (const {asks, annotators} of waiting)
      for (const {ask} of asks) wanted.set(ask, Math.max(wanted.get(ask) ?? 0, annotators - this.judgementsOf(ask).length));
    const open = [...wanted.values()].filter((count) => count > 0);
    const total = open.reduce((sum, count) => sum + count, 0);
    const {directory} = this.options;
    const lineages = counted(waiting.length, 'lineage');
    return new UnfinishedError(
      `the run waits for people: ${counted(total, 'judgement')} ${total === 1 ? 'is' : 'are'} wanted, of ${counted(open.length, 'pair')} in ${ASKS} (${lineages})`,
      {
        where: directory,
        next: `judge them with genloss label ${directory}, or append lines to ${join(directory, JUDGEMENTS)}; the same command goes on`,
      },
    );
  }

  private judgementsOf(ask: string): readonly PersonJudgement[] {
    return saidOn(this.current, ask);
  }

  private read(): void {
    const {directory, base} = this.options;
    const {own, recorded, isCut} = linesOfRun(directory, this.asking, base);
    this.own = own;
    this.recorded = recorded;
    this.current = saidByAsk([...recorded, ...own]);
    if (isCut) this.tell(`the last line of ${join(directory, JUDGEMENTS)} is not whole: it is not read yet`);
    this.holdTrained();
  }

  private keepTrained(): void {
    this.book.add(trainedIn(this.options.store, this.asking).map(({arm, judged}) => ({...judged, arm})));
  }

  private holdTrained(): void {
    const late = new Map<string, Set<string>>();
    for (const {arm, judged} of trainedIn(this.options.store, this.asking)) {
      const now = this.judgementsOf(judged.ask);
      for (const {annotator, choice} of judged.judgements) {
        const said = now.find((one) => one.annotator === annotator)?.choice;
        if (said !== choice) throw this.changed(arm, judged, {annotator, choice}, said);
      }
      for (const {annotator} of now.filter((one) => !judged.judgements.some((then) => then.annotator === one.annotator))) {
        const key = `${visible(annotator)} came after generation ${judged.generation} of arm ${arm} was trained`;
        late.set(key, (late.get(key) ?? new Set()).add(judged.ask));
      }
    }
    for (const [what, asks] of late)
      this.tell(
        `${counted(asks.size, 'judgement')} of ${what}: ${asks.size === 1 ? 'it counts' : 'they count'} in genloss judgements, and not in the run`,
      );
  }

  private changed(
    arm: string,
    {seed, generation, ask}: JudgedAsk,
    {annotator, choice}: PersonJudgement,
    now: string | undefined,
  ): DataError {
    const what = now === undefined ? 'is taken back' : `now says ${now}`;
    return new DataError(
      `the judgement of ${visible(annotator)} on ask ${visible(ask)} ${what}, and generation ${generation} of arm ${arm}, seed ${seed} was trained with ${choice}`,
      {
        where: join(this.options.directory, JUDGEMENTS),
        next: `append {"ask":"${ask}","choice":"${choice}","annotator":${JSON.stringify(annotator)}} to go on; or run into a new folder with a copy of the judgements`,
      },
    );
  }

  private nameUnknown(lines: readonly JudgementLine[]): void {
    const unknown = [...new Set(lines.map(({ask}) => ask))].filter((ask) => !this.book.has(ask));
    if (unknown.length === 0) return;
    const named = visible(unknown.slice(0, MOST_NAMED).join(', '));
    const more = unknown.length > MOST_NAMED ? `, and ${unknown.length - MOST_NAMED} more` : '';
    this.tell(`judgements of what was never asked, passed over: ${named}${more}`);
  }

  private tell(text: string): void {
    if (this.told.has(text)) return;
    this.told.add(text);
    this.options.onNotice(text);
  }
}
