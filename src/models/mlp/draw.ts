/** Draws points coordinate by coordinate, each from the mixture that the network gives after those before it. */
import {exp} from '../../core/math/index.ts';
import {normal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {type CompiledSteps, inBlocks} from '../network/compiled.ts';
import {dense} from '../network/layers.ts';
import {hiddenUnits, type MaskedShape, maskedParameters} from '../network/masked.ts';
import type {Numbers, Parameter} from '../network/parameters.ts';
import {standardDeviation} from './network.ts';
import type {MlpOptions} from './options.ts';

/** Rows a run of the compiled graph. */
const ROWS = 256;

interface MixtureDrawing {
  readonly count: number;
  readonly shape: MaskedShape;
  readonly options: MlpOptions;
  /** Zero where masks are. */
  readonly weights: Numbers;
  readonly steps: CompiledSteps;
}

/** Standardised points. (count d,) */
export function drawMixtures(stream: Stream, {count, shape, options, weights, steps}: MixtureDrawing): Float64Array {
  const {groups: d, outputs: O} = shape;
  const parameters = parametersOfOne(shape);
  const step = steps.step('coordinate', parameters, (graph, inputs) => {
    const h = hiddenUnits(graph.input('z', [ROWS, d]), inputs, shape);
    graph.output('mixture', dense(h, inputs, 'out'));
  });
  const values = new Float64Array(count * d);
  const hidden = Object.fromEntries([...weights].filter(([name]) => !name.startsWith('out.')));
  const outs = Array.from({length: d}, (_, j) => outputsOf(weights, {group: j, shape}));
  const z = new Float32Array(ROWS * d);
  inBlocks(count, ROWS, (from, to) => {
    z.fill(0);
    for (let j = 0; j < d; j++) {
      const {mixture} = step.run({...hidden, ...outs[j], z}) as {mixture: Float32Array};
      for (let i = from; i < to; i++) {
        const b = i - from;
        values[i * d + j] = z[b * d + j] = drawOne(stream, mixture.subarray(b * O, (b + 1) * O), options);
      }
    }
  });
  return values;
}

/** K logits, means and raw log-deviations. (3 K,) */
function drawOne(stream: Stream, mixture: Float32Array, {components: K, floor}: MlpOptions): number {
  let largest = -Infinity;
  for (let k = 0; k < K; k++) largest = Math.max(largest, mixture[k]);
  let total = 0;
  for (let k = 0; k < K; k++) total += exp(mixture[k] - largest);
  let left = stream.float() * total;
  let k = 0;
  for (; k < K - 1; k++) {
    left -= exp(mixture[k] - largest);
    if (left < 0) break;
  }
  return mixture[K + k] + standardDeviation(mixture[2 * K + k], floor) * normal(stream);
}

function parametersOfOne(shape: MaskedShape): Parameter[] {
  return maskedParameters({...shape, outputs: shape.outputs}).map((parameter) => {
    if (parameter.name === 'out.weight') return {...parameter, shape: [shape.width, shape.outputs]};
    return parameter.name === 'out.bias' ? {...parameter, shape: [shape.outputs]} : parameter;
  });
}

/** The columns of the output layer that are one group's. */
function outputsOf(weights: Numbers, {group, shape}: {group: number; shape: MaskedShape}): Record<string, Float32Array> {
  const {outputs: O, width, groups} = shape;
  const all = weights.get('out.weight')!;
  const weight = new Float32Array(width * O);
  for (let h = 0; h < width; h++) {
    const from = h * groups * O + group * O;
    weight.set(all.subarray(from, from + O), h * O);
  }
  return {'out.weight': weight, 'out.bias': weights.get('out.bias')!.slice(group * O, (group + 1) * O)};
}
