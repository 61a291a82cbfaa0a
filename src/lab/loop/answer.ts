/** What follows from a generation's gates for the next one: what it is trained on, and the state that it begins with. */
import type {Data} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {adjustedShare, adjustmentOf} from '../mitigation/enrichment.ts';
import {failingGates} from '../mitigation/gates.ts';
import type {LineageState} from '../mitigation/state.ts';

/** What is trained on next, and whose its records are where they are not all of this generation's model. */
export interface NextTraining {
  readonly data: Data;
  readonly parts?: LineageState['parts'];
}

export interface Judged {
  /** Undefined where no gate was judged. */
  readonly failing: readonly string[] | undefined;
  readonly readings: readonly Reading[];
}

export interface AnswerOptions {
  /** As it is at this generation. */
  readonly arm: ArmNow;
  readonly generation: number;
  readonly state: LineageState;
  /** What the generation before left. */
  readonly last?: Data;
  /** What is trained on where `last` is gone back to. */
  readonly rolledBack: (last: Data) => Data;
}

export interface GateAnswer {
  readonly kept: Data;
  readonly state: LineageState;
  readonly notes: readonly string[];
}

export function answerTo({data: kept, parts}: NextTraining, {failing, readings}: Judged, asked: AnswerOptions): GateAnswer {
  const {arm, generation, last, state, rolledBack} = asked;
  const next: LineageState = {...nextShare(asked, failing), ...(asks(arm, readings) && {asked: true}), ...(parts && {parts})};
  if (failing === undefined || failing.length === 0) {
    const good = failing === undefined ? state.good : generation;
    return {kept, state: arm.quality?.onFail === 'rollback' && good !== undefined ? {...next, good} : next, notes: []};
  }
  const said = failing.join('; ');
  switch (arm.quality?.onFail) {
    case 'stop':
      return {kept, state: {...next, stopped: `stopped after generation ${generation}: ${said}`}, notes: [`stopped: ${said}`]};
    case 'rollback': {
      const {good} = state;
      if (good === undefined || last === undefined) return {kept, state: next, notes: [`no good generation to go back to: ${said}`]};
      const {parts: _, ...rest} = next;
      const whose = state.parts && {parts: state.parts};
      return {kept: rolledBack(last), state: {...rest, ...whose, good}, notes: [`rolled back to generation ${good}: ${said}`]};
    }
    case 'resample':
      return {kept, state: next, notes: [`drawn again ${arm.quality.attempts} times, and still ${said}`]};
    default:
      return {kept, state: next, notes: []};
  }
}

/** Whether the gate of a `when` schedule fails, so that human data is asked for. */
function asks({enrichment}: ArmNow, readings: readonly Reading[]): boolean {
  const {schedule} = enrichment ?? {};
  return typeof schedule === 'object' && 'when' in schedule && failingGates([schedule.when], readings).length > 0;
}

/** The controller: up by a step while a gate fails, down by one while all hold. */
function nextShare({arm, generation, state}: AnswerOptions, failing: readonly string[] | undefined): Pick<LineageState, 'share'> {
  const options = adjustmentOf(arm);
  if (!options) return {};
  const {step, most, least} = options;
  const share = adjustedShare(arm, generation, state)!;
  if (failing === undefined) return {share};
  const moved = failing.length > 0 ? Math.min(most, share + step) : Math.max(least, share - step);
  return {share: Number(moved.toFixed(9))};
}
