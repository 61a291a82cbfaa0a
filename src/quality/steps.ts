/**
 * The schema of quality steps: what a lab's `quality.rules` and a recipe's `steps` may hold. One source for types, errors and docs.
 *
 * Refuses to know how steps are run; `rules.ts` makes rules of them.
 */
import * as z from 'zod';
import {ANY, FROM_0, neverHolds, type Range, SHARE, saysNothing} from '../core/measure/range.ts';
import {finite, positive, share} from '../models/atoms.ts';

/** What is measured of one document. Names are those of the measures of corpora where there is one. */
export const DOCUMENT_MEASURES = ['words', 'bytes', 'repetition', 'likelihood', 'synthetic'] as const;
export type DocumentMeasureName = (typeof DOCUMENT_MEASURES)[number];

const RANGES: Readonly<Record<DocumentMeasureName, Range>> = {
  words: FROM_0,
  bytes: FROM_0,
  repetition: SHARE,
  likelihood: ANY,
  synthetic: SHARE,
};

export const dedupeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({kind: z.literal('exact')}).describe('Documents equal byte for byte.'),
    z
      .strictObject({kind: z.literal('near'), similarity: z.number().gt(0).max(1).default(0.5)})
      .describe('Documents whose sets of word 3-grams have at least this Jaccard index.'),
  ])
  .describe('Of a group of duplicates the first in input order is kept.');

export const filterSchema = z
  .strictObject({
    measure: z.enum(DOCUMENT_MEASURES).describe('What is measured of each document.'),
    atLeast: finite.optional(),
    atMost: finite.optional(),
    band: z
      .tuple([share, share])
      .optional()
      .describe('Quantiles of the human reference between which a document must lie, for instance [0.01, 0.99].'),
  })
  .superRefine((filter, context) => {
    if (filter.atLeast === undefined && filter.atMost === undefined && filter.band === undefined)
      context.addIssue({code: 'custom', message: 'a filter wants atLeast, atMost or band'});
    if (filter.atLeast !== undefined && filter.atMost !== undefined && filter.atLeast > filter.atMost)
      context.addIssue({code: 'custom', path: ['atLeast'], message: 'atLeast is above atMost: nothing would be kept'});
    for (const key of ['atLeast', 'atMost'] as const) {
      const asked = {measure: filter.measure, [key]: filter[key]};
      const idle = saysNothing(asked, RANGES[filter.measure]) ?? neverHolds(asked, RANGES[filter.measure]);
      if (idle !== undefined) context.addIssue({code: 'custom', path: [key], message: idle});
    }
    if (filter.band && filter.band[0] >= filter.band[1])
      context.addIssue({code: 'custom', path: ['band'], message: 'a band goes from a lower to a higher quantile'});
  })
  .describe('Keeps documents whose measure lies within the bounds.');

export const weightSchema = z
  .strictObject({
    measure: z.literal('synthetic').default('synthetic'),
    power: positive.default(1).describe('b of (1 - p)^b, p the probability that a document is synthetic.'),
  })
  .describe('Weighs documents by (1 - p)^b (Drayson et al., EMNLP 2025).');

/** Seconds that an answer of a command is waited for, unless it says otherwise. */
export const COMMAND_SECONDS = 600;

/** For JSON.stringify: leaves out what changes no result, so that what was done under another limit is not done again. */
export const ofResults = (key: string, value: unknown): unknown => (key === 'timeout' ? undefined : value);

export const commandSchema = z
  .strictObject({
    run: z.array(z.string().min(1)).min(1).describe('Program and arguments. It reads one JSON object a line and answers each with one.'),
    timeout: z
      .number()
      .gt(0)
      .max(1e6)
      .optional()
      .describe(`Seconds without an answer after which the program is ended (default: ${COMMAND_SECONDS}). Changes no result.`),
    changes: z
      .boolean()
      .optional()
      .describe('Its answers may change records: {"text": "..."} is what the record becomes, and stays; `keep` may then be left out.'),
  })
  .describe('Your own check: {"text"} in; {"keep": true | false, "reason"?, "weight"?} out, one line each, in order.');

/** One step: an object with the step's name as its only key. */
export const stepSchema = z.union([
  z.strictObject({dedupe: dedupeSchema}),
  z.strictObject({filter: filterSchema}),
  z.strictObject({weight: weightSchema}),
  z.strictObject({command: commandSchema}),
]);

export type RecipeStep = z.infer<typeof stepSchema>;
export type FilterOptions = z.infer<typeof filterSchema>;
export type WeightOptions = z.infer<typeof weightSchema>;
export type CommandOptions = z.infer<typeof commandSchema>;

/** Short names for common steps. */
export const STEP_SHORTCUTS = {
  duplicates: {dedupe: {kind: 'exact'}},
  'near-duplicates': {dedupe: {kind: 'near', similarity: 0.5}},
  repetition: {filter: {measure: 'repetition', band: [0, 0.99]}},
  length: {filter: {measure: 'words', band: [0.005, 0.995]}},
  'likelihood-band': {filter: {measure: 'likelihood', band: [0.01, 0.99]}},
  synthetic: {filter: {measure: 'synthetic', atMost: 0.5}},
} as const satisfies Record<string, RecipeStep>;
type StepShortcut = keyof typeof STEP_SHORTCUTS;

export const namedStepSchema = z.union([z.enum(Object.keys(STEP_SHORTCUTS) as [StepShortcut, ...StepShortcut[]]), stepSchema]);

/** A shortcut as the step it stands for. */
export const stepOf = (step: z.infer<typeof namedStepSchema>): RecipeStep =>
  typeof step === 'string' ? (STEP_SHORTCUTS[step] as RecipeStep) : step;
