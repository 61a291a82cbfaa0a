/**
 * Typed arrays one after another, as a new one of the first one's kind.
 *
 * `Kind.of(...a, ...b)` and `list.push(...a)` put every element on the stack, which ends at about 100,000 of them.
 */
export function concatenated<A extends Int32Array | Float32Array | Float64Array | Uint8Array>(first: A, ...rest: readonly A[]): A {
  const length = rest.reduce((sum, part) => sum + part.length, first.length);
  const joined = new (first.constructor as new (length: number) => A)(length);
  joined.set(first);
  let at = first.length;
  for (const part of rest) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Any number of pieces as one, of none an empty one. */
export const concatenatedBytes = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => concatenatedAs(Uint8Array, parts);

/** Any number of arrays of a kind as one, of none an empty one. */
export function concatenatedAs<A extends Uint8Array | Uint32Array | Float64Array>(
  Kind: new (length: number) => A,
  parts: readonly ArrayLike<number>[],
): A {
  const joined = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
