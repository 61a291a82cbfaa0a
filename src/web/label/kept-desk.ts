/** The desk of a page that nobody serves: what the server of `genloss label` does, done over what the page keeps. */
import type {SentJudgement} from '../../run/desk.ts';
import {askedOf, type HandedAsk} from '../../run/handed-asks.ts';
import type {JudgementLine} from '../../run/judgement.ts';
import type {PairsAsked} from '../../run/queue.ts';
import {deskOf, judgementLine, NotShown, undoneLine} from '../../run/shown-desk.ts';
import type {KeptLines} from './kept-lines.ts';
import type {Answered, DeskSource, HandedFile, OwnAnswers} from './source.ts';

interface KeptDeskOptions {
  readonly asks: readonly HandedAsk[];
  readonly annotator: string;
  readonly lines: KeptLines;
  /** Of pairs that were at the same place before. */
  readonly earlier?: readonly KeptLines[];
  /** What is to be known of the page. */
  readonly notice: string;
  /** Now, as ISO 8601 has it. */
  readonly now: () => string;
}

const REFUSED = 'This browser keeps nothing for this page: hand back what you judged before you close it.';
const FULL = 'The storage of this browser is full, and what you judge is kept by this window alone: hand it back before you close it.';

const LATE = 'You judged other pairs here before, and did not hand that back: it comes along, as a file of its own.';

export class KeptDesk implements DeskSource {
  readonly own: OwnAnswers;
  private readonly options: KeptDeskOptions;

  constructor(options: KeptDeskOptions) {
    this.options = options;
    this.own = ownAnswersOf(options.lines, this.earlier);
  }

  private get earlier(): readonly KeptLines[] {
    return this.options.earlier ?? [];
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
    const late = this.earlier.some(({unsaved}) => unsaved > 0) ? [LATE] : [];
    const desk = deskOf(this.asked(), annotator, {run: {status: 'elsewhere'}, notices: [...trouble, ...late, notice], trained: []});
    return {desk, isTaken};
  }
}

function ownAnswersOf(lines: KeptLines, earlier: readonly KeptLines[]): OwnAnswers {
  return {
    get unsaved() {
      return [lines, ...earlier].reduce((sum, kept) => sum + kept.unsaved, 0);
    },
    handBack() {
      const late = earlier.filter(({unsaved}) => unsaved > 0);
      return [lines, ...late].filter((kept) => kept.read().length > 0).map((kept) => handedFile(kept, {isOwn: kept === lines}));
    },
    follow(changed) {
      addEventListener('storage', ({key}) => {
        if (key?.startsWith(lines.prefix) !== false) changed();
      });
    },
  };
}

function handedFile(kept: KeptLines, {isOwn}: {readonly isOwn: boolean}): HandedFile {
  const text = kept.read().map((line) => `${JSON.stringify(line)}\n`);
  kept.save();
  const {annotator, id} = kept.place;
  return {name: `${fileName(annotator)}.${isOwn ? '' : `earlier-${fileName(id)}.`}judgements.jsonl`, text: text.join('')};
}

/** What of a text may stand in the name of a file. */
const fileName = (text: string): string => text.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '');
