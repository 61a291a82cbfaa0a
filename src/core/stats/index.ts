/** Kernels: special functions, quantiles, divergences, distances on the line, intervals, linear algebra. */
export {type BootstrapInterval, type BootstrapOptions, bootstrapMean, bootstrapMedian} from './bootstrap.ts';
export {checkDistribution, entropyBits, giniSimpson, jensenShannonBits, klBits, totalVariation} from './divergence.ts';
export {goodTuringUnseenMass, holm, wilsonInterval} from './intervals.ts';
export {kolmogorovSurvival} from './kolmogorov.ts';
export {cholesky, choleskySolve, forwardSolve, logDeterminant} from './linear/cholesky.ts';
export {matrixProduct} from './linear/product.ts';
export {type SymmetricEigen, symmetricEigen, symmetricSquareRoot} from './linear/symmetric-eigen.ts';
export {logSumExp, meanOf, standardErrorOf, sumOf, varianceOf} from './moments.ts';
export {median, quantile, quantileSorted, select} from './quantile.ts';
export {
  betaRegularized,
  chiSquareSurvival,
  gammaRegularizedLower,
  gammaRegularizedUpper,
  studentCdf,
  studentQuantile,
} from './regularized.ts';
export {digamma, erf, erfc, logGamma, normalCdf, normalQuantile, trigamma} from './special.ts';
export {energyDistance, type KolmogorovSmirnov, kolmogorovSmirnov, wasserstein1, wasserstein2Samples1d} from './transport.ts';
