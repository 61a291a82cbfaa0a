/** The compiled graphs of one architecture: the price of given tokens, a prompt, one token more, and the loss that trains it. */
import {Graph, type Tensor} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import {dropout as masked} from '../../tensor/ops/dropout.ts';
import {multiply, negate} from '../../tensor/ops/elementwise.ts';
import {reshape, slice, transpose} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {rotary, rotaryBy} from '../../tensor/ops/rotary.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import type {Runtime, Step} from '../../tensor/runtime.ts';
import {type Parameter, type Weights, weightInputs} from '../network/parameters.ts';
import type {LossGraph} from '../network/trainer.ts';
import {foldedParameters} from './folded.ts';
import {type Attend, cachedAttention, causal, featuresOf, hiddenStates, logitsOf, type Pass, parametersOf, type Shape} from './network.ts';

/** Graphs by what they are for and their sizes, compiled once. Those that do not train take folded weights. */
export class TransformerSteps {
  readonly shape: Shape;
  readonly parameters: readonly Parameter[];
  readonly runtime: Runtime;
  private readonly made = new Map<string, Step>();

  constructor(shape: Shape, runtime: Runtime) {
    this.shape = shape;
    this.runtime = runtime;
    this.parameters = parametersOf(shape);
  }

  /** x: (B, T), y: (B T,) -> logProbability: (B T,) */
  score(B: number, T: number): Step {
    return this.step(`score ${B} ${T}`, (graph, weights) => {
      const x = graph.input('x', [B, T], 'int32');
      const pass = this.inference(weights, causal(graph, T, this.shape, true));
      const logits = logitsOf(hiddenStates(x, pass), pass);
      graph.output('logProbability', logProbabilityOf(logits, graph.input('y', [B * T], 'int32')));
    });
  }

  /** x: (B, T) -> features: (B, T, D) */
  features(B: number, T: number): Step {
    return this.step(
      `features ${B} ${T}`,
      (graph, weights) => {
        const h = hiddenStates(graph.input('x', [B, T], 'int32'), {shape: this.shape, weights, attend: causal(graph, T, this.shape)});
        graph.output('features', reshape(featuresOf(h, weights), [B, T, this.shape.width]));
      },
      this.parameters,
    );
  }

  /** x: (B, T) -> logits after the last: (B, V); keys/l: (B, H, d, T), values/l: (B, H, T, d) */
  prompt(B: number, T: number): Step {
    return this.step(`prompt ${B} ${T}`, (graph, weights) => {
      const attend = causal(graph, T, this.shape, true);
      const kept: Attend = ({q, k, v}, l) => {
        graph.output(`keys/${l}`, transpose(this.shape.positions === 'rotary' ? rotary(k) : k, [0, 1, 3, 2]));
        graph.output(`values/${l}`, reshape(v, v.shape));
        return attend({q, k, v}, l);
      };
      const pass = this.inference(weights, kept);
      const h = hiddenStates(graph.input('x', [B, T], 'int32'), pass);
      graph.output('logits', logitsOf(lastOf(h, B, T), pass));
    });
  }

  /**
   * x: (B, 1), the token at the position fed as `place` (a row of positions, or the turn of rotary ones), keys/l: (B, H, d, S),
   * values/l: (B, H, S, d), mask: (S + 1,) -> logits: (B, V), key/l, value/l: (B, H, d)
   */
  next(B: number, S: number): Step {
    return this.step(`next ${B} ${S}`, (graph, weights) => {
      const {width: D, heads: H, positions} = this.shape;
      const d = D / H;
      const mask = graph.input('mask', [S + 1]);
      const [cos, sin] = positions === 'rotary' ? [graph.input('cos', [1, d / 2]), graph.input('sin', [1, d / 2])] : [];
      const attend: Attend = (heads, l) => {
        const turned = (x: Tensor) => (cos ? rotaryBy(x, cos, sin!) : x);
        const [q, k] = [turned(heads.q), turned(heads.k)];
        graph.output(`key/${l}`, reshape(k, [B, H, d]));
        graph.output(`value/${l}`, reshape(heads.v, [B, H, d]));
        const cache = {keys: graph.input(`keys/${l}`, [B, H, d, S]), values: graph.input(`values/${l}`, [B, H, S, d]), mask};
        return cachedAttention({q, k, v: heads.v}, cache);
      };
      const place = positions === 'learned' ? graph.input('place', [1, D]) : undefined;
      const pass = this.inference(weights, attend);
      graph.output('logits', logitsOf(hiddenStates(graph.input('x', [B, 1], 'int32'), pass, place), pass));
    });
  }

  /** The loss of a batch: x: (B, T); y, w: (B T,), w sums to 1. Masks of dropout are fed by name where there is dropout. */
  loss(B: number, T: number, dropout: number): LossGraph {
    return {
      build: (graph, weights, {index, of}) => {
        const part = B / of;
        const rows = {axis: 0, from: index * part * T, to: (index + 1) * part * T};
        const shared = (name: string, shape: number[], type: 'int32' | 'float32') =>
          graph.inputs.get(name) ?? graph.input(name, shape, type);
        const x = slice(shared('x', [B, T], 'int32'), {axis: 0, from: index * part, to: (index + 1) * part});
        const y = slice(shared('y', [B * T], 'int32'), rows);
        const w = slice(shared('w', [B * T], 'float32'), rows);
        const drop = (h: Tensor, name: string) => masked(h, slice(shared(`dropout/${name}`, [B * T, h.shape[1]], 'float32'), rows));
        const pass = {shape: this.shape, weights, attend: causal(graph, T, this.shape), ...(dropout > 0 && {drop})};
        return negate(sum(multiply(logProbabilityOf(logitsOf(hiddenStates(x, pass), pass), y), w)));
      },
    };
  }

  private inference(weights: Weights, attend: Attend): Pass {
    return {shape: this.shape, weights, attend, folded: true};
  }

  private step(
    key: string,
    build: (graph: Graph, weights: Weights) => void,
    parameters: readonly Parameter[] = foldedParameters(this.shape),
  ): Step {
    const there = this.made.get(key);
    if (there) return there;
    const graph = new Graph({fused: this.runtime.fused});
    build(graph, weightInputs(graph, parameters));
    const step = this.runtime.compile(encodeOnnx(graph));
    this.made.set(key, step);
    return step;
  }
}

/** Rows of the last position: (B T, D) -> (B, D) */
function lastOf(h: Tensor, B: number, T: number): Tensor {
  const D = h.shape[1];
  return reshape(slice(reshape(h, [B, T, D]), {axis: 1, from: T - 1, to: T}), [B, D]);
}
