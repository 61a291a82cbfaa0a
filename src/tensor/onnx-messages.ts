/** The messages that a model of ONNX consists of: operators, constants, and what goes in and out. For the writers of this folder only. */
import type {Attribute, ConstantValues} from './graph.ts';
import {Message} from './protobuf.ts';
import {type ElementType, type Shape, typeNumber} from './shape.ts';

interface OnnxNode {
  readonly op: string;
  /** '' is ONNX itself. */
  readonly domain?: string;
  readonly name: string;
  /** '' is an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export function encodeNode({op, domain = '', name, inputs, outputs, attributes = {}}: OnnxNode): Message {
  const node = new Message();
  for (const input of inputs) node.string(1, input);
  for (const output of outputs) node.string(2, output);
  node.string(3, name).string(4, op);
  for (const [key, value] of Object.entries(attributes)) node.message(5, encodeAttribute(key, value));
  return domain === '' ? node : node.string(7, domain);
}

function encodeAttribute(name: string, value: Attribute): Message {
  const attribute = new Message().string(1, name);
  if (typeof value === 'number') return attribute.varint(3, value).varint(20, 2);
  if (typeof value === 'string') return attribute.string(4, value).varint(20, 3);
  if ('float' in value) return attribute.float(2, value.float).varint(20, 1);
  for (const integer of value) attribute.varint(8, integer);
  return attribute.varint(20, 7);
}

interface NamedTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly values: ConstantValues;
}

export function encodeTensor({name, type, shape, values}: NamedTensor): Message {
  const tensor = new Message();
  for (const extent of shape) tensor.varint(1, extent);
  return tensor
    .varint(2, typeNumber(type))
    .string(8, name)
    .raw(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** What goes in or out. An extent that has a name is known at run time alone; equal names are equal extents. */
export function encodeValue(name: string, type: ElementType, extents: readonly (number | string)[]): Message {
  const dimensions = new Message();
  for (const extent of extents)
    dimensions.message(1, typeof extent === 'number' ? new Message().varint(1, extent) : new Message().string(2, extent));
  const tensorType = new Message().varint(1, typeNumber(type)).message(2, dimensions);
  return new Message().string(1, name).message(2, new Message().message(1, tensorType));
}
