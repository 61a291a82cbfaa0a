/** What a generation leaves to those after it: what was written, by models and by people who have not adopted them, and states. */
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, joined, sizeOf} from '../../core/records.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {drawSize} from '../human/human.ts';
import {adoptionAt} from '../population/adoption.ts';
import type {LineageContext} from './context.ts';
import type {Trained} from './trainee.ts';
import type {Carry, Composition} from './workflow.ts';

/** What was made of the models of a generation. */
export interface MadeModels {
  readonly trained: readonly Trained[];
  readonly compositions: readonly Composition[];
  /** Fresh human records that are used up. */
  readonly used: number;
  readonly sources?: readonly number[];
}

interface Place {
  /** As it is at this generation. */
  readonly arm: ArmNow;
  readonly context: LineageContext;
  readonly generation: number;
  /** Of the models of a population. */
  readonly names?: readonly string[];
}

export function carryOf(stream: Stream, made: MadeModels, {arm, context, generation, names}: Place): Carry {
  const {trained, compositions, used, sources} = made;
  const saved = trained.flatMap(({model}) => (model ? [model] : []));
  const models = saved.length === trained.length ? {models: saved} : {};
  const shared = {...(sources && sources.length > 0 && {sources})};
  if (!arm.population) {
    const state = {...trained[0].state, ...shared};
    const {fresh} = compositions[0];
    return {sample: trained[0].kept, ...(fresh && {fresh}), used, ...(Object.keys(state).length > 0 && {state}), ...models};
  }
  const {unit, human} = context;
  const adoption = adoptionAt(arm.population.adoption, generation);
  const written = trained.map(({kept}) => (adoption === 1 ? kept : firstOf(kept, Math.round(adoption * sizeOf(kept, unit)), unit)));
  const size = drawSize(arm, human);
  const people = size - Math.round(adoption * size);
  const taken = people > 0 ? human.fresh({size: people, used, generation}, stream.fork('web')) : undefined;
  const members = trained.map(({state}, m) => ({count: written[m].count, state}));
  return {
    sample: joined(written),
    ...(taken && {fresh: taken.data}),
    used: taken?.used ?? used,
    ...(names ? {state: {members, ...shared}} : Object.keys(trained[0].state).length > 0 && {state: trained[0].state}),
    ...models,
  };
}
