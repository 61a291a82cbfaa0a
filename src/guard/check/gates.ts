/**
 * Gates: what the user asks, or the defaults, which are relative to what the reference shows against its own other half.
 */
import {ConfigError} from '../../core/error.ts';
import type {Gate} from '../check-report.ts';
import type {ComparedReading} from './reading.ts';

export function gateName({name, measure, band}: Gate): string {
  return name ?? (band === undefined ? measure : `${measure}[${band}]`);
}

/** Throws ConfigError where gates that a program made cannot be judged; a file of gates is told more by `gatesSchema`. */
export function requireGates(gates: readonly Gate[]): void {
  if (gates.length === 0)
    throw new ConfigError('gates is empty: a check without gates would pass anything', {next: 'Name a gate, or none for the defaults.'});
  gates.forEach((gate, i) => {
    const bounds = [gate.atLeast, gate.atMost].filter((bound) => bound !== undefined) as readonly unknown[];
    if (bounds.length === 1 && Number.isFinite(bounds[0])) return;
    const got = bounds.length === 1 ? `${typeof bounds[0]} ${String(bounds[0])}` : `${bounds.length} of them`;
    throw new ConfigError(`gate ${i + 1} (${gateName(gate)}) wants one finite number, atLeast or atMost, got ${got}`, {
      next: 'For instance {measure: "tail.retention", atLeast: 0.3}.',
    });
  });
}

/** A bound that the reference's own reading decides: expected * factor + slack. */
export interface RelativeGate {
  readonly measure: string;
  readonly side: 'atLeast' | 'atMost';
  readonly factor: number;
  readonly slack: number;
}

/**
 * The gates of a check without a gate file. docs/check.md has how they were calibrated: on random halves of four human sources and on
 * neighbouring parts of two (chapters, articles), which differ more, against samples of models and planted damage.
 */
export const DEFAULT_GATES: readonly RelativeGate[] = [
  {measure: 'tail.retention', side: 'atLeast', factor: 0.8, slack: 0},
  {measure: 'head.inflation', side: 'atMost', factor: 1.08, slack: 0},
  {measure: 'unseen', side: 'atLeast', factor: 0.7, slack: 0},
  {measure: 'distinct.1', side: 'atLeast', factor: 0.88, slack: 0},
  {measure: 'distinct.3', side: 'atLeast', factor: 0.85, slack: 0},
  {measure: 'repetition', side: 'atMost', factor: 1.5, slack: 0.02},
  {measure: 'selfRepetition', side: 'atMost', factor: 1.5, slack: 0.03},
  {measure: 'duplicates.exact', side: 'atMost', factor: 1, slack: 0.02},
  {measure: 'duplicates.near', side: 'atMost', factor: 1, slack: 0.03},
];

/**
 * The default gate's bound, rounded as it is shown; undefined where the reference has no reading of its own. `overlap`: the share of the
 * candidate's documents that the reference has too. Half of them are in the part that it is held against, where no head deflates.
 */
export function boundOf({measure, side, factor, slack}: RelativeGate, reading: ComparedReading, overlap = 0): Gate | undefined {
  if (reading.expected === undefined) return undefined;
  const own = reading.expected.value;
  const expected = measure === 'head.inflation' && own < 1 ? own + (overlap / 2) * (1 - own) : own;
  const value = Number((expected * factor + slack).toPrecision(4));
  return side === 'atLeast' ? {measure, atLeast: value} : {measure, atMost: value};
}
