/**
 * Rows of a Parquet column that is in lists, each as one text: the turns of a conversation, one a line, the parts of a turn joined.
 *
 *   repetition level   0 a row begins; up to `turns` a turn begins; above, a part of the turn at hand goes on
 *
 * source  Melnik et al., Dremel, VLDB 2010, section 4; the same of chats in JSON: `turns.ts`
 */
import {GrowingBytes, LONGEST_RECORD} from './batch.ts';
import {decodeText} from './bytes.ts';
import type {ChunkRequest, ReadBytes} from './parquet-pages.ts';
import {type TextStep, textSteps} from './parquet-texts.ts';
import type {FieldsSeen} from './request.ts';

/** Value of row r, counted from the first: bytes[starts[r] .. ends[r]); null where ends[r] is less than starts[r]. */
export interface TextPage {
  /** In the row group. */
  readonly firstRow: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

interface Conversations {
  readonly content: ChunkRequest;
  /** Lists that separate turns. */
  readonly turns: number;
  /** Whose turns are kept: everybody's if absent. */
  readonly speakers?: {readonly chunk: ChunkRequest; readonly roles: ReadonlySet<string>; readonly seen: FieldsSeen};
}

export async function* conversationPages(read: ReadBytes, {content, turns, speakers}: Conversations): AsyncGenerator<TextPage> {
  const rows = new Conversation(turns);
  const kept = speakers && new Speakers(textSteps(read, speakers.chunk), speakers.roles, speakers.seen);
  const level = speakers?.chunk.leaf.repetition ?? 0;
  for await (const step of textSteps(read, content)) {
    const flags = kept && (await kept.take(slots(step, level)));
    rows.add(step, flags && {flags, level});
    yield rows.closed();
  }
  rows.close();
  yield rows.closed();
}

/** How many values of a column that is in `level` lists stand beside those of a step. */
function slots({repetition, count}: TextStep, level: number): number {
  let found = 0;
  for (let i = 0; i < count; i++) if (repetition![i] <= level) found++;
  return found;
}

interface Kept {
  readonly flags: Uint8Array;
  readonly level: number;
}

/** Rows under construction. */
class Conversation {
  private readonly turns: number;
  private text = new GrowingBytes(1 << 16);
  private starts: number[] = [];
  private ends: number[] = [];
  private firstRow = 0;
  /** Whether a row has begun, and where its text does. */
  private open = false;
  private start = 0;
  /** Whether nothing was said yet in the turn at hand. */
  private fresh = true;

  constructor(turns: number) {
    this.turns = turns;
  }

  add({count, repetition, bytes, starts, ends}: TextStep, kept: Kept | undefined): void {
    const {text, turns} = this;
    let slot = -1;
    for (let i = 0; i < count; i++) {
      const level = repetition![i];
      if (level === 0) this.begin();
      else if (!this.open) throw new Error('a column that begins within a row');
      if (level <= turns) this.fresh = true;
      if (kept !== undefined && level <= kept.level) slot++;
      if (ends[i] <= starts[i] || (kept !== undefined && kept.flags[slot] === 0)) continue;
      if (this.fresh && text.length > this.start) text.append(LINE_FEED, 0, 1);
      this.fresh = false;
      text.append(bytes, starts[i], ends[i]);
      if (text.length - this.start > LONGEST_RECORD) throw new Error('a record longer than 256 MiB');
    }
  }

  private begin(): void {
    this.close();
    this.open = true;
    this.start = this.text.length;
  }

  close(): void {
    if (!this.open) return;
    this.starts.push(this.start);
    this.ends.push(this.text.length);
    this.open = false;
  }

  /** The rows that have ended since the last call. */
  closed(): TextPage {
    const {text, starts, ends, firstRow} = this;
    const count = starts.length;
    const rest = this.open ? text.bytes.subarray(this.start, text.length) : new Uint8Array(0);
    this.text = new GrowingBytes(Math.max(1 << 16, rest.length));
    this.text.append(rest, 0, rest.length);
    this.start = 0;
    this.starts = [];
    this.ends = [];
    this.firstRow += count;
    return {firstRow, count, bytes: text.bytes.subarray(0, text.length), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends)};
  }
}

const LINE_FEED = Uint8Array.of(10);

/** Who speaks, turn after turn. */
class Speakers {
  private readonly steps: AsyncGenerator<TextStep>;
  private readonly roles: ReadonlySet<string>;
  private readonly seen: FieldsSeen;
  private step?: TextStep;
  private at = 0;

  constructor(steps: AsyncGenerator<TextStep>, roles: ReadonlySet<string>, seen: FieldsSeen) {
    this.steps = steps;
    this.roles = roles;
    this.seen = seen;
  }

  /** Of the next turns, 1 for those that are kept. */
  async take(count: number): Promise<Uint8Array> {
    const flags = new Uint8Array(count);
    for (let i = 0; i < count; i++, this.at++) {
      while (this.step === undefined || this.at >= this.step.count) await this.next();
      const {bytes, starts, ends} = this.step;
      if (ends[this.at] < starts[this.at]) continue;
      const role = decodeText(bytes, starts[this.at], ends[this.at]);
      this.seen.addRole(role);
      if (this.roles.has(role)) flags[i] = 1;
    }
    return flags;
  }

  private async next(): Promise<void> {
    const {value, done} = await this.steps.next();
    if (done) throw new Error('fewer roles than turns');
    this.step = value;
    this.at = 0;
  }
}
