/** How a state was made, beside how the watch is defined now: what may change, what is refused, and what is measured again. */
import {ConfigError} from '../../core/error.ts';
import {shownValue} from '../../core/plain/value.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {DEFAULT_MEASURES} from '../../guard/watch/measures.ts';
import {readingOf} from '../../read/request.ts';
import type {FileStamp} from './found.ts';
import {firstMade, type WatchMade} from './stored.ts';

/** How records are found and cut into periods. Where data lie may change. */
function readingIdentity({data, period, language, size}: WatchDefinition): WatchMade['reading'] {
  const {maxBad: _, ...ofFiles} =
    'corpus' in data ? {maxBad: undefined, corpus: data.corpus, unit: data.unit} : {...readingOf(data), format: data.format};
  const by = 'path' in period ? 'path' : 'call' in period ? 'call' : period;
  // as it comes back from the disk
  return JSON.parse(JSON.stringify({...ofFiles, passage: data.passage, period: by, language, size}));
}

export const measuresOf = ({measures}: WatchDefinition): readonly string[] => measures ?? DEFAULT_MEASURES;
export const slicesOf = ({slices}: WatchDefinition): readonly string[] => slices ?? [];

export interface MadeNow {
  readonly made: WatchMade;
  /** Whether every period must be measured again, and whether what was refused is accepted. */
  readonly measureAgain: boolean;
}

interface Now {
  readonly definition: WatchDefinition;
  readonly reference: readonly FileStamp[];
  readonly referenceChanged: boolean;
  readonly synthetic?: WatchMade['synthetic'];
  /** The period with which a new calibration is to end. */
  readonly accept?: string;
}

const NEW_STATE = 'Name a new state: --state DIR.';

/** Throws ConfigError where the state was made otherwise. `where`: the state. */
export function madeNow(
  before: WatchMade | undefined,
  {definition, reference, referenceChanged, synthetic, accept}: Now,
  where: string,
): MadeNow {
  const {calibration} = definition;
  const now = {
    ...{reading: readingIdentity(definition), measures: [...measuresOf(definition)], slices: [...slicesOf(definition)]},
    ...{calibration, reference: [...reference], ...(synthetic && {synthetic})},
  };
  if (before === undefined) return {made: firstMade({...now, accepted: accept === undefined ? [] : [accept]}), measureAgain: false};
  for (const key of new Set([...Object.keys(before.reading), ...Object.keys(now.reading)]))
    if (!isSame(before.reading[key], now.reading[key])) {
      const was = (value: unknown) => (value === undefined ? 'not said' : shownValue(value));
      throw new ConfigError(`the state was made with other data: ${key} was ${was(before.reading[key])} and is ${was(now.reading[key])}`, {
        where,
        next: NEW_STATE,
      });
    }
  if (accept === undefined) {
    const next = `${NEW_STATE} Or let a new calibration end with a period: --accept PERIOD.`;
    if (!isSame(before.calibration, calibration))
      throw new ConfigError(`the calibration was ${shownValue(before.calibration)} and is ${shownValue(calibration)}: it is frozen`, {
        where,
        next,
      });
    if (referenceChanged)
      throw new ConfigError('the reference has changed: what was measured against the old one cannot be compared', {where, next});
  }
  const accepted = accept === undefined ? before.accepted : [...before.accepted.filter((period) => period < accept), accept];
  const isMeasuredOtherwise = !isSame(
    [before.measures, before.slices, before.synthetic?.digest],
    [now.measures, now.slices, synthetic?.digest],
  );
  const measureAgain = referenceChanged || isMeasuredOtherwise;
  return {made: firstMade({...now, accepted}), measureAgain};
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
