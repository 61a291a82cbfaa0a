/**
 * A k-d tree of points for exact neighbour queries by squared Euclidean distance.
 *
 * shape    values: (n * d,), row-major, finite
 * edge     equal points are fine; beyond LOW_DIMENSION dimensions boxes no longer exclude anything, and the tree is one leaf: a plain scan
 *          that stops adding a distance once it is over the bound
 * cost     build O(n log^2 n); a query O(log n) in low dimension, O(n d) at worst
 * source   J. L. Bentley, CACM 18(9), 1975; bounding boxes as in scipy.spatial.cKDTree
 */
const LEAF = 12;
/** Up to here a tree excludes; beyond, `scan.ts` is faster. */
export const LOW_DIMENSION = 8;

interface Node {
  readonly from: number;
  readonly to: number;
  /** Corners of the bounding box: d lows, d highs. */
  readonly box: Float64Array;
  readonly left?: Node;
  readonly right?: Node;
}

export class PointTree {
  readonly dimension: number;
  readonly count: number;
  /** The points in the tree's order; `order[i]` is the number of the i-th of them. */
  private readonly values: Float64Array;
  private readonly order: Uint32Array;
  private readonly root: Node;

  constructor(values: Float64Array, dimension: number) {
    const count = values.length / dimension;
    const order = Uint32Array.from({length: count}, (_, i) => i);
    this.root = split(values, dimension, order, {from: 0, to: count, leaf: dimension > LOW_DIMENSION ? count : LEAF});
    this.dimension = dimension;
    this.count = count;
    this.order = order;
    this.values = new Float64Array(values.length);
    for (let i = 0; i < count; i++) this.values.set(values.subarray(order[i] * dimension, (order[i] + 1) * dimension), i * dimension);
  }

  /** Squared distances of the k nearest points to points[at .. at + d), ascending; Infinity where there are fewer. `into`: (k,). */
  nearest(points: Float64Array, at: number, into: Float64Array): void {
    into.fill(Infinity);
    this.nearestIn(this.root, points, at, into);
  }

  /** Calls `visit` with the number of every point strictly nearer than the square root of `bound` to points[at .. at + d). */
  within(points: Float64Array, at: number, bound: number, visit: (point: number) => void): void {
    this.withinNode(this.root, points, at, {bound, visit});
  }

  private nearestIn(node: Node, points: Float64Array, at: number, into: Float64Array): void {
    const last = into.length - 1;
    if (node.left === undefined || node.right === undefined) {
      for (let i = node.from; i < node.to; i++) {
        const distance = this.distance(i, points, at, into[last]);
        if (!(distance < into[last])) continue;
        let slot = last;
        for (; slot > 0 && into[slot - 1] > distance; slot--) into[slot] = into[slot - 1];
        into[slot] = distance;
      }
      return;
    }
    const left = boxDistance(node.left.box, points, at);
    const right = boxDistance(node.right.box, points, at);
    const [first, second, farther] = left <= right ? [node.left, node.right, right] : [node.right, node.left, left];
    if (Math.min(left, right) < into[last]) this.nearestIn(first, points, at, into);
    if (farther < into[last]) this.nearestIn(second, points, at, into);
  }

  private withinNode(node: Node, points: Float64Array, at: number, query: {bound: number; visit: (point: number) => void}): void {
    if (!(boxDistance(node.box, points, at) < query.bound)) return;
    if (node.left === undefined || node.right === undefined) {
      for (let i = node.from; i < node.to; i++) if (this.distance(i, points, at, query.bound) < query.bound) query.visit(this.order[i]);
      return;
    }
    this.withinNode(node.left, points, at, query);
    this.withinNode(node.right, points, at, query);
  }

  /** Squared distance of the i-th point in the tree's order; any number >= bound where it is not below the bound. */
  private distance(i: number, points: Float64Array, at: number, bound: number): number {
    const {values, dimension} = this;
    const start = i * dimension;
    let sum = 0;
    for (let j = 0; j < dimension; j++) {
      const difference = values[start + j] - points[at + j];
      sum += difference * difference;
      if ((j & 7) === 7 && sum >= bound) return sum;
    }
    return sum;
  }
}

/** Squared distance from a point to a box; never over the distance, computed alike, to any point in it. */
function boxDistance(box: Float64Array, points: Float64Array, at: number): number {
  const d = box.length / 2;
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const x = points[at + j];
    const difference = x < box[j] ? box[j] - x : x > box[d + j] ? x - box[d + j] : 0;
    sum += difference * difference;
  }
  return sum;
}

function split(values: Float64Array, d: number, order: Uint32Array, {from, to, leaf}: {from: number; to: number; leaf: number}): Node {
  const box = boundingBox(values, d, order.subarray(from, to));
  if (to - from <= leaf) return {from, to, box};
  let widest = 0;
  for (let j = 1; j < d; j++) if (box[d + j] - box[j] > box[d + widest] - box[widest]) widest = j;
  order.subarray(from, to).sort((a, b) => values[a * d + widest] - values[b * d + widest]);
  const middle = (from + to) >> 1;
  return {from, to, box, left: split(values, d, order, {from, to: middle, leaf}), right: split(values, d, order, {from: middle, to, leaf})};
}

function boundingBox(values: Float64Array, d: number, points: Uint32Array): Float64Array {
  const box = new Float64Array(2 * d).fill(Infinity, 0, d).fill(-Infinity, d);
  for (const point of points) {
    for (let j = 0; j < d; j++) {
      const x = values[point * d + j];
      if (x < box[j]) box[j] = x;
      if (x > box[d + j]) box[d + j] = x;
    }
  }
  return box;
}
