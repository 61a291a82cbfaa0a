/** Softmax, its logarithm, the logarithm of a sum of powers, and the log-probability of a target, along the last axis. */
import {nodeOf, type Tensor} from '../graph.ts';
import {axisOf, shapeError} from '../shape.ts';
import {add, divide, exp, log, multiply, negate, subtract} from './elementwise.ts';
import {addedAt, reshape} from './layout.ts';
import {max, sum} from './reduce.ts';

/** e^x over its sum. */
export function softmax(x: Tensor): Tensor {
  axisOf('Softmax', x.shape, -1);
  const y: Tensor = nodeOf('Softmax', [x], x.shape, {
    attributes: {axis: -1},
    backward: ([g]) => [multiply(y, subtract(g!, sum(multiply(g!, y), {axes: [-1], keep: true})))],
  });
  return y;
}

/** Natural logarithms of `softmax`, of any size of x. */
export function logSoftmax(x: Tensor): Tensor {
  axisOf('LogSoftmax', x.shape, -1);
  const over = {axes: [-1], keep: true};
  let y: Tensor;
  const build = () => {
    y = x.graph.fused ? nodeOf('LogSoftmax', [x], x.shape, {attributes: {axis: -1}}) : logSoftmaxByParts(x);
    return y;
  };
  return x.graph.compose('logSoftmax', [x], build, (g) => [subtract(g, multiply(exp(y), sum(g, over)))]);
}

/** ONNX Runtime has no kernel of LogSoftmax for WebGPU: there the operator would be a way to the CPU and back. */
function logSoftmaxByParts(x: Tensor): Tensor {
  const over = {axes: [-1], keep: true};
  const shifted = subtract(x, max(x, over));
  return subtract(shifted, log(sum(exp(shifted), over)));
}

/**
 * log(sum of e^x), of any size of x, the last axis gone.
 *
 *   d/dx = softmax(x)
 */
export function logSumExp(x: Tensor): Tensor {
  const {graph, shape} = x;
  axisOf('logSumExp', shape, -1);
  const over = {axes: [-1], keep: true};
  let powers: Tensor;
  let total: Tensor;
  const build = () => {
    const largest = max(x, over);
    powers = exp(subtract(x, largest));
    total = sum(powers, over);
    return reshape(add(log(total), largest), shape.slice(0, -1));
  };
  return graph.compose('logSumExp', [x], build, (g) => [multiply(divide(powers, total), reshape(g, [...shape.slice(0, -1), 1]))]);
}

/**
 * The natural logarithm of the probability of each row's target. logits: (n, K); targets: (n,) integers -> (n,)
 *
 *   d/dlogits = onehot(target) - softmax(logits)
 */
export function logProbabilityOf(logits: Tensor, targets: Tensor): Tensor {
  const {graph, shape} = logits;
  const [n] = shape;
  if (shape.length !== 2 || targets.shape.length !== 1 || targets.shape[0] !== n)
    throw shapeError('logProbabilityOf', [shape, targets.shape], '(n, K) and (n)', 'Reshape logits to rows, with one target a row.');
  let logs: Tensor;
  const build = () => {
    logs = logSoftmax(logits);
    return reshape(nodeOf('GatherElements', [logs, reshape(targets, [n, 1])], [n, 1], {attributes: {axis: 1}}), [n]);
  };
  return graph.compose('logProbabilityOf', [logits, targets], build, (g) => {
    const away = addedAt(exp(logs), reshape(targets, [n, 1]), graph.filled(-1, [n, 1]));
    return [multiply(away, reshape(negate(g), [n, 1])), undefined];
  });
}
