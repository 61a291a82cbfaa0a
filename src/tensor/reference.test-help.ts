/**
 * A slow, obvious interpreter of graphs in float64: the oracle of the operators, of their gradients and of the runtimes.
 *
 * Walks the nodes that the outputs need; one small function per operator, written from the text of the ONNX operator and not from ours.
 * Every result must have the shape that the graph says.
 */
import {DomainError} from '../core/error.ts';
import type {Graph, Tensor} from './graph.ts';
import {reachable} from './onnx.ts';
import {LAYOUT_OPERATORS} from './reference/layout.test-help.ts';
import type {Operator} from './reference/operator.test-help.ts';
import {POINTWISE_OPERATORS} from './reference/pointwise.test-help.ts';
import {PRODUCT_OPERATORS} from './reference/product.test-help.ts';
import type {Value} from './reference/value.test-help.ts';
import {elementsOf, sameShape, shown} from './shape.ts';

export type Numbers = ArrayLike<number> | ArrayLike<bigint>;

const OPERATORS: Record<string, Operator> = {...POINTWISE_OPERATORS, ...LAYOUT_OPERATORS, ...PRODUCT_OPERATORS};

/** Operators that the interpreter has, those of a domain as `domain.name`. */
export const interpreted: readonly string[] = Object.keys(OPERATORS);

/** The graph's outputs. Throws DomainError where nothing is fed for an input that is needed. */
export function interpret(graph: Graph, feeds: Readonly<Record<string, Numbers>>): Record<string, Float64Array> {
  const {nodes, needed} = reachable(graph);
  const values = new Map<Tensor, Value>();
  const put = (tensor: Tensor, numbers: Numbers) => {
    if (numbers.length !== elementsOf(tensor.shape)) throw new DomainError(`${numbers.length} values for ${shown(tensor.shape)}`);
    values.set(tensor, {shape: tensor.shape, data: Float64Array.from(numbers as ArrayLike<number>, Number)});
  };
  for (const {tensor, values: numbers} of graph.constants) if (needed.has(tensor)) put(tensor, numbers);
  for (const [name, tensor] of graph.inputs) {
    if (!needed.has(tensor)) continue;
    if (!feeds[name]) throw new DomainError(`nothing is fed for the input ${name}`);
    put(tensor, feeds[name]);
  }
  for (const node of nodes) {
    const name = node.domain === '' ? node.op : `${node.domain}.${node.op}`;
    const operator = OPERATORS[name];
    if (!operator) throw new DomainError(`the reference interpreter has no operator ${name}`);
    const results = operator(
      node.inputs.map((tensor) => tensor && computed(values, tensor)),
      node,
    );
    node.outputs.forEach((tensor, k) => {
      if (!sameShape(results[k].shape, tensor.shape))
        throw new DomainError(`${name} gives ${shown(results[k].shape)} where the graph says ${shown(tensor.shape)}`);
      values.set(tensor, results[k]);
    });
  }
  return Object.fromEntries([...graph.outputs].map(([name, tensor]) => [name, computed(values, tensor).data]));
}

function computed(values: ReadonlyMap<Tensor, Value>, tensor: Tensor): Value {
  const value = values.get(tensor);
  if (!value) throw new DomainError(`a tensor of shape ${shown(tensor.shape)} is used before it is computed`);
  return value;
}
