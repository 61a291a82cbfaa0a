/**
 * What differs between the four kinds of data in the loop: where human data comes from, how a model draws, what is read off it, and what
 * several models are together. One of these makes everything of a lineage, so that the types of its parts meet.
 */
import type {Categories, Data, Points, Rows, Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted, FittedCategories, FittedPoints, FittedRows, FittedText, Law} from '../../models/model.ts';
import {unionOfCategories, unionOfPoints, unionOfRows, unionOfText} from '../../models/union.ts';
import {kindOfData} from '../experiment/arm.ts';
import type {DataOptions} from '../experiment/data-schema.ts';
import type {Human} from '../human/human.ts';
import {CategoriesObserver} from '../observe/categories.ts';
import type {Observer, ObserverOptions} from '../observe/observer.ts';
import {PointsObserver, type PointsObserverOptions} from '../observe/points.ts';
import {RowsObserver} from '../observe/rows.ts';
import {TextObserver} from '../observe/text.ts';

export interface DataKind<D extends Data = Data> {
  observer(options: ObserverOptions<D>): Observer<D>;
  /** What a generation writes: `size` records or tokens. `human`: whose x new labels are drawn for. */
  draw(fitted: Fitted<D>, size: number, {stream, human}: {readonly stream: Stream; readonly human: Human<D>}): D;
  /** Several models as one law, each with its share of what is written. */
  union(models: readonly Fitted<D>[], shares: readonly number[]): Law<D>;
}

const points: DataKind<Points> = {
  observer: (options: PointsObserverOptions) => new PointsObserver(options),
  draw: (fitted: FittedPoints, size, {stream}) => fitted.sample(size, stream),
  union: (models: readonly FittedPoints[], shares) => unionOfPoints(models, shares),
};

const categories: DataKind<Categories> = {
  observer: (options) => new CategoriesObserver(options),
  draw: (fitted: FittedCategories, size, {stream}) => fitted.sample(size, stream),
  union: (models: readonly FittedCategories[], shares) => unionOfCategories(models, shares),
};

const rows: DataKind<Rows> = {
  observer: (options) => new RowsObserver(options),
  draw(fitted: FittedRows, size, {stream, human}) {
    const unlabelled = human.unlabelled?.(size, stream.fork('x')) ?? human.training;
    return human.labeller?.(unlabelled, stream) ?? fitted.relabel(unlabelled, stream);
  },
  union: (models: readonly FittedRows[], shares) => unionOfRows(models, shares),
};

const text: DataKind<Text> = {
  observer: (options) => new TextObserver(options),
  draw: (fitted: FittedText, size, {stream}) => fitted.sample(size, stream),
  union: (models: readonly FittedText[], shares) => unionOfText(models, shares),
};

const KINDS: Readonly<Record<Data['kind'], DataKind>> = {points, categories, rows, text};

export const dataKindOf = (data: DataOptions): DataKind => KINDS[kindOfData(data)];
