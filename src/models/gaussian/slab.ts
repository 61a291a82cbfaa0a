/** Small samples are cut, one after another, from slabs: an allocation of its own costs as much as 50 draws. Nothing is handed out twice. */
const SLAB = 8192;
let slab = new Float64Array(0);
let used = 0;

export function freshValues(length: number): Float64Array {
  if (length > SLAB / 16) return new Float64Array(length);
  if (used + length > slab.length) {
    slab = new Float64Array(SLAB);
    used = 0;
  }
  const values = new Float64Array(slab.buffer, 8 * used, length);
  used += length;
  return values;
}
