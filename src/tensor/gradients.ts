/**
 * Reverse-mode differentiation of a graph.
 *
 * Walks the nodes that lie between the tensors asked for and the loss, last first, and has each add the gradients of its inputs to the
 * graph. A node whose operator has no derivative stops with an error that names it.
 */
import {DomainError} from '../core/error.ts';
import type {GraphNode, Tensor} from './graph.ts';
import {add} from './ops/elementwise.ts';
import {shown} from './shape.ts';

/**
 * The gradients of a scalar by the given tensors, each of its tensor's shape; zeros where the scalar does not depend on one.
 * Throws DomainError where `of` is no scalar, a tensor is of another graph, or an operator on the way has no derivative.
 */
export function gradients(of: Tensor, by: readonly Tensor[]): Tensor[] {
  const {graph} = of;
  if (of.shape.length !== 0)
    throw new DomainError(`gradients are taken of a scalar, got shape ${shown(of.shape)}`, {next: 'Sum it or take its mean first.'});
  for (const tensor of by)
    if (tensor.graph !== graph)
      throw new DomainError(`gradients by a tensor of another graph, of shape ${shown(tensor.shape)}`, {
        next: 'Build both in the same graph.',
      });
  const nodes = [...graph.nodes];
  const wanted = dependents(nodes, by);
  const found = new Map<Tensor, Tensor>([[of, graph.scalar(1)]]);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node.role === 'part') continue;
    const upstream = node.outputs.map((tensor) => found.get(tensor));
    if (upstream.every((gradient) => gradient === undefined)) continue;
    if (!node.inputs.some((tensor) => tensor && wanted.has(tensor))) continue;
    if (!node.backward)
      throw new DomainError(`${node.op} of ${node.inputs.map((t) => (t ? shown(t.shape) : 'nothing')).join(' and ')} has no derivative`, {
        next: 'Take gradients by tensors that reach the scalar another way, or feed what it computes.',
      });
    const parts = node.backward(upstream);
    node.inputs.forEach((tensor, k) => {
      const part = parts[k];
      if (!tensor || !part || !wanted.has(tensor)) return;
      const there = found.get(tensor);
      found.set(tensor, there ? add(there, part) : part);
    });
  }
  return by.map((tensor) => found.get(tensor) ?? graph.filled(0, tensor.shape));
}

/** The given tensors and all that is computed from them. */
function dependents(nodes: readonly GraphNode[], by: readonly Tensor[]): Set<Tensor> {
  const found = new Set(by);
  for (const node of nodes)
    if (node.inputs.some((tensor) => tensor && found.has(tensor))) for (const tensor of node.outputs) found.add(tensor);
  return found;
}
