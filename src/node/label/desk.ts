/** One person's desk: what is shown, what it makes of an answer, and what it has said so far. Writes judgements.jsonl alone. */
import {DataError} from '../../core/error.ts';
import {median} from '../../core/stats/index.ts';
import type {Desk, Saying, SentJudgement, ShownPair} from '../../run/desk.ts';
import {ASIDE_JUDGEMENTS, appendJudgement} from '../people/append.ts';
import type {JudgementLine} from '../people/judgement-file.ts';
import {type AskedRun, AskedRunReader, wantedOf} from '../people/open-asks.ts';
import {leftTextOf, queueOf, type Turn} from './queue.ts';

export interface LabelDeskOptions {
  readonly directory: string;
  readonly annotator: string;
  /** Now, as ISO 8601 has it. */
  readonly now: () => string;
  readonly run: () => Desk['run'];
  /** Told what whoever serves should know. */
  readonly onNotice: (text: string) => void;
}

/** That an answer is to another pair than the one in front of the person. */
export class NotShown extends Error {}

const PACE_OF = 20;
const LEAST_PACED = 3;

export class LabelDesk {
  private readonly options: LabelDeskOptions;
  private readonly reader: AskedRunReader;
  private readonly notices: string[] = [];
  private work: Promise<unknown> = Promise.resolve();

  /** Throws DataError where the directory is none of a run. */
  constructor(options: LabelDeskOptions) {
    this.options = options;
    this.reader = new AskedRunReader(options.directory);
  }

  /** As it is now. Throws DataError where what it reads is broken. */
  look(): Desk {
    return this.deskOf(this.reader.read());
  }

  /** Writes an answer to what is shown, and then shows what comes next. Throws NotShown. */
  answer({ask, says, again, seconds}: SentJudgement): Promise<Desk> {
    return this.inTurn(async () => {
      const turn = queueOf(this.reader.read(), this.options.annotator).next;
      if (turn?.ask !== ask || turn.again !== again) throw new NotShown();
      const left = leftTextOf(turn, this.options.annotator);
      await this.write({ask, choice: choiceOf(says, left), seconds: Number(seconds.toFixed(1)), left, again});
      return this.look();
    });
  }

  /** Takes the last answer back. Throws NotShown where there is none. */
  undo(): Promise<Desk> {
    return this.inTurn(async () => {
      const {last} = queueOf(this.reader.read(), this.options.annotator);
      if (!last) throw new NotShown();
      await this.write({ask: last.ask, choice: 'undone', again: last.again});
      return this.look();
    });
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.work.then(act);
    this.work = done.catch(() => {});
    return done;
  }

  private async write({again, ...line}: Omit<JudgementLine, 'annotator' | 'at'>): Promise<void> {
    const {directory, annotator, now} = this.options;
    const aside = await appendJudgement(directory, {...line, annotator, at: now(), ...(again && {again})});
    if (aside === undefined) return;
    const said = `an unfinished last line of judgements.jsonl is set aside in ${ASIDE_JUDGEMENTS}: ${aside.slice(0, 100)}`;
    this.notices.push(said);
    this.options.onNotice(said);
  }

  private deskOf(asked: AskedRun): Desk {
    const {annotator, run} = this.options;
    const queue = queueOf(asked, annotator);
    const {next, waiting, judged, last} = queue;
    const pace = paceOf(asked.lines.filter((line) => line.annotator === annotator));
    const own = waiting.reduce((sum, {annotators, judgements}) => sum + Math.min(1, Math.max(0, annotators - judgements.length)), 0);
    return {
      ...(next && {pair: pairOf(next, asked, annotator)}),
      ...{annotator, waiting: waiting.length, judged, canUndo: last !== undefined},
      ofOthers: Math.max(0, wantedOf(asked.open) - own),
      ...(pace !== undefined && {pace}),
      run: run(),
      notices: this.notices,
    };
  }
}

function pairOf(turn: Turn, {open, asks}: AskedRun, annotator: string): ShownPair {
  const found = asks.get(turn.ask);
  if (!found) throw new DataError(`ask ${turn.ask} is not in asks.jsonl any more`);
  const {first, second, prompt} = found;
  const question = open.find(({ask}) => ask === turn.ask)?.question ?? open[0]?.question;
  const isFirstLeft = leftTextOf(turn, annotator) === 'first';
  return {
    ...{ask: turn.ask, again: turn.again, left: isFirstLeft ? first : second, right: isFirstLeft ? second : first},
    ...(prompt !== undefined && {prompt}),
    ...(question !== undefined && {question}),
  };
}

const OTHER = {first: 'second', second: 'first'} as const;

function choiceOf(says: Saying, left: 'first' | 'second'): JudgementLine['choice'] {
  if (says === 'left') return left;
  return says === 'right' ? OTHER[left] : says;
}

/** Typical seconds of the newest judgements; undefined of too few. */
function paceOf(own: readonly JudgementLine[]): number | undefined {
  const seconds = own.flatMap(({seconds: taken}) => (taken === undefined ? [] : [taken])).slice(-PACE_OF);
  return seconds.length < LEAST_PACED ? undefined : median(Float64Array.from(seconds));
}
