/** Reads the bytes of an ONNX model again: a reader of Protocol Buffers that shares nothing with our writer. */

/** Values of a message by field number; nested messages and strings are still bytes. */
type Fields = Map<number, (bigint | number | Uint8Array)[]>;

function fieldsOf(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('the bytes end inside a varint');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('the bytes end inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const read = (wire: number) => {
    if (wire === 0) return varint();
    if (wire === 2) return take(Number(varint()));
    if (wire === 5) return view.getFloat32(take(4).byteOffset - bytes.byteOffset, true);
    throw new Error(`wire type ${wire}`);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const value = read(tag & 7);
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

const text = (value: unknown) => new TextDecoder().decode(value as Uint8Array);
const messages = (fields: Fields, field: number) => (fields.get(field) ?? []).map((value) => fieldsOf(value as Uint8Array));
const numbers = (fields: Fields, field: number) => (fields.get(field) ?? []).map(Number);

/** Field numbers as onnx.proto3 has them. */
export function readOnnx(bytes: Uint8Array) {
  const model = fieldsOf(bytes);
  const [graph] = messages(model, 7);
  return {
    irVersion: Number(model.get(1)![0]),
    operatorSets: messages(model, 8).map((set) => ({domain: text(set.get(1)![0]), version: Number(set.get(2)![0])})),
    nodes: messages(graph, 1).map((node) => ({
      op: text(node.get(4)![0]),
      domain: node.has(7) ? text(node.get(7)![0]) : '',
      inputs: (node.get(1) ?? []).map(text),
      outputs: (node.get(2) ?? []).map(text),
      attributes: Object.fromEntries(messages(node, 5).map((attribute) => [text(attribute.get(1)![0]), attributeOf(attribute)])),
    })),
    constants: messages(graph, 5).map((tensor) => ({
      name: text(tensor.get(8)![0]),
      type: Number(tensor.get(2)![0]),
      shape: numbers(tensor, 1),
      bytes: tensor.get(9)![0] as Uint8Array,
    })),
    inputs: messages(graph, 11).map(valueInfo),
    outputs: messages(graph, 12).map(valueInfo),
  };
}

/** Types of attributes: 1 float, 2 integer, 3 string, 7 integers. */
function attributeOf(attribute: Fields) {
  const type = Number(attribute.get(20)![0]);
  if (type === 1) return {float: attribute.get(2)![0]};
  if (type === 2) return {integer: Number(attribute.get(3)![0])};
  if (type === 3) return {string: text(attribute.get(4)![0])};
  if (type === 7) return {integers: numbers(attribute, 8)};
  throw new Error(`an attribute of type ${type}`);
}

function valueInfo(value: Fields) {
  const [tensorType] = messages(messages(value, 2)[0], 1);
  const shape = messages(messages(tensorType, 2)[0], 1).map((extent) => Number(extent.get(1)![0]));
  return {name: text(value.get(1)![0]), type: Number(tensorType.get(1)![0]), shape};
}
