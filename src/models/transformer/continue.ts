/**
 * Goes on after prompts: every block of human text is a prompt, and what the model writes after it stands in a document where the next
 * block stood. Source of the set-up: Shumailov et al., Nature 631, 2024 (blocks of 64 tokens, the next 64 by a search with 5 beams).
 */
import type {Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {beamSearch} from './beam.ts';
import {Cache} from './cache.ts';
import {TokenDrawer} from './draw.ts';
import {textOfDocuments, type Writer} from './write.ts';

interface Continues {
  readonly prompt: number;
  readonly write: number;
}

const ROWS = 32;

/**
 * One document for each of `prompts`, in their order, until `enough` says so of one. Each block of a document is a prompt; before a block
 * that is shorter, a document's last, stands what is before it, so that every prompt is as long. Ends are never written.
 */
export function continueDocuments(
  writer: Writer,
  prompts: Text,
  {continues, enough, stream}: {continues: Continues; enough: (document: Uint8Array) => boolean; stream: Stream},
): Text {
  const blocks = new Blocks(writer, prompts, continues.prompt);
  const documents: Uint8Array[] = [];
  for (let first = 0; first < prompts.count; ) {
    let last = first + 1;
    while (last < prompts.count && blocks.count(first, last) < ROWS) last++;
    const written = continueBlocks(stream.fork(`document/${first}`), writer, blocks.between(first, last), continues);
    let at = 0;
    for (; first < last; first++) {
      const own = blocks.count(first, first + 1);
      documents.push(writer.tokenizer.decode(Int32Array.from(written.slice(at, at + own).flatMap((part) => [...part]))));
      if (enough(documents[documents.length - 1])) return textOfDocuments(documents);
      at += own;
    }
  }
  return textOfDocuments(documents);
}

/** Documents one behind another, an end before each, and where each one's blocks end. */
class Blocks {
  private readonly tokens: Int32Array;
  private readonly ends: number[][] = [];
  private readonly size: number;
  private readonly filler: number;

  constructor({tokenizer}: Writer, documents: Text, size: number) {
    const {tokens, offsets} = tokenizer.encodeDocuments(documents);
    this.size = size;
    this.filler = tokenizer.end;
    this.tokens = new Int32Array(tokens.length + documents.count);
    let at = 0;
    for (let i = 0; i < documents.count; i++) {
      const own = tokens.subarray(offsets[i], offsets[i + 1]);
      this.tokens[at++] = tokenizer.end;
      this.tokens.set(own, at);
      const begin = at;
      this.ends.push(Array.from({length: Math.ceil(own.length / size)}, (_, k) => begin + Math.min((k + 1) * size, own.length)));
      at += own.length;
    }
  }

  /** Blocks of the documents first..last - 1. */
  count(first: number, last: number): number {
    let sum = 0;
    for (let i = first; i < last; i++) sum += this.ends[i].length;
    return sum;
  }

  /** Their prompts, each of `size` tokens. */
  between(first: number, last: number): Int32Array[] {
    return this.ends
      .slice(first, last)
      .flat()
      .map((end) => {
        const block = new Int32Array(this.size).fill(this.filler);
        const from = Math.max(0, end - this.size);
        block.set(this.tokens.subarray(from, end), this.size - (end - from));
        return block;
      });
  }
}

/** What follows each prompt. */
function continueBlocks(stream: Stream, writer: Writer, blocks: readonly Int32Array[], {prompt, write}: Continues): Int32Array[] {
  const written: Int32Array[] = [];
  for (let from = 0; from < blocks.length; from += ROWS) {
    const some = blocks.slice(from, from + ROWS);
    const x = new Int32Array(ROWS * prompt).fill(writer.tokenizer.end);
    for (const [r, block] of some.entries()) x.set(block, r * prompt);
    const beams = writer.drawing.beams ?? 1;
    const all = beams > 1 ? beamSearch(writer, x, {rows: ROWS, write, beams}) : drawAfter(stream.fork(`blocks/${from}`), writer, x, write);
    written.push(...all.slice(0, some.length));
  }
  return written;
}

function drawAfter(stream: Stream, {steps, weights, tokenizer, drawing}: Writer, x: Int32Array, write: number): Int32Array[] {
  const cache = new Cache(steps, weights, ROWS);
  const drawer = new TokenDrawer(tokenizer.size, drawing, [tokenizer.unknown, tokenizer.end]);
  const streams = Array.from({length: ROWS}, (_, r) => stream.fork(`row/${r}`));
  const prompt = x.length / ROWS;
  const seen = Array.from({length: ROWS}, (_, r) => {
    const row = new Int32Array(prompt + write);
    row.set(x.subarray(r * prompt, (r + 1) * prompt));
    return row;
  });
  const tokens = new Int32Array(ROWS);
  let logits = cache.prompt(x);
  for (let t = 0; t < write; t++) {
    for (let r = 0; r < ROWS; r++) {
      tokens[r] = drawer.draw(logits, r * tokenizer.size, seen[r].subarray(0, prompt + t), streams[r]);
      seen[r][prompt + t] = tokens[r];
    }
    if (t + 1 < write) logits = cache.next(tokens);
  }
  return seen.map((row) => row.slice(prompt));
}
