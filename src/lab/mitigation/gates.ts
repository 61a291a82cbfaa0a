/** Gates on the readings of one generation. Refuses to let anything that is not known pass. */
import type {Reading} from '../../core/measure/estimate.ts';
import {gateText} from '../experiment/describe-arm.ts';
import type {GenerationGate} from '../experiment/mitigation-schema.ts';

/** The gates that do not hold, each in words with what was seen. A measure that is undefined, or has no such band, fails. */
export function failingGates(gates: readonly GenerationGate[], readings: readonly Reading[]): string[] {
  return gates.flatMap((gate) => {
    const reading = readings.find(({measure, band}) => measure === gate.measure && band === gate.band);
    const value = reading && 'value' in reading ? reading.value : undefined;
    const holds = value !== undefined && (gate.atLeast === undefined ? value <= gate.atMost! : value >= gate.atLeast);
    if (holds) return [];
    const seen =
      value === undefined ? (reading && 'reason' in reading ? reading.reason : 'there is no such reading') : value.toPrecision(3);
    return [`${gateText(gate)}: ${seen}`];
  });
}
