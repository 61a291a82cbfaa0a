/** Streams addressed by label, and the samplers that take them. */
export {beta} from './beta.ts';
export {binomial} from './binomial.ts';
export {type AliasTable, aliasTable, categorical, fillCategorical} from './categorical.ts';
export {exponential, fillExponential} from './exponential.ts';
export {gamma, logGammaVariate} from './gamma.ts';
export {multinomial} from './multinomial.ts';
export {fillNormal, normal} from './normal.ts';
export {permutation, shuffle} from './permutation.ts';
export {Reservoir} from './reservoir.ts';
export {Stream} from './stream.ts';
export {subset} from './subset.ts';
export {fillUniform, uniform} from './uniform.ts';
