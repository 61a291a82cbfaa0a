/** Records of one generation as bytes, and where each begins: only those that are looked at become strings. */

import {seeking} from '../../report/pages/view/record-text.ts';
import {RECORDS_A_PAGE, type SamplePage} from '../../report/pages/view/records.ts';
import {pausing} from './pause.ts';

export interface KeptBounds {
  readonly lines: number;
  readonly bytes: number;
}

const FIRST_BYTES = 1 << 10;
/** A page of very long records has fewer of them. */
const MOST_PAGE_BYTES = 8 << 20;

export class KeptGeneration {
  /** Of the generation, and of those the first that are held. */
  total = 0;
  private readonly most: KeptBounds;
  private bytes = Buffer.alloc(0);
  private readonly ends: number[] = [];
  private newest: {readonly find: string; readonly hits: Promise<readonly number[]>} | undefined;

  constructor(most: KeptBounds) {
    this.most = most;
  }

  get held(): number {
    return this.ends.length;
  }

  /** A record without its opening brace, which is where whose it is stood. */
  add(piece: Buffer, from: number, to: number): void {
    this.total++;
    const begin = this.ends.at(-1) ?? 0;
    const end = begin + to - from;
    // held are the first, without a gap
    if (this.ends.length < this.total - 1 || this.ends.length >= this.most.lines || end > this.most.bytes) return;
    if (end > this.bytes.length) this.grow(end);
    piece.copy(this.bytes, begin, from, to);
    this.ends.push(end);
  }

  private grow(least: number): void {
    this.bytes = Buffer.concat([this.bytes], Math.min(this.most.bytes, Math.max(FIRST_BYTES, least, 2 * this.bytes.length)));
  }

  async page(find: string, from: number): Promise<SamplePage> {
    const hits = find === '' ? undefined : await this.hitsOf(find);
    const found = hits?.length ?? this.held;
    const records: string[] = [];
    let bytes = 0;
    for (let i = from; i < Math.min(found, from + RECORDS_A_PAGE) && bytes < MOST_PAGE_BYTES; i++) {
      const record = this.lineAt(hits?.[i] ?? i);
      bytes += record.length;
      records.push(record);
    }
    return {records, total: this.total, held: this.held, found};
  }

  /** The newest search is kept: a person goes through its pages. */
  private hitsOf(find: string): Promise<readonly number[]> {
    if (this.newest?.find !== find) this.newest = {find, hits: this.search(find)};
    return this.newest.hits;
  }

  private async search(find: string): Promise<readonly number[]> {
    const pause = pausing();
    const holds = seeking(find);
    const hits: number[] = [];
    for (let i = 0; i < this.held; i++) {
      if (holds(this.lineAt(i))) hits.push(i);
      await pause();
    }
    return hits;
  }

  private lineAt(i: number): string {
    return `{${this.bytes.toString('utf8', this.ends[i - 1] ?? 0, this.ends[i])}`;
  }
}
