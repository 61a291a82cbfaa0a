/** What the host computes: the functions of src/core/math, so that draws beside the rectangles are theirs to the bit. */

export declare function exp(x: f64): f64;

export declare function log(x: f64): f64;
