/** Which words of a human passage each generation still writes, gathered as samples come. */
import type {Text} from '../../core/data.ts';
import {textOf} from '../../core/text/documents.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {type TypeNumbering, tokenizeWords} from '../../core/text/words.ts';
import type {LostWords} from '../../report/pages/explorer/lost-words.ts';
import type {KeptSample} from '../../run/samples.ts';

/** More of a passage is not read. */
const MOST_PIECES = 70;

export class LostWordsGatherer {
  private pieces: string[] = [];
  private readonly passage = new Vocabulary();
  /** The words of each piece, by number. */
  private words: number[][] = [];
  private readonly arms: Record<string, {generation: number; lost: number[]}[]> = {};

  /** Of the first seed: people's side first, then generation after generation. What is no text is passed over. */
  take(arm: string, samples: readonly KeptSample[]): void {
    for (const {generation, source, data} of samples) {
      if (data.kind !== 'text') continue;
      if (generation === 0) {
        if (source === 'training' && this.pieces.length === 0) this.choose(data);
      } else if (this.pieces.length > 0) this.hold(arm, generation, data);
    }
  }

  /** Undefined where there is no text. */
  get found(): LostWords | undefined {
    return this.pieces.length === 0 ? undefined : {pieces: this.pieces, arms: this.arms};
  }

  private choose({bytes, offsets}: Text): void {
    const text = new TextDecoder().decode(bytes.subarray(offsets[0], offsets[1]));
    this.pieces = text.split(/\s+/).filter(Boolean).slice(0, MOST_PIECES);
    const {ids, offsets: ends} = tokenizeWords(textOf(this.pieces), this.passage);
    this.words = this.pieces.map((_, i) => [...ids.subarray(ends[i], ends[i + 1])]);
  }

  /** Several models of one generation write one sample together. */
  private hold(arm: string, generation: number, sample: Text): void {
    const {passage} = this;
    const other = passage.size;
    const known: TypeNumbering = {
      size: other,
      addHashed(hash, source, from, to) {
        const id = passage.findHashed(hash, source, from, to);
        return id < 0 ? other : id;
      },
    };
    const written = new Uint8Array(other + 1);
    for (const id of tokenizeWords(sample, known).ids) written[id] = 1;
    const lost = this.words.flatMap((own, i) => (own.some((id) => written[id] === 0) ? [i] : []));
    const list = (this.arms[arm] ??= []);
    const last = list.at(-1);
    if (last?.generation === generation) last.lost = last.lost.filter((i) => lost.includes(i));
    else list.push({generation, lost});
  }
}
