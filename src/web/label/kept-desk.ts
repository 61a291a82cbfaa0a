/** The desk of a page that nobody serves: what the server of `genloss label` does, done over what the page keeps. */
import type {SentJudgement} from '../../run/desk.ts';
import {askedOf, type HandedAsk} from '../../run/handed-asks.ts';
import type {JudgementLine} from '../../run/judgement.ts';
import type {PairsAsked} from '../../run/queue.ts';
import {deskOf, judgementLine, NotShown, undoneLine} from '../../run/shown-desk.ts';
import type {KeptLines} from './kept-lines.ts';
import type {Answered, DeskSource, OwnAnswers} from './source.ts';

interface KeptDeskOptions {
  readonly asks: readonly HandedAsk[];
  readonly annotator: string;
  readonly lines: KeptLines;
  /** What is to be known of the page. */
  readonly notice: string;
  /** Now, as ISO 8601 has it. */
  readonly now: () => string;
}

const REFUSED = 'This browser keeps nothing for this page: hand back what you judged before you close it.';
const FULL = 'The storage of this browser is full, and what you judge is kept by this window alone: hand it back before you close it.';

export class KeptDesk implements DeskSource {
  readonly own: OwnAnswers;
  private readonly options: KeptDeskOptions;

  constructor(options: KeptDeskOptions) {
    this.options = options;
    this.own = ownAnswersOf(options.lines, options.annotator);
  }

  async look(): Promise<Answered> {
    return this.answered(true);
  }

  async answer(sent: SentJudgement): Promise<Answered> {
    return this.add((asked, signature) => judgementLine(asked, sent, signature));
  }

  async undo(): Promise<Answered> {
    return this.add(undoneLine);
  }

  private add(lineOf: (asked: PairsAsked, signature: {annotator: string; at: string}) => JudgementLine): Answered {
    const {lines, annotator, now} = this.options;
    try {
      lines.add(lineOf(this.asked(), {annotator, at: now()}));
    } catch (error) {
      if (!(error instanceof NotShown)) throw error;
      return this.answered(false);
    }
    return this.answered(true);
  }

  private asked(): PairsAsked {
    return askedOf(this.options.asks, this.options.lines.read());
  }

  private answered(isTaken: boolean): Answered {
    const {lines, annotator, notice} = this.options;
    const trouble = lines.isRefused ? [REFUSED] : lines.isFull ? [FULL] : [];
    const desk = deskOf(this.asked(), annotator, {run: {status: 'elsewhere'}, notices: [...trouble, notice], trained: []});
    return {desk, isTaken};
  }
}

/** What of a name may stand in the name of a file. */
export const fileOf = (annotator: string): string =>
  `${annotator.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '')}.judgements.jsonl`;

export function ownAnswersOf(lines: KeptLines, annotator: string): OwnAnswers {
  return {
    get unsaved() {
      return lines.unsaved;
    },
    handBack() {
      const all = lines.read();
      lines.save();
      return {name: fileOf(annotator), text: all.map((line) => `${JSON.stringify(line)}\n`).join(''), count: all.length};
    },
    follow(changed) {
      addEventListener('storage', ({key}) => {
        if (key?.startsWith(lines.prefix) !== false) changed();
      });
    },
  };
}
