/** What an operator of the reference interpreter is, and how it reads a node's attributes. */
import type {GraphNode} from '../graph.ts';
import type {Value} from './value.test-help.ts';

export type Operator = (inputs: readonly (Value | undefined)[], node: GraphNode) => Value[];

export function attributeOf(node: GraphNode, name: string, otherwise: number): number {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  if (typeof value === 'object' && 'float' in value) return value.float;
  if (typeof value !== 'number') throw new Error(`${node.op}: the attribute ${name} is no number`);
  return value;
}

export function listOf(node: GraphNode, name: string, otherwise: readonly number[]): readonly number[] {
  const value = node.attributes[name];
  if (value === undefined) return otherwise;
  if (!Array.isArray(value)) throw new Error(`${node.op}: the attribute ${name} is no list`);
  return value;
}

/** How a scatter joins what is there with what comes. */
export function joinOf(node: GraphNode): (there: number, comes: number) => number {
  const reduction = node.attributes.reduction ?? 'none';
  if (reduction === 'none') return (_, comes) => comes;
  if (reduction === 'add') return (there, comes) => there + comes;
  throw new Error(`${node.op}: the reference has no reduction ${reduction}`);
}
