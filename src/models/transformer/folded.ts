/**
 * The weights of a transformer that is trained no more, with what can be computed once moved into them.
 *
 * Every norm's gain, bias and centring go into the linear layer behind it (the algebra stands in tensor/ops/norm.ts), the scale of
 * attention into the queries, and a factor of the exact GELU into the layer before it.
 */
import type {Shape as TensorShape} from '../../tensor/shape.ts';
import type {Numbers, Parameter} from '../network/parameters.ts';
import {parametersOf, type TransformerShape} from './network.ts';

const NORMS: Readonly<Record<string, string>> = {qkv: 'norm1', up: 'norm2', gate: 'norm2'};

/** Names and shapes of the folded weights: those of the norms are gone, the head has its own. */
export function foldedParameters(shape: TransformerShape): Parameter[] {
  const {V, width: D} = shape;
  const rest = parametersOf(shape).filter(({name}) => !name.includes('norm'));
  const head = (name: string, of: TensorShape): Parameter => ({name, shape: of, start: {value: 0}, decays: false});
  return [...rest, head('head.weight', [V, D]), head('head.bias', [V])];
}

export function foldedNorms(weights: Numbers, {width: D, layers, heads, activation, V}: TransformerShape): Map<string, Float32Array> {
  const made = new Map([...weights].filter(([name]) => !name.includes('norm')));
  for (let l = 0; l < layers; l++) {
    for (const [to, norm] of Object.entries(NORMS)) {
      const name = `block${l}.${to}`;
      if (!weights.has(`${name}.weight`)) continue;
      const of = (part: string) => weights.get(part)!;
      const M = of(`${name}.bias`).length;
      const factor = (m: number) =>
        to === 'qkv' && m < D ? Math.sqrt(heads / D) : to === 'up' && activation === 'gelu' ? Math.SQRT1_2 : 1;
      const {weight, bias} = foldedLinear({
        weight: of(`${name}.weight`),
        gain: of(`block${l}.${norm}.gain`),
        shift: of(`block${l}.${norm}.bias`),
        at: (d, m) => d * M + m,
        D,
        M,
        factor,
      });
      const own = of(`${name}.bias`);
      made.set(`${name}.weight`, weight);
      made.set(
        `${name}.bias`,
        bias.map((value, m) => value + factor(m) * own[m]),
      );
    }
  }
  const head = foldedLinear({
    weight: weights.get('tokens')!,
    gain: weights.get('norm.gain')!,
    shift: weights.get('norm.bias')!,
    at: (d, m) => m * D + d,
    D,
    M: V,
    factor: () => 1,
  });
  return made.set('head.weight', head.weight).set('head.bias', head.bias);
}

interface Linear {
  readonly weight: Float32Array;
  readonly gain: Float32Array;
  readonly shift: Float32Array;
  /** Where the weight from input d to output m stands. */
  readonly at: (d: number, m: number) => number;
  readonly D: number;
  readonly M: number;
  readonly factor: (m: number) => number;
}

/** factor (gain W, centred over d) and factor (shift W). */
function foldedLinear({weight, gain, shift, at, D, M, factor}: Linear): {weight: Float32Array; bias: Float32Array} {
  const scaled = new Float32Array(weight.length);
  const bias = new Float32Array(M);
  for (let m = 0; m < M; m++) {
    const f = factor(m);
    let mean = 0;
    let moved = 0;
    for (let d = 0; d < D; d++) {
      mean += (gain[d] * weight[at(d, m)]) / D;
      moved += shift[d] * weight[at(d, m)];
    }
    for (let d = 0; d < D; d++) scaled[at(d, m)] = f * (gain[d] * weight[at(d, m)] - mean);
    bias[m] = f * moved;
  }
  return {weight: scaled, bias};
}
