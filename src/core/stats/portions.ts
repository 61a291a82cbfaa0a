/** Whole numbers that sum to `total` and are as the weights are, to within one. */
export function portions(total: number, weights: readonly number[]): number[] {
  const all = weights.reduce((a, b) => a + b, 0);
  let weight = 0;
  let given = 0;
  return weights.map((w) => {
    weight += w;
    const upTo = Math.round((total * weight) / all);
    const own = upTo - given;
    given = upTo;
    return own;
  });
}
