/**
 * Convolutions of images and their transposes. Images: (B, C, height, width).
 *
 *   conv:        y[b,m,i,j] = sum over c,p,q of x[b,c, i s + p - pad, j s + q - pad] w[m,c,p,q]   (+ bias[m])
 *   transposed:  the gradient of a convolution by its image, as a layer of its own: it enlarges
 *
 * The gradient by the image is the other of the two; that by the weights is a convolution with images and channels swapped, whose strides
 * are the other's dilations.
 *
 * source   Dumoulin and Visin, arXiv:1603.07285
 */
import {nodeOf, type Tensor} from '../graph.ts';
import {type Shape, shapeError} from '../shape.ts';
import {slice, transpose} from './layout.ts';
import {sum} from './reduce.ts';

interface ConvOptions {
  /** (m,): one number a channel of the result. */
  readonly bias?: Tensor;
  /** Rows and columns from one place to the next; 1 unless said. */
  readonly stride?: number;
  /** Zeros on all four sides; 0 unless said. */
  readonly padding?: number;
}

interface TransposedConvOptions extends ConvOptions {
  /** Rows and columns more at the end, below the stride: a convolution forgets how many it did not reach. 0 unless said. */
  readonly outputPadding?: number;
}

interface Geometry {
  readonly stride: number;
  readonly padding: number;
}

/** x: (B, C, h, w); weight: (M, C, kh, kw) -> (B, M, floor((h + 2 padding - kh) / stride) + 1, ...) */
export function conv2d(x: Tensor, weight: Tensor, {bias, stride = 1, padding = 0}: ConvOptions = {}): Tensor {
  const wanted = 'images (B, C, h, w) no smaller than weights (M, C, kh, kw) with the padding';
  const [B, C, ...size] = x.shape;
  const [M, C2, ...kernel] = weight.shape;
  const fits = size.every((extent, i) => extent + 2 * padding >= kernel[i]);
  if (x.shape.length !== 4 || weight.shape.length !== 4 || C !== C2 || !fits)
    throw shapeError('conv2d', [x.shape, weight.shape], wanted, 'Match the channels, or pad more.');
  checkConv('conv2d', {stride, padding, bias, M});
  const extents = size.map((extent, i) => Math.floor((extent + 2 * padding - kernel[i]) / stride) + 1);
  return nodeOf('Conv', bias ? [x, weight, bias] : [x, weight], [B, M, ...extents], {
    attributes: attributesOf({stride, padding}),
    backward: ([g]) => [
      enlarged(g!, weight, {stride, padding}, x.shape),
      kernelGradient(x, g!, {stride, padding}, weight.shape),
      bias && sum(g!, {axes: [0, 2, 3]}),
    ],
  });
}

/** x: (B, C, h, w); weight: (C, M, kh, kw) -> (B, M, (h - 1) stride - 2 padding + kh + outputPadding, ...) */
export function transposedConv2d(x: Tensor, weight: Tensor, options: TransposedConvOptions = {}): Tensor {
  const {bias, stride = 1, padding = 0, outputPadding = 0} = options;
  const [B, C, ...size] = x.shape;
  const [C2, M, ...kernel] = weight.shape;
  const extents = size.map((extent, i) => (extent - 1) * stride - 2 * padding + kernel[i] + outputPadding);
  if (x.shape.length !== 4 || weight.shape.length !== 4 || C !== C2 || extents.some((extent) => extent < 1))
    throw shapeError(
      'transposedConv2d',
      [x.shape, weight.shape],
      'images (B, C, h, w) and weights (C, M, kh, kw)',
      'Match the channels, or pad less.',
    );
  if (!(outputPadding >= 0 && outputPadding < stride))
    throw shapeError('transposedConv2d', [x.shape], `an output padding from 0 to below the stride ${stride}`, `Lower ${outputPadding}.`);
  checkConv('transposedConv2d', {stride, padding, bias, M});
  return nodeOf('ConvTranspose', bias ? [x, weight, bias] : [x, weight], [B, M, ...extents], {
    attributes: {...attributesOf({stride, padding}), output_padding: [outputPadding, outputPadding]},
    backward: ([g]) => [
      conv2d(g!, weight, {stride, padding}),
      kernelGradient(g!, x, {stride, padding}, weight.shape),
      bias && sum(g!, {axes: [0, 2, 3]}),
    ],
  });
}

const attributesOf = ({stride, padding}: Geometry) => ({strides: [stride, stride], pads: [padding, padding, padding, padding]});

/** The gradient of a convolution by its image: rows and columns that no place of the kernel reached are padded on. */
function enlarged(g: Tensor, weight: Tensor, {stride, padding}: Geometry, shape: Shape): Tensor {
  const missed = [2, 3].map((axis) => (shape[axis] + 2 * padding - weight.shape[axis]) % stride);
  return nodeOf('ConvTranspose', [g, weight], shape, {
    attributes: {...attributesOf({stride, padding}), output_padding: missed},
  });
}

/**
 * The gradient by the weights, of a convolution from `image` to `small`, or of its transpose from `small` to `image`.
 * image: (B, P, H, W), small: (B, Q, h, w) -> (Q, P, kh, kw)
 */
function kernelGradient(image: Tensor, small: Tensor, {stride, padding}: Geometry, shape: Shape): Tensor {
  const channelsFirst = (x: Tensor) => transpose(x, [1, 0, 2, 3]);
  const reached = [2, 3].map((axis) => image.shape[axis] + 2 * padding - (small.shape[axis] - 1) * stride);
  const attributes = {...attributesOf({stride: 1, padding}), dilations: [stride, stride]};
  const raw = nodeOf('Conv', [channelsFirst(image), channelsFirst(small)], [shape[1], shape[0], ...reached], {attributes});
  const rows = slice(raw, {axis: 2, from: 0, to: shape[2]});
  return channelsFirst(slice(rows, {axis: 3, from: 0, to: shape[3]}));
}

function checkConv(operation: string, {stride, padding, bias, M}: Geometry & {bias?: Tensor; M: number}): void {
  if (!(Number.isInteger(stride) && stride >= 1 && Number.isInteger(padding) && padding >= 0))
    throw shapeError(
      operation,
      [],
      `a whole stride of at least 1 and a padding of at least 0, got ${stride} and ${padding}`,
      'Change them.',
    );
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== M))
    throw shapeError(operation, [bias.shape], `a bias of shape (${M})`, 'Give it one number a channel of the result.');
}
