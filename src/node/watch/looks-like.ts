/** How many generations of a lab on the reference the text of a change looks like. */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import type {WatchedValue} from '../../guard/watch-report.ts';
import type {WatchTexts} from './texts.ts';

/** Of `replace`; what looks like more of them looks like these. */
const GENERATIONS = 6;

export interface GenerationsTold {
  readonly told: WatchedValue;
  /** Whether it follows from the text: not where that is not there now. */
  readonly isLasting: boolean;
}

/** `periods`: those by which the alarm was raised. Throws what reading throws. */
export async function generationsOf(periods: readonly string[], texts: WatchTexts, definition: WatchDefinition): Promise<GenerationsTold> {
  const human = await texts.ofReference();
  if ('reason' in human) return {told: human, isLasting: false};
  const candidate = await texts.ofPeriods(periods);
  if ('reason' in candidate) return {told: candidate, isLasting: false};
  return {told: await placed(human, candidate, definition), isLasting: true};
}

async function placed(human: Text, candidate: Text, {language}: WatchDefinition): Promise<WatchedValue> {
  const {placeTexts} = await import('../forecast/sources.ts');
  const options = {human: [], candidate: ['the text of the change'], generations: GENERATIONS, ...(language && {language})};
  try {
    const {value, low, high, reason, line} = await placeTexts({human, candidate}, options);
    if (value === undefined || low === undefined || high === undefined) return {reason: reason ?? line};
    return {value, low, high};
  } catch (error) {
    if (error instanceof DataError) return {reason: error.message};
    throw error;
  }
}
