/** The compiled graphs of one architecture: the price of given tokens, a prompt, the pieces of one token more, and the loss that trains it. */
import {Graph, type Tensor} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import {dropout as masked} from '../../tensor/ops/dropout.ts';
import {add, multiply, negate} from '../../tensor/ops/elementwise.ts';
import {concatenate, gatherRows, reshape, slice, split} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {rotary, rotaryBy} from '../../tensor/ops/rotary.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import type {Runtime, Step} from '../../tensor/runtime.ts';
import {type Parameter, type Weights, weightInputs} from '../network/parameters.ts';
import type {LossGraph} from '../network/trainer.ts';
import {foldedParameters} from './folded.ts';
import {
  type Attend,
  behindAttention,
  causal,
  type ForwardPass,
  featuresOf,
  hiddenStates,
  logitsOf,
  parametersOf,
  queriesKeysValues,
  type TransformerShape,
} from './network.ts';

/** Weights of a block behind its attention, as far as the activation has them. */
const BEHIND = ['out.weight', 'out.bias', 'gate.weight', 'gate.bias', 'up.weight', 'up.bias', 'down.weight', 'down.bias'];

/** Graphs by what they are for and their sizes, compiled once. Those that do not train take folded weights. */
export class TransformerSteps {
  readonly shape: TransformerShape;
  readonly parameters: readonly Parameter[];
  readonly runtime: Runtime;
  private readonly folded: readonly Parameter[];
  private readonly made = new Map<string, Step>();

  constructor(shape: TransformerShape, runtime: Runtime) {
    this.shape = shape;
    this.runtime = runtime;
    this.parameters = parametersOf(shape);
    this.folded = foldedParameters(shape);
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

  /** x: (B, T) -> logits after the last: (B, V); keys/l, values/l: (B, H, T, d) */
  prompt(B: number, T: number): Step {
    return this.step(`prompt ${B} ${T}`, (graph, weights) => {
      const attend = causal(graph, T, this.shape, true);
      const kept: Attend = ({q, k, v}, l) => {
        graph.output(`keys/${l}`, this.shape.positions === 'rotary' ? rotary(k) : reshape(k, k.shape));
        graph.output(`values/${l}`, reshape(v, v.shape));
        return attend({q, k, v}, l);
      };
      const pass = this.inference(weights, kept);
      const h = hiddenStates(graph.input('x', [B, T], 'int32'), pass);
      graph.output('logits', logitsOf(lastOf(h, B, T), pass));
    });
  }

  /**
   * One position: what the first block attends with. x: (B,), the token; place: (1, D), its row of learned positions, or cos, sin:
   * (1, d / 2), its turn -> state: (B, D); qkv: (B, 3 D)
   */
  first(B: number): Step {
    return this.step(
      `first ${B}`,
      (graph, weights) => {
        const {width: D, positions} = this.shape;
        const token = gatherRows(weights.get('tokens')!, graph.input('x', [B], 'int32'));
        const h = positions === 'learned' ? add(token, graph.input('place', [1, D])) : token;
        graph.output('state', h);
        graph.output('qkv', this.turned(queriesKeysValues(h, (name) => weights.get(name)!, {folded: true})));
      },
      [this.weight('tokens'), this.weight('block0.qkv.weight', 'qkv.weight'), this.weight('block0.qkv.bias', 'qkv.bias')],
    );
  }

  /** From what a block's heads have seen to what the next block attends with. h, seen: (B, D) -> state: (B, D), qkv: (B, 3 D) */
  between(B: number): Step {
    const names = [...this.behindNames, 'qkv.weight', 'qkv.bias'];
    return this.step(
      `between ${B}`,
      (graph, weights) => {
        const h = this.behind(graph, B, weights);
        graph.output('state', h);
        graph.output('qkv', this.turned(queriesKeysValues(h, (name) => weights.get(name)!, {folded: true})));
      },
      names.map((name) => this.weight(`block0.${name}`, name)),
    );
  }

  /** From what the last block's heads have seen to the logits. h, seen: (B, D) -> logits: (B, V) */
  last(B: number): Step {
    return this.step(
      `last ${B}`,
      (graph, weights) => {
        graph.output('logits', logitsOf(this.behind(graph, B, weights), {weights, folded: true}));
      },
      [...this.behindNames.map((name) => this.weight(`block0.${name}`, name)), this.weight('head.weight'), this.weight('head.bias')],
    );
  }

  /** Names of the weights of a block that `between` and `last` take. */
  get behindNames(): readonly string[] {
    return BEHIND.filter((name) => this.has(`block0.${name}`));
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

  private behind(graph: Graph, B: number, weights: Weights): Tensor {
    const {width: D} = this.shape;
    return behindAttention(graph.input('h', [B, D]), graph.input('seen', [B, D]), (name) => weights.get(name)!, {
      shape: this.shape,
      folded: true,
    });
  }

  /** With rotary positions, queries and keys are turned by the fed angle. (B, 3 D) -> (B, 3 D) */
  private turned(qkv: Tensor): Tensor {
    const {positions, heads: H, width: D} = this.shape;
    if (positions === 'learned') return qkv;
    const {graph} = qkv;
    const [B] = qkv.shape;
    const d = D / H;
    const cos = graph.input('cos', [1, d / 2]);
    const sin = graph.input('sin', [1, d / 2]);
    const [both, values] = split(qkv, 1, [2 * D, D]);
    return concatenate([reshape(rotaryBy(reshape(both, [B, 2 * H, 1, d]), cos, sin), [B, 2 * D]), values], 1);
  }

  private has(name: string): boolean {
    return this.folded.some((parameter) => parameter.name === name);
  }

  /** A folded weight, under another name perhaps: the same graph does for every block. */
  private weight(name: string, as = name): Parameter {
    return {...this.folded.find((parameter) => parameter.name === name)!, name: as};
  }

  private inference(weights: Weights, attend: Attend): ForwardPass {
    return {shape: this.shape, weights, attend, folded: true};
  }

  private step(key: string, build: (graph: Graph, weights: Weights) => void, parameters: readonly Parameter[] = this.folded): Step {
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
