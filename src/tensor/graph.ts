/**
 * A graph of tensor operations with static shapes, built once and run many times.
 *
 *   const graph = new Graph();
 *   const x = graph.input('x', [8, 4]);
 *   const y = mean(square(x));
 *   const [dx] = gradients(y, [x]);
 *   graph.output('loss', y); graph.output('dx', dx);
 *   const {bytes} = encodeOnnx(graph);
 *
 * A node is an operator of ONNX; its derivative is a function that adds nodes to the same graph, so that forward, backward and the
 * optimiser's step are one graph. Refuses to compute: runtimes do (`runtime.ts`).
 */
import {DomainError} from '../core/error.ts';
import {type ElementType, elementsOf, type Shape, shown} from './shape.ts';

export type Attribute = number | string | readonly number[] | {readonly float: number};

/** From the gradients of a node's outputs to those of its inputs; undefined where there is none. */
type Backward = (upstream: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];

export interface GraphNode {
  readonly op: string;
  /** '' is ONNX itself. */
  readonly domain: string;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly backward?: Backward;
  /** `composed`: stands for operators added before it, whose derivative it has; computes nothing. `part`: one of those; has none. */
  readonly role?: 'composed' | 'part';
}

/** Values that `filled` writes into a graph one by one. */
const MOST_FILLED = 1024;

/** A value in a graph: computed by a node, fed, or constant. */
export class Tensor {
  readonly graph: Graph;
  readonly id: number;
  readonly shape: Shape;
  readonly type: ElementType;

  constructor(graph: Graph, id: number, shape: Shape, type: ElementType) {
    this.graph = graph;
    this.id = id;
    this.shape = shape;
    this.type = type;
  }
}

export type ConstantValues = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

interface Constant {
  readonly tensor: Tensor;
  readonly values: ConstantValues;
}

interface NodeOptions {
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly backward?: Backward;
}

/** What a graph is built for. `fused`: operators of ONNX Runtime's own may be used, which it has for the CPU and for CUDA. */
export interface GraphOptions {
  readonly fused?: boolean;
  /** Of floating-point tensors; float32 unless said. */
  readonly float?: 'float32' | 'float64';
}

export class Graph {
  readonly fused: boolean;
  readonly float: 'float32' | 'float64';
  readonly nodes: GraphNode[] = [];
  readonly inputs = new Map<string, Tensor>();
  readonly outputs = new Map<string, Tensor>();
  readonly constants: Constant[] = [];
  private readonly known = new Map<string, Tensor>();
  private next = 0;
  private composing = 0;

  constructor({fused = false, float = 'float32'}: GraphOptions = {}) {
    this.fused = fused;
    this.float = float;
  }

  /** A tensor that is fed at every run. Throws DomainError where the name is taken. */
  input(name: string, shape: Shape, type: ElementType = this.float): Tensor {
    if (this.inputs.has(name))
      throw new DomainError(`an input named ${name} is there already, of shape ${shown(this.inputs.get(name)!.shape)}`, {
        next: 'Give it another name.',
      });
    const tensor = this.tensor(shape, type);
    this.inputs.set(name, tensor);
    return tensor;
  }

  /** Names a tensor that can be fetched. */
  output(name: string, tensor: Tensor): void {
    if (this.outputs.has(name)) throw new DomainError(`an output named ${name} is there already`, {next: 'Give it another name.'});
    if (tensor.graph !== this)
      throw new DomainError(`the output ${name} is a tensor of another graph`, {next: 'Name it in the graph it was built in.'});
    this.outputs.set(name, tensor);
  }

  constant(values: ConstantValues, shape: Shape): Tensor {
    if (values.length !== elementsOf(shape))
      throw new DomainError(`a constant of shape ${shown(shape)} has ${elementsOf(shape)} values, got ${values.length}`, {
        next: 'Match the two.',
      });
    const tensor = this.tensor(shape, typeOf(values));
    this.constants.push({tensor, values});
    return tensor;
  }

  /** One number, of the graph's floating-point type unless another is named; the same number is the same tensor. */
  scalar(value: number, type: ElementType = this.float): Tensor {
    return this.remembered(`${type} ${value}`, () => this.constant(valuesOf(type, [value]), []));
  }

  /** As many of a number: a constant where they are few, else one number expanded, so that a graph stays small. */
  filled(value: number, shape: Shape): Tensor {
    const size = elementsOf(shape);
    return this.remembered(`filled ${value} ${shape}`, () =>
      size <= MOST_FILLED
        ? this.constant(valuesOf(this.float, new Array(size).fill(value)), shape)
        : this.node('Expand', [this.scalar(value), this.integers(shape)], [{shape}])[0],
    );
  }

  /** A list of int64, as operators take axes, shapes and indices. */
  integers(values: readonly number[]): Tensor {
    return this.remembered(`integers ${values}`, () => this.constant(BigInt64Array.from(values, BigInt), [values.length]));
  }

  node(
    op: string,
    inputs: readonly (Tensor | undefined)[],
    outputs: readonly {shape: Shape; type?: ElementType}[],
    options: NodeOptions = {},
  ): Tensor[] {
    for (const tensor of inputs)
      if (tensor && tensor.graph !== this)
        throw new DomainError(`${op} mixes tensors of two graphs`, {next: 'Build both sides in the same graph.'});
    const made = outputs.map(({shape, type}) => this.tensor(shape, type ?? this.float));
    const {domain = '', attributes = {}, backward} = options;
    this.nodes.push(
      this.composing > 0
        ? {op, domain, inputs, outputs: made, attributes, role: 'part'}
        : {op, domain, inputs, outputs: made, attributes, backward},
    );
    return made;
  }

  /**
   * Operators with one derivative for all, by the named inputs: where the chain rule through each would compute more.
   * What `build` returns is what `backward` has the gradient of, and a tensor that `build` made.
   */
  compose(
    op: string,
    inputs: readonly Tensor[],
    build: () => Tensor,
    backward: (upstream: Tensor) => readonly (Tensor | undefined)[],
  ): Tensor {
    const before = this.next;
    this.composing++;
    let result: Tensor;
    try {
      result = build();
    } finally {
      this.composing--;
    }
    if (result.id < before) throw new DomainError(`${op} is composed of nothing: its result was there before`);
    if (this.composing === 0)
      this.nodes.push({op, domain: '', inputs, outputs: [result], attributes: {}, role: 'composed', backward: ([g]) => backward(g!)});
    return result;
  }

  private tensor(shape: Shape, type: ElementType): Tensor {
    if (!shape.every((extent) => Number.isInteger(extent) && extent >= 0))
      throw new DomainError(`a shape is a list of whole numbers of at least 0, got ${shown(shape)}`, {next: 'Name every extent.'});
    return new Tensor(this, this.next++, shape, type);
  }

  private remembered(key: string, make: () => Tensor): Tensor {
    const there = this.known.get(key) ?? make();
    this.known.set(key, there);
    return there;
  }
}

/** One output of a node that has one. */
export function nodeOf(
  op: string,
  inputs: readonly (Tensor | undefined)[],
  shape: Shape,
  options: NodeOptions & {type?: ElementType} = {},
): Tensor {
  const first = inputs.find((tensor) => tensor !== undefined)!;
  return first.graph.node(op, inputs, [{shape, type: options.type ?? first.type}], options)[0];
}

function valuesOf(type: ElementType, values: readonly number[]): ConstantValues {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, BigInt);
    case 'bool':
      return Uint8Array.from(values);
  }
}

function typeOf(values: ConstantValues): ElementType {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Float64Array) return 'float64';
  if (values instanceof Int32Array) return 'int32';
  return values instanceof BigInt64Array ? 'int64' : 'bool';
}
