/** One person's desk at a run: what is shown, and what it makes of an answer. Writes judgements.jsonl alone. */
import type {Desk, SentJudgement} from '../../run/desk.ts';
import type {JudgementLine} from '../../run/judgement.ts';
import {deskOf, judgementLine, undoneLine} from '../../run/shown-desk.ts';
import {ASIDE_JUDGEMENTS, appendJudgement} from '../people/append.ts';
import {AskedRunReader} from '../people/open-asks.ts';
import {TrainedReader} from './trained.ts';

export interface LabelDeskOptions {
  readonly directory: string;
  readonly annotator: string;
  /** Now, as ISO 8601 has it. */
  readonly now: () => string;
  readonly run: () => Desk['run'];
  /** Told what whoever serves should know. */
  readonly onNotice: (text: string) => void;
}

export class LabelDesk {
  private readonly options: LabelDeskOptions;
  private readonly reader: AskedRunReader;
  private readonly trained: TrainedReader;
  private readonly notices: string[] = [];
  private work: Promise<unknown> = Promise.resolve();

  /** Throws DataError where the directory is none of a run. */
  constructor(options: LabelDeskOptions) {
    this.options = options;
    this.reader = new AskedRunReader(options.directory);
    this.trained = new TrainedReader(options.directory);
  }

  /** As it is now. Throws DataError where what it reads is broken. */
  look(): Desk {
    const {annotator, run} = this.options;
    return deskOf(this.reader.read(), annotator, {run: run(), notices: this.notices, trained: this.trained.read()});
  }

  /** Writes an answer to what is shown, and then shows what comes next. Throws NotShown. */
  answer(sent: SentJudgement): Promise<Desk> {
    return this.inTurn(() => this.write(judgementLine(this.reader.read(), sent, this.signature())));
  }

  /** Takes the last answer back. Throws NotShown where there is none. */
  undo(): Promise<Desk> {
    return this.inTurn(() => this.write(undoneLine(this.reader.read(), this.signature())));
  }

  private signature() {
    return {annotator: this.options.annotator, at: this.options.now()};
  }

  private inTurn(act: () => Promise<void>): Promise<Desk> {
    const done = this.work.then(act).then(() => this.look());
    this.work = done.catch(() => {});
    return done;
  }

  private async write(line: JudgementLine): Promise<void> {
    const aside = await appendJudgement(this.options.directory, line);
    if (aside === undefined) return;
    const said = `an unfinished last line of judgements.jsonl is set aside in ${ASIDE_JUDGEMENTS}: ${aside.slice(0, 100)}`;
    this.notices.push(said);
    this.options.onNotice(said);
  }
}
