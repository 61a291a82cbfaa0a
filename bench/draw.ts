/**
 * A token drawn from the top of its distribution, beside the same with all weights put in order, in turn: `node bench/draw.ts`.
 * Prints microseconds a token of each, medians of rounds, and their ratio.
 */
import {normal} from '../src/core/random/normal.ts';
import {Stream} from '../src/core/random/stream.ts';
import {TokenDrawer} from '../src/models/transformer/draw.ts';
import type {Drawing} from '../src/models/transformer/options.ts';

const ROUNDS = 9;

/** Falling weight, then rising number. */
function drawSorted(
  logits: Float32Array,
  {topK, topP = 1}: Drawing,
  buffers: {weights: Float64Array; order: Uint32Array},
  stream: Stream,
): number {
  const {weights, order} = buffers;
  let largest = -Infinity;
  for (let i = 1; i < logits.length; i++) if (logits[i] > largest) largest = logits[i];
  for (let i = 0; i < logits.length; i++) weights[i] = i === 0 ? 0 : Math.exp(logits[i] - largest);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => weights[b] - weights[a] || a - b);
  const most = Math.min(topK ?? order.length, order.length);
  let among = 0;
  for (let k = 0; k < most; k++) among += weights[order[k]];
  let held = 0;
  let count = 0;
  while (count < most && held < topP * among) held += weights[order[count++]];
  let rest = stream.float() * held;
  for (let k = 0; k < count; k++) {
    rest -= weights[order[k]];
    if (rest < 0) return order[k];
  }
  return order[Math.max(0, count - 1)];
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
const none = new Int32Array(0);
let consumed = 0;

for (const V of [512, 50_257])
  for (const options of [{topK: 50}, {topP: 0.95}, {topK: 50, topP: 0.95}] satisfies Drawing[])
    for (const spread of [1, 4]) {
      const stream = Stream.root(`${V} ${spread}`);
      const rows = Array.from({length: 8}, () => Float32Array.from({length: V}, () => spread * normal(stream)));
      const drawer = new TokenDrawer(V, options, [0]);
      const buffers = {weights: new Float64Array(V), order: new Uint32Array(V)};
      const tokens = V === 512 ? 800 : 16;
      const timed = (draw: (row: Float32Array) => number): number => {
        const start = performance.now();
        for (let i = 0; i < tokens; i++) consumed += draw(rows[i % rows.length]);
        return (1000 * (performance.now() - start)) / tokens;
      };
      const times: [number[], number[]] = [[], []];
      for (let round = -2; round < ROUNDS; round++) {
        const [a, b] = [timed((row) => drawSorted(row, options, buffers, stream)), timed((row) => drawer.draw(row, 0, none, stream))];
        if (round >= 0) times.forEach((own, k) => void own.push([a, b][k]));
      }
      const [before, now] = times.map(median);
      process.stdout.write(
        `V ${V}, ${JSON.stringify(options)}, logits N(0, ${spread}^2): sorted ${before.toFixed(1)}, now ${now.toFixed(1)} us a token, ${(before / now).toFixed(1)} times as fast\n`,
      );
    }
if (consumed === 0) throw new Error('nothing was drawn');
