/** What is fed to a graph, held against what it takes. */
import {DomainError} from '../core/error.ts';
import type {Signature} from './onnx.ts';
import type {Feed, Values} from './runtime.ts';
import {type ElementType, elementsOf, shown} from './shape.ts';

/** The numbers of an input. Throws DomainError where they are absent, or of another size or type. `value`: nothing that stays on a device. */
export function fedValues(name: string, {shape, type}: Signature, value: Feed | undefined): Values {
  if (value === undefined) throw new DomainError(`nothing is fed for the input ${name} of shape ${shown(shape)}`);
  const values = value as Values;
  if (values.length !== elementsOf(shape) || !(values instanceof arrayOf(type)))
    throw new DomainError(
      `the input ${name} wants ${type} of shape ${shown(shape)}, got ${values.length} values in a ${values.constructor.name}`,
    );
  return values;
}

/** The kind of array that holds numbers of a type. */
export function arrayOf(type: ElementType) {
  switch (type) {
    case 'float32':
      return Float32Array;
    case 'float64':
      return Float64Array;
    case 'int32':
      return Int32Array;
    case 'int64':
      return BigInt64Array;
    case 'bool':
      return Uint8Array;
  }
}
