/**
 * A graph as the bytes of an ONNX model. Only what its outputs need is written.
 *
 * source   onnx.proto3, IR version 10, operator set 21; operators of ONNX Runtime's own stand in the domain com.microsoft
 * checked  by the checker of the `onnx` package (bench/peers/onnx_check.py)
 */
import {DomainError} from '../core/error.ts';
import type {Graph, GraphNode, Tensor} from './graph.ts';
import {type MemoryNeed, memoryNeed} from './memory.ts';
import {encodeNode, encodeTensor, encodeValue} from './onnx-messages.ts';
import {Message} from './protobuf.ts';
import {type ElementType, type Shape, shown} from './shape.ts';

const IR_VERSION = 10;
const OPERATOR_SET = 21;

export interface Signature {
  readonly shape: Shape;
  readonly type: ElementType;
}

/** What a runtime needs of a graph: its bytes, and what goes in and out. Inputs that no output needs are left out. */
export interface EncodedGraph {
  readonly bytes: Uint8Array;
  readonly inputs: ReadonlyMap<string, Signature>;
  readonly outputs: ReadonlyMap<string, Signature>;
  readonly memory: MemoryNeed;
}

/** Throws DomainError where the graph has no output. */
export function encodeOnnx(graph: Graph): EncodedGraph {
  if (graph.outputs.size === 0) throw new DomainError('the graph has no output', {next: 'Name one with graph.output.'});
  const {nodes, needed} = reachable(graph);
  const names = namesOf(graph, nodes);
  const nameOf = (tensor: Tensor | undefined) => (tensor ? (names.get(tensor) ?? `#${tensor.id}`) : '');
  const inputs = [...graph.inputs].filter(([, tensor]) => needed.has(tensor));
  const constants = graph.constants.filter(({tensor}) => needed.has(tensor));
  const body = new Message();
  for (const node of nodes) body.message(1, nodeMessage(node, nameOf));
  for (const [name, tensor] of graph.outputs) if (nameOf(tensor) !== name) body.message(1, alias(nameOf(tensor), name));
  body.string(2, 'genloss');
  for (const {tensor, values} of constants) body.message(5, encodeTensor({name: nameOf(tensor), ...signature(tensor), values}));
  for (const [name, {type, shape}] of inputs) body.message(11, encodeValue(name, type, shape));
  for (const [name, {type, shape}] of graph.outputs) body.message(12, encodeValue(name, type, shape));
  const model = new Message().varint(1, IR_VERSION).string(2, 'genloss').message(7, body);
  model.message(8, new Message().string(1, '').varint(2, OPERATOR_SET));
  model.message(8, new Message().string(1, 'com.microsoft').varint(2, 1));
  return {
    bytes: model.finish(),
    inputs: new Map(inputs.map(([name, t]) => [name, signature(t)])),
    outputs: new Map([...graph.outputs].map(([name, t]) => [name, signature(t)])),
    memory: memoryNeed(nodes, new Map([...inputs, ...constants.map(({tensor}) => [`constant ${tensor.id}`, tensor] as const)]), [
      ...graph.outputs.values(),
    ]),
  };
}

/** Inputs and computed outputs have the names that were given; an output that is an input, a constant or named twice is an alias. */
function namesOf(graph: Graph, nodes: readonly GraphNode[]): Map<Tensor, string> {
  const names = new Map<Tensor, string>();
  for (const [name, tensor] of graph.inputs) {
    if (graph.outputs.has(name))
      throw new DomainError(`an input and an output are both named ${name}`, {next: 'Give one of them another name.'});
    names.set(tensor, name);
  }
  const computed = new Set(nodes.flatMap(({outputs}) => outputs));
  for (const [name, tensor] of graph.outputs) if (computed.has(tensor) && !names.has(tensor)) names.set(tensor, name);
  return names;
}

const signature = ({shape, type}: Tensor): Signature => ({shape, type});

/** Nodes that compute something the outputs need, in order, and all tensors that they take. */
export function reachable({nodes, outputs}: Graph): {nodes: GraphNode[]; needed: Set<Tensor>} {
  const needed = new Set(outputs.values());
  const kept: GraphNode[] = [];
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node.role === 'composed' || !node.outputs.some((tensor) => needed.has(tensor))) continue;
    kept.push(node);
    for (const tensor of node.inputs) if (tensor) needed.add(tensor);
  }
  return {nodes: kept.reverse(), needed};
}

function nodeMessage({op, domain, inputs, outputs, attributes}: GraphNode, nameOf: (tensor: Tensor | undefined) => string): Message {
  const name = `${op} ${shown(outputs[0].shape)} #${outputs[0].id}`;
  return encodeNode({op, domain, attributes, name, inputs: inputs.map(nameOf), outputs: outputs.map(nameOf)});
}

/** An output's name for a tensor that may be an input, or have two names. Runtimes remove it. */
const alias = (tensor: string, name: string): Message =>
  encodeNode({op: 'Identity', inputs: [tensor], outputs: [name], name: `output/${name}`});
