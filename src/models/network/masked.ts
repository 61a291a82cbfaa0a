/**
 * A masked network: D groups of outputs, of which each depends on the groups of inputs before its own and on nothing else.
 *
 *   hidden unit h has the degree 1 + h mod (D - 1);  input group i reaches degrees of at least i;  degrees reach degrees no smaller;
 *   output group j is reached by degrees below j                                                            (i, j from 1)
 *
 * shape    x: (n, D I) -> (n, D O)
 * edge     group 1 depends on nothing: its outputs are their biases
 * source   Germain, Gregor, Murray and Larochelle, "MADE", ICML 2015, equations 9 to 13
 * checked  each output against finite changes of each input
 */
import type {Graph, Tensor} from '../../tensor/graph.ts';
import {multiply} from '../../tensor/ops/elementwise.ts';
import {linear} from '../../tensor/ops/matrix.ts';
import {type Activation, activated, denseParameters, HIDDEN_GAIN} from './layers.ts';
import type {Numbers, Parameter, Weights} from './parameters.ts';

export interface MaskedShape {
  /** D */
  readonly groups: number;
  /** I: inputs a group. */
  readonly inputs: number;
  /** O: outputs a group. */
  readonly outputs: number;
  readonly width: number;
  readonly layers: number;
  readonly activation: Activation;
}

export function maskedParameters(shape: MaskedShape): Parameter[] {
  const {groups, inputs, outputs, width, layers} = shape;
  const hidden = Array.from({length: layers}, (_, l) =>
    denseParameters(nameOf(l), [l === 0 ? groups * inputs : width, width], HIDDEN_GAIN),
  );
  return [...hidden.flat(), ...denseParameters(OUT, [width, groups * outputs], OUT_GAIN)];
}

/** All output groups. `training`: masks are part of the graph; without, the weights hold zeros there already (`maskedNumbers`). */
export function maskedOutputs(x: Tensor, weights: Weights, shape: MaskedShape, training = false): Tensor {
  return layer(hiddenUnits(x, weights, shape, training), weights, {name: OUT, mask: training ? masksOf(shape).at(-1)! : undefined});
}

/** The last hidden layer: (n, width) */
export function hiddenUnits(x: Tensor, weights: Weights, shape: MaskedShape, training = false): Tensor {
  const masks = training ? masksOf(shape) : undefined;
  let h = x;
  for (let l = 0; l < shape.layers; l++) h = activated(layer(h, weights, {name: nameOf(l), mask: masks?.[l]}), shape.activation);
  return h;
}

/** The weights with zeros where the masks are. */
export function maskedNumbers(numbers: Numbers, shape: MaskedShape): Map<string, Float32Array> {
  const masked = new Map([...numbers].map(([name, values]) => [name, values.slice()]));
  masksOf(shape).forEach(({values}, l) => {
    const weight = masked.get(`${l < shape.layers ? nameOf(l) : OUT}.weight`)!;
    for (let i = 0; i < weight.length; i++) weight[i] *= values[i];
  });
  return masked;
}

const OUT = 'out';
/** Small: what was never seen stays about even. */
const OUT_GAIN = 0.1;
const nameOf = (l: number): string => `hidden${l}`;

interface Mask {
  readonly values: Float32Array;
  readonly shape: readonly [number, number];
}

function layer(x: Tensor, weights: Weights, {name, mask}: {name: string; mask?: Mask}): Tensor {
  const weight = weights.get(`${name}.weight`)!;
  return linear(x, mask ? multiply(weight, constantOf(x.graph, mask)) : weight, weights.get(`${name}.bias`)!);
}

const constantOf = (graph: Graph, {values, shape}: Mask): Tensor => graph.constant(values, shape);

/** 1 where a weight counts: of each hidden layer, then of the output. */
function masksOf({groups, inputs, outputs, width, layers}: MaskedShape): Mask[] {
  const degree = (h: number) => 1 + (h % Math.max(1, groups - 1));
  const inputGroup = (i: number) => 1 + Math.floor(i / inputs);
  const outputGroup = (o: number) => 1 + Math.floor(o / outputs);
  const hidden = Array.from({length: layers}, (_, l) =>
    maskOf(l === 0 ? groups * inputs : width, width, (from, to) => degree(to) >= (l === 0 ? inputGroup(from) : degree(from))),
  );
  return [...hidden, maskOf(width, groups * outputs, (from, to) => outputGroup(to) > degree(from))];
}

function maskOf(rows: number, columns: number, counts: (row: number, column: number) => boolean): Mask {
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (counts(r, c)) values[r * columns + c] = 1;
  return {values, shape: [rows, columns]};
}
