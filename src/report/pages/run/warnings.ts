/** What a reader of a run should know before any of its numbers: of which arms the first model has hardly learned anything. */
import {counted, readableNumber} from '../../../core/text/numbers.ts';
import {type Arm, isNeural} from '../../../lab/experiment/arm.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {type HardlyLearned, hardlyLearned} from '../../../lab/results/first-fit.ts';
import {listed, lowered} from '../../words.ts';
import type {ReportSummary} from './input.ts';

const MOST_NAMED = 4;

type TrainedArm = Pick<Arm, 'name' | 'data' | 'model'>;

/** A sentence or two each: arms of which the same can be said are named together. */
export function warningsOf(arms: readonly TrainedArm[], summary: Pick<ReportSummary, 'arms'>): string[] {
  const groups = new Map<string, HardlyLearned[]>();
  for (const one of hardlyLearned(arms, summary)) {
    const key = `${one.measure} ${one.above}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => warningOf(group, arms));
}

function warningOf(group: readonly HardlyLearned[], arms: readonly TrainedArm[]): string {
  const names = group.map(({arm}) => arm);
  const subject = names.length === arms.length ? 'every arm' : names.length > MOST_NAMED ? counted(names.length, 'arm') : listed(names);
  const [{measure}] = group;
  const values = group.map(({value}) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)].map(readableNumber);
  const title = lowered(measureOf(measure)?.title ?? measure);
  const trained = arms.some((arm) => names.includes(arm.name) && isNeural(arm as Arm));
  return `The first model of ${subject} has hardly learned anything: ${title} (${measure}) is ${low === high ? low : `${low} to ${high}`} at generation 1, ${besideOf(group[0])}. What later generations lose cannot be told from what the first never had. Give it more data${trained ? ', or train it longer (model.epochs)' : ''}.`;
}

/** What that is held against. */
function besideOf({measure, without, human, above, limit}: HardlyLearned): string {
  if (measure === 'bitsPerByte') return `where a model that knows no word, and spells, takes ${readableNumber(limit)}`;
  if (without === undefined)
    return `${above ? 'more than four times' : 'less than a quarter of'} the ${readableNumber(human!)} of the human data`;
  return `nearer to the ${readableNumber(without)} of a model that knows nothing than to the ${readableNumber(human!)} of the human data`;
}
