/**
 * Groups of documents that a policy writes after the same prompt, for policies that learn from how a group's documents compare.
 *
 * They are drawn from the policy itself, whatever temperature or truncation samples are drawn with: the ratio of two policies is one of
 * their own probabilities. The unknown token is never drawn, and a document has a token at least.
 */
import {concatenated} from '../../core/concatenated.ts';
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {Cache} from './cache.ts';
import {TokenDrawer} from './draw.ts';
import type {Pricing, Sequences} from './sequences.ts';
import {textOfDocuments} from './write.ts';

/** Rows that are written side by side. */
const ROWS = 64;

/** Sequences whose masks cover what was written and not its prompt; `documents`: prompt and what was written, without the ends. */
interface Written extends Sequences {
  readonly documents: Text;
  /** Tokens written, the end among them where it was. (n,) */
  readonly lengths: Uint32Array;
}

/** The first tokens of documents, an end before each; where `size` is 0, the end alone. */
export class Prompts {
  private readonly beginnings: Int32Array[];

  /** Throws DataError where no document is longer than `size` tokens. */
  constructor(documents: Text, tokenizer: Tokenizer, size: number) {
    const nothing = Int32Array.of(tokenizer.end);
    if (size === 0) {
      this.beginnings = [nothing];
      return;
    }
    const {tokens, offsets} = tokenizer.encodeDocuments(documents);
    this.beginnings = Array.from({length: documents.count}, (_, i) => i)
      .filter((i) => offsets[i + 1] - offsets[i] > size)
      .map((i) => concatenated(nothing, tokens.subarray(offsets[i], offsets[i] + size)));
    if (this.beginnings.length === 0)
      throw new DataError(`no document of the human text is longer than a prompt of ${size} tokens`, {next: 'Shorten the prompt.'});
  }

  draw(count: number, stream: Stream): Int32Array[] {
    return Array.from({length: count}, () => this.beginnings[stream.below(this.beginnings.length)]);
  }
}

/** `group` documents after each prompt, those of a prompt in a row. `prompts`: of one length, an end first. */
export function writeGroups(
  stream: Stream,
  {steps, weights, tokenizer}: Pricing & {tokenizer: Tokenizer},
  prompts: readonly Int32Array[],
  {group, write}: {group: number; write: number},
): Written {
  const n = prompts.length * group;
  const T = steps.shape.context;
  const begins = prompts[0].length;
  const written = Array.from({length: n}, () => new Int32Array(Math.min(write, T - begins + 1)));
  const lengths = new Uint32Array(n);
  const free = new TokenDrawer(tokenizer.size, {}, [tokenizer.unknown]);
  const first = new TokenDrawer(tokenizer.size, {}, [tokenizer.unknown, tokenizer.end]);
  const B = Math.min(ROWS, n);
  for (let from = 0; from < n; from += B) {
    const rows = Array.from({length: Math.min(B, n - from)}, (_, r) => ({
      number: from + r,
      stream: stream.fork(`row/${from + r}`),
      done: false,
    }));
    const x = new Int32Array(B * begins);
    for (let r = 0; r < B; r++) x.set(prompts[Math.floor(Math.min(from + r, n - 1) / group)], r * begins);
    const cache = new Cache(steps, weights, B);
    const tokens = new Int32Array(B).fill(tokenizer.end);
    let logits = cache.prompt(x);
    for (let k = 0; k < written[0].length; k++) {
      for (const [r, row] of rows.entries()) {
        if (row.done) continue;
        const drawer = k === 0 && begins === 1 ? first : free;
        tokens[r] = drawer.draw(logits, r * tokenizer.size, x, row.stream);
        written[row.number][k] = tokens[r];
        lengths[row.number] = k + 1;
        row.done = tokens[r] === tokenizer.end;
      }
      if (rows.every(({done}) => done) || k + 1 === written[0].length) break;
      logits = cache.next(tokens);
    }
  }
  return sequencesAfter(prompts, written, {group, lengths, T, tokenizer});
}

function sequencesAfter(
  prompts: readonly Int32Array[],
  written: readonly Int32Array[],
  {group, lengths, T, tokenizer}: {group: number; lengths: Uint32Array; T: number; tokenizer: Tokenizer},
): Written {
  const n = written.length;
  const [x, y, mask] = [new Int32Array(n * T).fill(tokenizer.end), new Int32Array(n * T).fill(tokenizer.end), new Float32Array(n * T)];
  const documents = written.map((row, i) => {
    const prompt = prompts[Math.floor(i / group)];
    const own = row.subarray(0, lengths[i]);
    x.set(prompt, i * T);
    x.set(own.subarray(0, Math.min(own.length, T - prompt.length)), i * T + prompt.length);
    y.set(prompt.subarray(1), i * T);
    y.set(own, i * T + prompt.length - 1);
    mask.fill(1, i * T + prompt.length - 1, i * T + prompt.length - 1 + own.length);
    const ended = own[own.length - 1] === tokenizer.end;
    return tokenizer.decode(concatenated(prompt.subarray(1), own.subarray(0, own.length - (ended ? 1 : 0))));
  });
  return {x, y, mask, lengths, documents: textOfDocuments(documents)};
}
