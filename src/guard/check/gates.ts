/**
 * Gates: what the user asks, or the defaults, which are relative to what the reference shows against its own other half.
 */
import {z} from 'zod';
import type {Gate} from '../check-report.ts';
import type {Reading} from './comparison.ts';
import {CHECK_MEASURES} from './measures.ts';

/** Measures whose value may be below 0, so that a bound may be. */
const SIGNED: ReadonlySet<string> = new Set(['calibration']);

const bound = (what: string) => z.number(`${what} is a number`).refine((value) => Number.isFinite(value), `${what} must be finite`);

export const gateSchema = z
  .strictObject({
    name: z.string().min(1).optional().describe('what reports call it; the measure unless given'),
    measure: z.enum(CHECK_MEASURES as [string, ...string[]]).describe('what is measured'),
    band: z.string().min(1).optional().describe('a band of the measure, as `check --json` names it'),
    atLeast: bound('atLeast').optional().describe('passes when the whole interval is at this or above'),
    atMost: bound('atMost').optional().describe('passes when the whole interval is at this or below'),
  })
  .superRefine((gate, context) => {
    if ((gate.atLeast === undefined) === (gate.atMost === undefined))
      context.addIssue({code: 'custom', message: 'wants exactly one of atLeast and atMost'});
    for (const key of ['atLeast', 'atMost'] as const) {
      if ((gate[key] ?? 0) < 0 && !SIGNED.has(gate.measure))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `${gate.measure} is never below 0, so a bound of ${gate[key]} says nothing`,
        });
    }
  });

export const gatesSchema = z
  .strictObject({
    gates: z.array(gateSchema).min(1, 'gates is empty: a check without gates would pass anything').describe('all of them must hold'),
  })
  .superRefine(({gates}, context) => {
    const seen = new Set<string>();
    gates.forEach((gate, i) => {
      const name = gateName(gate);
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: ['gates', i],
          message: `there are two gates called ${JSON.stringify(name)}: give one of them another name`,
        });
      seen.add(name);
    });
  });

export function gateName({name, measure, band}: Gate): string {
  return name ?? (band === undefined ? measure : `${measure}[${band}]`);
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

/** The default gate's bound, rounded as it is shown; undefined where the reference has no reading of its own. */
export function boundOf({measure, side, factor, slack}: RelativeGate, reading: Reading): Gate | undefined {
  if (reading.expected === undefined) return undefined;
  const value = Number((reading.expected.value * factor + slack).toPrecision(4));
  return side === 'atLeast' ? {measure, atLeast: value} : {measure, atMost: value};
}
