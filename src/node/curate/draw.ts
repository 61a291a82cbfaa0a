/** The budget and the mix over both sides: which of the records that the steps left are written. */

import {DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {drawTo, planAmounts, type RecordPool} from '../../guard/curate/budget.ts';
import {KEPT} from '../../guard/curate/decide.ts';
import type {Recipe} from '../../guard/curate/recipe.ts';
import type {CuratedSide} from './side.ts';

export function drawBudget(recipe: Recipe, data: CuratedSide, human: CuratedSide | undefined): void {
  if (!data.fates.outcome.includes(KEPT))
    throw new DataError(`the steps left none of ${data.n} records`, {next: 'Loosen a step; its bounds may be of another kind of text.'});
  const stream = Stream.root(recipe.seed).fork('curate').fork('budget');
  const pools = {data: poolOf(data), human: human && poolOf(human)};
  const amounts = planAmounts(recipe, pools.data, pools.human);
  if (amounts.data) drawTo(stream.fork('data'), amounts.data, pools.data);
  if (amounts.human && pools.human) drawTo(stream.fork('human'), amounts.human, pools.human);
}

const poolOf = ({source, fates, words}: CuratedSide): RecordPool => ({
  name: source.name,
  outcome: fates.outcome,
  words,
  weights: fates.weights,
});
