/**
 * The functions that ECMAScript leaves to the engine (`Math.exp` and its like, `**`), the same to the last bit on every engine.
 * They use + - * /, sqrt, fround and abs alone, which the language defines to the last bit.
 */
export {acos} from './acos.ts';
export {cbrt} from './cbrt.ts';
export {exp} from './exp.ts';
export {expm1} from './expm1.ts';
export {hypot, norm} from './hypot.ts';
export {log} from './log.ts';
export {log1p} from './log1p.ts';
export {log2} from './log2.ts';
export {log10} from './log10.ts';
export {pow} from './pow.ts';
export {powerOfTen, powerOfTwo, scaled} from './powers.ts';
export {cos, sin} from './sin.ts';
export {square} from './square.ts';
export {tanh} from './tanh.ts';
