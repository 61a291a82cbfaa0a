/** What an arm's data decides about its variational autoencoder. */
import {type VaeOptions, vaeOptions} from '../models/vae/index.ts';
import type {DataOptions, ModelOptions} from './experiment/schema.ts';

/** Pixels a side; undefined where the data is no images. */
export const sideOf = (data: DataOptions): number | undefined => ('images' in data ? data.side : undefined);

/** Pixels from 0 to 1 have a Bernoulli likelihood unless another is said. Throws ConfigError where options do not fit each other. */
export function vaeChoice({kind: _, ...choice}: Extract<ModelOptions, {kind: 'vae'}>, data: DataOptions): VaeOptions {
  return vaeOptions({...(sideOf(data) !== undefined && {likelihood: 'bernoulli'}), ...choice});
}
