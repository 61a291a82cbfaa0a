/**
 * Worlds: known truths to sample human data from. What is known of each stands beside its sampler.
 *
 * Refuses to know about generations or models in training: a world is asked for records and for the truth, nothing else.
 */
import {ConfigError} from '../../core/error.ts';
import {categoricalWorld} from './categorical.ts';
import {circlesWorld, moonsWorld, swissRollWorld} from './curves.ts';
import {blobsWorld, gaussianWorld, gridWorld, mixtureWorld} from './gaussians.ts';
import {labelledWorld} from './labelled.ts';
import {logisticWorld} from './logistic.ts';
import {regressionWorld} from './regression.ts';
import type {WorldOptions} from './schema.ts';
import type {CategoriesWorld, PointsWorld, RowsWorld} from './truth.ts';

export type {WorldOptions} from './schema.ts';

export type {
  CategoriesTruth,
  CategoriesWorld,
  MixtureComponent,
  PointsTruth,
  PointsWorld,
  RowsTruth,
  RowsWorld,
  Truth,
  World,
} from './truth.ts';

/** The world that the options name. Throws ConfigError on options that do not make one. */
export function makeWorld(options: WorldOptions): PointsWorld | CategoriesWorld | RowsWorld {
  switch (options.world) {
    case 'gaussian':
      return gaussianWorld(options);
    case 'mixture':
      return mixtureWorld(options);
    case 'grid':
      return gridWorld(options);
    case 'blobs':
      return blobsWorld(options);
    case 'moons':
      return moonsWorld(options);
    case 'circles':
      return circlesWorld(options);
    case 'swiss-roll':
      return swissRollWorld(options);
    case 'categorical':
      return categoricalWorld(options);
    case 'regression':
      return regressionWorld(options);
    case 'labelled':
      return labelledWorld(options);
    case 'logistic':
      return logisticWorld(options);
    default:
      throw new ConfigError(`there is no world ${JSON.stringify((options as {world: unknown}).world)}`, {where: 'data.world'});
  }
}
