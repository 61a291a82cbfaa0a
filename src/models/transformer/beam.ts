/**
 * Beam search: of all continuations the `beams` most probable prefixes are kept at every step, and the best of the last is returned.
 *
 * All continuations have the same length, so no penalty for length is needed. The unknown token and a document's end are never taken.
 */
import {exp, log} from '../../core/math/index.ts';
import {Cache} from './cache.ts';
import type {Writer} from './write.ts';

interface Beam {
  readonly parent: number;
  readonly token: number;
  readonly score: number;
}

/** x: (rows, prompt) -> the most probable `write` tokens after each row that the search finds. */
export function beamSearch(
  {steps, weights, tokenizer}: Writer,
  x: Int32Array,
  {rows, write, beams}: {rows: number; write: number; beams: number},
): Int32Array[] {
  const V = tokenizer.size;
  const B = rows * beams;
  const prompt = x.length / rows;
  const wide = new Int32Array(B * prompt);
  for (let b = 0; b < B; b++) wide.set(x.subarray(Math.floor(b / beams) * prompt, (Math.floor(b / beams) + 1) * prompt), b * prompt);
  const cache = new Cache(steps, weights, B);
  let logits = cache.prompt(wide);
  const scores = new Float64Array(B).fill(-Infinity);
  for (let r = 0; r < rows; r++) scores[r * beams] = 0;
  let written: Int32Array[] = Array.from({length: B}, () => new Int32Array(write));
  const tokens = new Int32Array(B);
  const parents = new Int32Array(B);
  for (let t = 0; t < write; t++) {
    for (let r = 0; r < rows; r++) {
      const best = bestOf(logits, scores, {from: r * beams, beams, V, never: [tokenizer.unknown, tokenizer.end]});
      best.forEach(({parent, token, score}, k) => {
        const b = r * beams + k;
        parents[b] = parent;
        tokens[b] = token;
        scores[b] = score;
      });
    }
    written = written.map((_, b) => {
      const row = written[parents[b]].slice();
      row[t] = tokens[b];
      return row;
    });
    if (t + 1 === write) break;
    cache.reorder(parents, prompt);
    logits = cache.next(tokens);
  }
  return Array.from({length: rows}, (_, r) => written[r * beams]);
}

/** The best steps from one row's beams, best first; of equal ones the first. */
function bestOf(
  logits: Float32Array,
  scores: Float64Array,
  {from, beams, V, never}: {from: number; beams: number; V: number; never: readonly number[]},
): Beam[] {
  const best: Beam[] = [];
  for (let b = from; b < from + beams; b++) {
    if (scores[b] === -Infinity) continue;
    const base = scores[b] - logSum(logits, b * V, V);
    for (let token = 0; token < V; token++) {
      if (never.includes(token)) continue;
      const score = base + logits[b * V + token];
      if (best.length === beams && score <= best[beams - 1].score) continue;
      let at = best.length;
      while (at > 0 && best[at - 1].score < score) at--;
      best.splice(at, 0, {parent: b, token, score});
      if (best.length > beams) best.pop();
    }
  }
  while (best.length < beams) best.push({...best[best.length - 1], score: -Infinity});
  return best;
}

/** Over all tokens, those that are never taken too: prices are the model's own. */
function logSum(logits: Float32Array, from: number, V: number): number {
  let most = -Infinity;
  for (let i = 0; i < V; i++) if (logits[from + i] > most) most = logits[from + i];
  let sum = 0;
  for (let i = 0; i < V; i++) sum += exp(logits[from + i] - most);
  return most + log(sum);
}
