/**
 * Readings as they leave the lab: each of a measure that was asked for, with a finite value or a reason. What a program's own measure gives
 * besides is its mistake, and told.
 */
import {DomainError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {isObject, shownValue} from '../../core/plain/value.ts';

/** Throws DomainError on what is no reading of one of `names`. */
export function settledReadings(readings: readonly Reading[], names: readonly string[]): Reading[] {
  return readings.map((reading) => {
    if (!isObject(reading) || Array.isArray(reading) || !names.includes(reading.measure)) throw notAReading(reading, names);
    return 'value' in reading && !Number.isFinite(reading.value) ? withReason(reading) : reading;
  });
}

const withReason = ({value, ...rest}: Extract<Reading, {value: number}>): Reading => ({
  ...rest,
  reason: `not a finite number (${shownValue(value)})`,
});

function notAReading(got: unknown, names: readonly string[]): DomainError {
  const named = isObject(got) && 'measure' in got ? `a reading of ${shownValue(got.measure)}, which was not asked for` : shownValue(got);
  return new DomainError(`a measure gave ${named} in place of {measure, value} or {measure, reason}; asked were ${names.join(', ')}`, {
    next: 'Measures of points give one reading, all others a list; each carries the name of its measure.',
  });
}
