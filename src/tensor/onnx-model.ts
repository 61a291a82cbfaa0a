/**
 * A model of ONNX written operator by operator, with extents that are known at run time alone: what is given to other programs.
 *
 *   const model = new OnnxModel();
 *   const x = model.input('x', 'float32', ['batch_size', 4]);
 *   model.output('y', 'float32', ['batch_size', 4], model.node('Relu', [x]));
 *   const bytes = model.finish();
 *
 * Refuses to derive shapes or gradients: graphs that are trained have static shapes (`graph.ts`). Operators of ONNX alone, so that any
 * runtime has them; runtimes fuse for themselves.
 *
 * source   onnx.proto3, IR version 8, operator set 17
 * checked  by the checker of the `onnx` package (bench/peers/export_check.py)
 */
import {DomainError} from '../core/error.ts';
import type {Attribute, ConstantValues} from './graph.ts';
import {encodeNode, encodeTensor, encodeValue} from './onnx-messages.ts';
import {Message} from './protobuf.ts';
import {type ElementType, elementsOf, type Shape, shown, typeNumber} from './shape.ts';

const IR_VERSION = 8;
const OPERATOR_SET = 17;
/** Protocol Buffers end there. */
export const MOST_MODEL_BYTES = 0x8000_0000 - 1;

/** Extents, outermost first; one that has a name is known at run time alone. */
type Extents = readonly (number | string)[];

export class OnnxModel {
  private readonly body = new Message();
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private readonly names = new Set<string>();
  private count = 0;

  /** Something that is fed. Returns its name. */
  input(name: string, type: ElementType, extents: Extents): string {
    this.claim(name);
    this.inputs.push(encodeValue(name, type, extents));
    return name;
  }

  /** Gives a computed tensor the name under which it comes out. */
  output(name: string, type: ElementType, extents: Extents, from: string): void {
    this.claim(name);
    this.body.message(1, encodeNode({op: 'Identity', inputs: [from], outputs: [name], name: `output/${name}`}));
    this.outputs.push(encodeValue(name, type, extents));
  }

  /** Numbers that are part of the model. Returns their name. */
  constant(name: string, type: ElementType, shape: Shape, values: ConstantValues): string {
    if (values.length !== elementsOf(shape))
      throw new DomainError(`the constant ${name} of shape ${shown(shape)} has ${values.length} values`, {next: 'Match the two.'});
    this.claim(name);
    this.body.message(5, encodeTensor({name, type, shape, values}));
    return name;
  }

  /** One number of float32. */
  scalar(value: number): string {
    return this.remembered(`scalar/${value}`, (name) => this.constant(name, 'float32', [], Float32Array.of(value)));
  }

  /** A list of int64, as operators take axes and shapes. */
  integers(...values: number[]): string {
    return this.remembered(`integers/${values}`, (name) =>
      this.constant(name, 'int64', [values.length], BigInt64Array.from(values, BigInt)),
    );
  }

  /** One int64 without a dimension. */
  integer(value: number): string {
    return this.remembered(`integer/${value}`, (name) => this.constant(name, 'int64', [], BigInt64Array.of(BigInt(value))));
  }

  /** An operator with one output: its name. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(op, inputs, 1, attributes)[0];
  }

  /** An operator with several outputs: their names. */
  nodes(op: string, inputs: readonly string[], outputs: number, attributes: Readonly<Record<string, Attribute>> = {}): string[] {
    const unknown = inputs.find((input) => input !== '' && !this.names.has(input));
    if (unknown !== undefined) throw new DomainError(`${op} takes ${unknown}, which is not there`, {next: 'Write it before.'});
    const name = `${op}_${this.count++}`;
    const made = Array.from({length: outputs}, (_, i) => (i === 0 ? name : `${name}/${i}`));
    for (const one of made) this.claim(one);
    this.body.message(1, encodeNode({op, inputs, outputs: made, attributes, name}));
    return made;
  }

  cast(x: string, type: ElementType): string {
    return this.node('Cast', [x], {to: typeNumber(type)});
  }

  /** The bytes of the model. Throws DomainError where they are more than Protocol Buffers hold. */
  finish(): Uint8Array {
    const graph = this.body.string(2, 'genloss');
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    const model = new Message().varint(1, IR_VERSION).string(2, 'genloss').message(7, graph);
    const bytes = model.message(8, new Message().string(1, '').varint(2, OPERATOR_SET)).finish();
    if (bytes.length > MOST_MODEL_BYTES)
      throw new DomainError(`the model has ${bytes.length} bytes, and a file of ONNX at most ${MOST_MODEL_BYTES}`, {
        next: 'Export a smaller model.',
      });
    return bytes;
  }

  private claim(name: string): void {
    if (this.names.has(name)) throw new DomainError(`${name} is there already`, {next: 'Give it another name.'});
    this.names.add(name);
  }

  private remembered(name: string, make: (name: string) => string): string {
    return this.names.has(name) ? name : make(name);
  }
}
