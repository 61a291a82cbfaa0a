/**
 * A trained transformer as a decoder of ONNX for other programs: weights inside, batch and lengths free, keys and values of what was seen
 * before going in and out.
 *
 *   input_ids, position_ids (B, T) int64; attention_mask (B, P + T) int64: 1 where there is a token, 0 where a row is padded
 *   past_key_values.N.key, .value (B, H, P, d); P may be 0
 *   -> logits (B, T, V); present.N.key, .value (B, H, P + T, d)
 *
 * Names, layouts and the meaning of the mask are those of Hugging Face's exports. Operators are ONNX's own. Behind the last position of the
 * context the model knows nothing: there it says that the document ends, so that programs which go on without looking stop.
 */
import {OnnxModel} from '../../../tensor/onnx-model.ts';
import {EPSILON} from '../../../tensor/ops/norm.ts';
import {rotaryTables} from '../../../tensor/ops/rotary.ts';
import type {Numbers} from '../../network/parameters.ts';
import {parametersOf, type TransformerShape} from '../network.ts';

/** Added nowhere: stands in place of scores that do not count. */
const FAR_BELOW = -1e9;
const [B, T, P, S] = ['batch_size', 'sequence_length', 'past_sequence_length', 'total_sequence_length'];

/** The bytes of the model; `end` is the token of a document's end. Throws DomainError where they are more than a file of ONNX holds. */
export function decoderOnnx(shape: TransformerShape, weights: Numbers, end: number): Uint8Array {
  return new Decoder(shape, weights).finish(end);
}

class Decoder {
  private readonly model = new OnnxModel();
  private readonly shape: TransformerShape;
  private readonly allowed: string;
  private readonly turn?: {readonly cos: string; readonly sin: string};
  private readonly ids: string;
  private readonly places: string;
  private readonly h: string;

  constructor(shape: TransformerShape, weights: Numbers) {
    const {model} = this;
    this.shape = shape;
    this.ids = model.input('input_ids', 'int64', [B, T]);
    const mask = model.input('attention_mask', 'int64', [B, S]);
    this.places = model.input('position_ids', 'int64', [B, T]);
    const places = model.node('Min', [this.places, model.integer(shape.context - 1)]);
    for (const {name, shape: extents} of parametersOf(shape)) model.constant(name, 'float32', extents, weights.get(name)!);
    this.allowed = this.whatIsSeen(mask);
    if (shape.positions === 'rotary') this.turn = this.turnsAt(places);
    let h = model.node('Gather', ['tokens', this.ids]);
    if (shape.positions === 'learned') h = model.node('Add', [h, model.node('Gather', ['positions', places])]);
    for (let l = 0; l < shape.layers; l++) h = this.block(h, l);
    this.h = h;
  }

  finish(end: number): Uint8Array {
    const {model, ids, h} = this;
    const {V, width: D} = this.shape;
    const rows = model.node('Reshape', [this.norm(h, 'norm'), model.integers(-1, D)]);
    const logits = model.node('Gemm', [rows, 'tokens'], {transB: 1});
    const extents = model.node('Concat', [model.node('Shape', [ids]), model.integers(V)], {axis: 0});
    model.output('logits', 'float32', [B, T, V], this.ended(model.node('Reshape', [logits, extents]), end));
    return model.finish();
  }

  /** Behind the context the end alone. (B, T, V) */
  private ended(logits: string, end: number): string {
    const {model} = this;
    const {V, context} = this.shape;
    const behind = model.node('Unsqueeze', [model.node('GreaterOrEqual', [this.places, model.integer(context)]), model.integers(2)]);
    const row = new Float32Array(V).fill(FAR_BELOW);
    row[end] = 0;
    return model.node('Where', [behind, model.constant('end', 'float32', [V], row), logits]);
  }

  /** (B, 1, T, P + T): itself and what is before it, without padding. */
  private whatIsSeen(mask: string): string {
    const {model} = this;
    const extent = (x: string) => model.node('Gather', [model.node('Shape', [x]), model.integer(1)]);
    const total = extent(mask);
    const past = model.node('Sub', [total, extent(this.ids)]);
    const places = (from: string) => model.node('Range', [from, total, model.integer(1)]);
    const before = model.node('LessOrEqual', [
      model.node('Unsqueeze', [places(model.integer(0)), model.integers(0)]),
      model.node('Unsqueeze', [places(past), model.integers(1)]),
    ]);
    return model.node('And', [before, model.node('Unsqueeze', [model.cast(mask, 'bool'), model.integers(1, 2)])]);
  }

  /** Cosines and sines, each (B, 1, T, d / 2). */
  private turnsAt(places: string): {cos: string; sin: string} {
    const {model} = this;
    const {width, heads, context} = this.shape;
    const half = width / heads / 2;
    const {cos, sin} = rotaryTables(0, context, 2 * half);
    const at = (name: string, table: Float32Array) => {
      const rows = model.node('Gather', [model.constant(name, 'float32', [context, half], table), places]);
      return model.node('Unsqueeze', [rows, model.integers(1)]);
    };
    return {cos: at('cosines', cos), sin: at('sines', sin)};
  }

  private block(h: string, l: number): string {
    const {model} = this;
    const middle = model.node('Add', [h, this.attention(this.norm(h, `block${l}.norm1`), l)]);
    return model.node('Add', [middle, this.mlp(this.norm(middle, `block${l}.norm2`), l)]);
  }

  private attention(x: string, l: number): string {
    const {model} = this;
    const {width: D, heads: H} = this.shape;
    const d = D / H;
    const ofHeads = (part: string) =>
      model.node('Transpose', [model.node('Reshape', [part, model.integers(0, 0, H, d)])], {perm: [0, 2, 1, 3]});
    const [q, k, v] = model.nodes('Split', [this.linear(x, `block${l}.qkv`)], 3, {axis: -1}).map(ofHeads);
    const keys = this.remember(`${l}.key`, this.turned(k));
    const values = this.remember(`${l}.value`, v);
    const scaled = model.node('Mul', [this.turned(q), model.scalar(1 / Math.sqrt(d))]);
    const scores = model.node('MatMul', [scaled, model.node('Transpose', [keys], {perm: [0, 1, 3, 2]})]);
    const weights = model.node('Softmax', [model.node('Where', [this.allowed, scores, model.scalar(FAR_BELOW)])], {axis: -1});
    const seen = model.node('Transpose', [model.node('MatMul', [weights, values])], {perm: [0, 2, 1, 3]});
    return this.linear(model.node('Reshape', [seen, model.integers(0, 0, D)]), `block${l}.out`);
  }

  /** What was seen before and what is new, which also comes out. */
  private remember(name: string, now: string): string {
    const {model} = this;
    const {width, heads: H} = this.shape;
    const past = model.input(`past_key_values.${name}`, 'float32', [B, H, P, width / H]);
    const all = model.node('Concat', [past, now], {axis: 2});
    model.output(`present.${name}`, 'float32', [B, H, S, width / H], all);
    return all;
  }

  private turned(x: string): string {
    const {model, turn} = this;
    if (!turn) return x;
    const {cos, sin} = turn;
    const [a, b] = model.nodes('Split', [x], 2, {axis: -1});
    const times = (half: string, by: string) => model.node('Mul', [half, by]);
    const left = model.node('Sub', [times(a, cos), times(b, sin)]);
    const right = model.node('Add', [times(b, cos), times(a, sin)]);
    return model.node('Concat', [left, right], {axis: -1});
  }

  private mlp(x: string, l: number): string {
    const up = this.linear(x, `block${l}.up`);
    return this.linear(this.activated(up, x, l), `block${l}.down`);
  }

  private activated(up: string, x: string, l: number): string {
    const {model} = this;
    const {activation} = this.shape;
    if (activation === 'relu') return model.node('Relu', [up]);
    if (activation === 'swiglu') {
      const gate = this.linear(x, `block${l}.gate`);
      return model.node('Mul', [model.node('Mul', [gate, model.node('Sigmoid', [gate])]), up]);
    }
    const erf = model.node('Erf', [model.node('Div', [up, model.scalar(Math.SQRT2)])]);
    return model.node('Mul', [model.node('Mul', [up, model.node('Add', [erf, model.scalar(1)])]), model.scalar(0.5)]);
  }

  private linear(x: string, name: string): string {
    const {model} = this;
    return model.node('Add', [model.node('MatMul', [x, `${name}.weight`]), `${name}.bias`]);
  }

  private norm(x: string, name: string): string {
    const attributes = {axis: -1, epsilon: {float: EPSILON}};
    return this.model.node('LayerNormalization', [x, `${name}.gain`, `${name}.bias`], attributes);
  }
}
