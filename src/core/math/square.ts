/** x x: what `x ** 2` is, without the power. */
export function square(x: number): number {
  return x * x;
}
