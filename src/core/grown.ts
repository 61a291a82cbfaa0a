/** Typed arrays that get longer. */
type Growing = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** The array at the beginning of one of its kind of `length` >= its own, zeros behind. */
export function grown<A extends Growing>(from: A, length: number): A {
  const into = new (from.constructor as new (length: number) => A)(length);
  into.set(from);
  return into;
}
