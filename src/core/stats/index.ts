/** Kernels: special functions, quantiles, divergences, distances on the line, intervals, linear algebra. */
export {checkDistribution, entropyBits, giniSimpson, jensenShannonBits, klBits, totalVariation} from './divergence.ts';
export {goodTuringUnseenMass, holm, wilsonInterval} from './intervals.ts';
export {antitonic, isotonic, sumOfSquaredDifferences, unimodal} from './isotonic.ts';
export {jackknifeError} from './jackknife.ts';
export {kolmogorovSurvival} from './kolmogorov.ts';
export {cholesky, choleskySolve, forwardSolve, logDeterminant} from './linear/cholesky.ts';
export {matrixProduct} from './linear/product.ts';
export {type SymmetricEigen, symmetricEigen, symmetricSquareRoot} from './linear/symmetric-eigen.ts';
export {logSumExp} from './log-sum-exp.ts';
export {type MedianRank, medianRank} from './median-interval.ts';
export {meanOf, standardErrorOf, sumOf, varianceOf} from './moments.ts';
export {median, quantile, quantileSorted, select} from './quantile.ts';
export {
  betaQuantile,
  betaRegularized,
  chiSquareSurvival,
  gammaRegularizedLower,
  gammaRegularizedUpper,
  studentCdf,
  studentQuantile,
} from './regularized.ts';
export {sigmoid} from './sigmoid.ts';
export {digamma, erf, erfc, logGamma, normalCdf, normalQuantile, trigamma} from './special.ts';
export {type MeanInterval, studentInterval, studentReach, studentTails, studentTest} from './student.ts';
export {energyDistance, type KolmogorovSmirnov, kolmogorovSmirnov, wasserstein1} from './transport.ts';
