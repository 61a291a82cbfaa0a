/** The oldest Node that runs genloss: that of `engines` in package.json. Written so that much older ones read it too. */
export const NODE_WANTED = '22.18';

/** Whether version a, `24.1.0`, comes before b, `22.18`. */
export function olderThan(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  return left[0] < right[0] || (left[0] === right[0] && left[1] < right[1]);
}
