/**
 * How much human data enters a training set, and from where: the arm's enrichment, its schedule, and the controller where there is one.
 *
 *   constant   share, by its schedule      decaying   share d^(t - 2) at fit t
 *   when       share, after a generation at whose end the gate failed; else nothing
 *   adjusted   the controller's share, whatever else is said
 */

import {pow} from '../../core/math/index.ts';
import {type ArmNow, eventAt} from '../experiment/arm.ts';
import type {LineageState} from './state.ts';

/** `source`: of the human training set, of the reserve, or the k-th further source. */
export interface WantedSource {
  readonly source: 'original' | 'fresh' | number;
  readonly weight: number;
}

export interface WantedHuman {
  readonly share?: number;
  readonly count?: number;
  readonly sources: readonly WantedSource[];
}

/** What training set `generation` (at least 2) wants; undefined where that is nothing. `arm`: as it is then. */
export function planEnrichment(arm: ArmNow, generation: number, state: LineageState): WantedHuman | undefined {
  const adjusted = adjustedShare(arm, generation, state);
  if (adjusted !== undefined) {
    const {from} = adjustmentOf(arm)!;
    const own = arm.enrichment?.from;
    return adjusted > 0 ? {share: adjusted, sources: sourcesOf(Array.isArray(own) ? own : from)} : undefined;
  }
  const {enrichment} = arm;
  if (!enrichment) return undefined;
  const {share, count, from, schedule} = enrichment;
  const factor = factorOf(schedule, generation, state);
  const wanted = share === undefined ? {count: Math.round(count! * factor)} : {share: share * factor};
  return (wanted.share ?? wanted.count!) > 0 ? {...wanted, sources: sourcesOf(from)} : undefined;
}

/** The controller's share for training set `generation`; undefined where the arm has no controller. */
export function adjustedShare(arm: ArmNow, generation: number, state: LineageState): number | undefined {
  if (!adjustmentOf(arm)) return undefined;
  const set = eventAt(arm, generation, 'enrichment.share');
  if (typeof set === 'number') return set;
  return state.share ?? arm.enrichment?.share ?? 0;
}

export function adjustmentOf({quality}: Pick<ArmNow, 'quality'>) {
  return typeof quality?.onFail === 'object' ? quality.onFail.adjust.enrichment : undefined;
}

function factorOf(schedule: NonNullable<ArmNow['enrichment']>['schedule'], generation: number, state: LineageState): number {
  if (typeof schedule !== 'object') return 1;
  if ('decay' in schedule) return pow(schedule.decay, generation - 2);
  return state.asked ? 1 : 0;
}

type From = NonNullable<ArmNow['enrichment']>['from'];

function sourcesOf(from: From): WantedSource[] {
  if (typeof from === 'string') return [{source: from, weight: 1}];
  let further = 0;
  return from.map((one) => ({source: 'source' in one ? one.source : further++, weight: one.weight}));
}
