/** One person's desk at a run: what is shown, and what it makes of an answer. Writes judgements.jsonl alone. */
import {GenlossError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {saidOn} from '../../run/asked.ts';
import type {Desk, SentJudgement} from '../../run/desk.ts';
import {type JudgementLine, saidByAsk} from '../../run/judgement.ts';
import type {PairsAsked} from '../../run/queue.ts';
import {deskOf, judgementLine, undoneLine} from '../../run/shown-desk.ts';
import {ASIDE_JUDGEMENTS, appendJudgement} from '../people/append.ts';
import {AskedRunReader} from '../people/open-asks.ts';
import {hasEnded} from './ended.ts';
import {type SaidError, saidError} from './said-error.ts';
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

const MOST_OF_LINE = 100;

export class LabelDesk {
  private readonly options: LabelDeskOptions;
  private readonly reader: AskedRunReader;
  private readonly trained: TrainedReader;
  private readonly notices: string[] = [];
  private readonly told = new Set<string>();
  /** Of what was read last: the same gives the same. */
  private shown: {readonly asked: PairsAsked; readonly desk: Desk} | undefined;
  private work: Promise<unknown> = Promise.resolve();

  /** Throws DataError where the directory is none of a run. */
  constructor(options: LabelDeskOptions) {
    this.options = options;
    this.reader = new AskedRunReader(options.directory);
    this.trained = new TrainedReader(options.directory);
  }

  /** As it is now. Throws DataError where what it reads is broken. */
  look(): Desk {
    return this.deskOf(this.reader.read(), this.notices);
  }

  /** Writes an answer to what is shown, and then shows what comes next. Throws NotShown; anything else that it throws says that nothing was written. */
  answer(sent: SentJudgement): Promise<Desk> {
    return this.inTurn((asked) => judgementLine(asked, sent, this.signature()));
  }

  /** Takes the last answer back. Throws NotShown where there is none; anything else as `answer`. */
  undo(): Promise<Desk> {
    return this.inTurn((asked) => undoneLine(asked, this.signature()));
  }

  /** The error as the page is told it; whoever serves is told each once. */
  said(error: GenlossError): SaidError {
    const {message, where, next} = error;
    const text = `${message}${where === undefined ? '' : ` (${where})`}${next === undefined ? '' : `; ${next}`}`;
    if (!this.told.has(text)) this.options.onNotice(visible(text));
    this.told.add(text);
    return saidError(error, this.options.directory);
  }

  private deskOf(asked: PairsAsked, notices: readonly string[]): Desk {
    const {annotator, directory} = this.options;
    const said = this.options.run();
    const run = said.status === 'command' && asked.open.length === 0 && hasEnded(directory) ? {status: 'done' as const} : said;
    const rest = {run, notices, trained: this.trained.read()};
    if (this.shown?.asked === asked) return {...this.shown.desk, ...rest};
    this.shown = {asked, desk: deskOf(asked, annotator, rest)};
    return this.shown.desk;
  }

  private signature() {
    return {annotator: this.options.annotator, at: this.options.now()};
  }

  private inTurn(line: (asked: PairsAsked) => JudgementLine): Promise<Desk> {
    const done = this.work.then(async () => {
      const before = this.reader.read();
      const written = line(before);
      await this.write(written);
      return this.lookAfter(before, written);
    });
    this.work = done.catch(() => {});
    return done;
  }

  /** What is written is written, also where it cannot be looked at: then it is what was there before, and the line. */
  private lookAfter(before: PairsAsked, written: JudgementLine): Desk {
    try {
      return this.look();
    } catch (error) {
      if (!(error instanceof GenlossError)) throw error;
      const {error: why} = this.said(error);
      return this.deskOf(withLine(before, written), [...this.notices, `This answer is written. What is there now cannot be read: ${why}.`]);
    }
  }

  private async write(line: JudgementLine): Promise<void> {
    const aside = await appendJudgement(this.options.directory, line);
    if (aside === undefined) return;
    const said = visible(
      `an unfinished last line of judgements.jsonl is set aside in ${ASIDE_JUDGEMENTS}: ${aside.slice(0, MOST_OF_LINE)}`,
    );
    this.notices.push(said);
    this.options.onNotice(said);
  }
}

function withLine({open, asks, lines}: PairsAsked, line: JudgementLine): PairsAsked {
  const all = [...lines, line];
  const said = saidByAsk(all);
  return {open: open.map((one) => (one.ask === line.ask ? {...one, judgements: saidOn(said, one.ask)} : one)), asks, lines: all};
}
