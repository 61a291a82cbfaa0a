/** What a world is where an experiment does not say. */
export const DEFAULTS = {
  gaussian: {mean: 0, sd: 1, dimension: 1},
  grid: {side: 5, spacing: 2, sd: 0.05},
  blobs: {centers: 3, sd: 1, radius: 6},
  logistic: {strength: 2},
  curves: {noise: 0.05, factor: 0.5},
} as const;
