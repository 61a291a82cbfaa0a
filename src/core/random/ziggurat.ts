/** The layers of the standard normal law for `normal.ts`, which has the law and its sources. */
import {exp, log} from '../math/index.ts';

const LAYERS = 256;
/** Where the tail begins, and the area of each layer, for 256 layers: solved to 40 digits so that the top layer closes at 1. */
export const R = 3.654152885361009;
const AREA = 0.004928673233974655;
const TWO_52 = 4503599627370496;

/** x_0 > R = x_1 > ... > x_256 = 0: the right edges of the layers. (257,) */
export const EDGE = edges();
/** exp(-x_i²/2) (257,) */
export const HEIGHT = EDGE.map((x) => exp(-0.5 * x * x));
/** x_i / 2^52 (256,) */
export const WIDTH = EDGE.slice(0, LAYERS).map((x) => x / TWO_52);
/** ⌊2^31 x_(i+1) / x_i⌋: a high word of smaller size is inside for every low word. (256,) */
export const INSIDE = Int32Array.from(WIDTH, (_, i) => Math.floor(2147483648 * (EDGE[i + 1] / EDGE[i])) - 1);

function edges(): Float64Array {
  const edge = new Float64Array(LAYERS + 1);
  edge[0] = AREA / exp(-0.5 * R * R);
  edge[1] = R;
  for (let i = 2; i < LAYERS; i++) {
    const height = AREA / edge[i - 1] + exp(-0.5 * edge[i - 1] * edge[i - 1]);
    edge[i] = Math.sqrt(-2 * log(height));
  }
  return edge;
}
