/** What a file of gates may hold. Apart from gates.ts, so that a check without a file of gates loads no validator. */
import * as z from 'zod';
import {neverHolds} from '../../core/measure/range.ts';
import {shownValue} from '../../core/plain/value.ts';
import {gateName} from './gates.ts';
import {CHECK_MEASURES, checkBandsOf, checkRangeOf} from './measures.ts';

const bound = (what: string) => z.number(`${what} is a number`).refine((value) => Number.isFinite(value), `${what} must be finite`);

const noBand = (band: string, measure: string, bands: readonly string[]): string =>
  bands.length === 0
    ? `${measure} has no bands, got ${shownValue(band)}: leave band out`
    : `got ${shownValue(band)}, wanted one of the bands of ${measure}: ${bands.join(', ')}`;

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
    const bands = checkBandsOf(gate.measure);
    if (gate.band !== undefined && bands?.includes(gate.band) === false)
      context.addIssue({code: 'custom', path: ['band'], message: noBand(gate.band, gate.measure, bands)});
    const never = neverHolds(gate, checkRangeOf(gate.measure));
    if (never !== undefined) context.addIssue({code: 'custom', path: [gate.atLeast === undefined ? 'atMost' : 'atLeast'], message: never});
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
