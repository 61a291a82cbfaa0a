/**
 * The schema of what keeps a model from collapsing: enrichment, feedback, quality, and of what happens to an arm on the way (events, stop).
 * A part of the experiment's schema (`schema.ts`).
 */
import * as z from 'zod';
import {neverHolds, saysNothing} from '../../core/measure/range.ts';
import {count, finite, nonNegative, positive, share} from '../../models/atoms.ts';
import type {ModelOptions} from '../../models/families.ts';
import {scheduleSchema} from '../../models/schedule.ts';
import {askedSchema} from '../../quality/preference/schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';
import {rangeOf} from '../measure/catalog.ts';
import {measureName} from './measure-name.ts';
import {ruleSchemaWith} from './rules-schema.ts';

/** Exactly one of two keys. */
const oneOf = <T extends object>(schema: z.ZodType<T>, [a, b]: readonly [keyof T & string, keyof T & string], what: string) =>
  schema.refine((value) => (value[a] === undefined) !== (value[b] === undefined), {error: `${what} has either \`${a}\` or \`${b}\``});

/** A measure with a bound. */
const boundShape = {
  measure: measureName.describe('What is measured of each generation.'),
  band: z.string().min(1).optional().describe('A band of the measure, as results.jsonl names it.'),
  atLeast: finite.optional(),
  atMost: finite.optional(),
};
type Bound = z.infer<z.ZodObject<typeof boundShape>>;

/** A bound that no value can miss, or none can hold. */
function refuseIdle(bound: Bound, context: z.RefinementCtx): void {
  const idle = saysNothing(bound, rangeOf(bound.measure)) ?? neverHolds(bound, rangeOf(bound.measure));
  if (idle !== undefined) context.addIssue({code: 'custom', path: [bound.atLeast === undefined ? 'atMost' : 'atLeast'], message: idle});
}

export const generationGateSchema = oneOf(z.strictObject(boundShape), ['atLeast', 'atMost'], 'a gate')
  .superRefine(refuseIdle)
  .describe('A measure with a bound. A measure that is undefined fails; a bound that no value can miss, or hold, is refused.');

const held = {
  weight: positive.default(1).describe('Part of the human data that comes from here, relative to the other sources.'),
};
const sourceSchema = z
  .union([
    z.strictObject({source: z.enum(['fresh', 'original']), weight: held.weight}),
    z.strictObject({corpus: z.literal('speeches'), from: z.int().optional(), to: z.int().optional(), weight: held.weight}),
    z.strictObject({files: z.array(z.string()).min(1), ...readingShape, ...held}),
  ])
  .describe('The fresh or original data of the experiment, or other human text.');

export const enrichmentSchema = oneOf(
  z.strictObject({
    share: scheduleSchema(share).optional().describe('Part of the training set that is human; the size stays. A schedule may change it.'),
    count: scheduleSchema(count).optional().describe('Human records on top. A schedule may change it.'),
    from: z
      .union([z.enum(['fresh', 'original']), z.array(sourceSchema).min(1)])
      .default('fresh')
      .describe('Never seen before, from the human training set, or several sources with their weights.'),
    schedule: z
      .union([
        z.literal('constant'),
        z.strictObject({decay: z.number().gt(0).lt(1).describe('Each generation has this times the share or count of the one before.')}),
        z.strictObject({when: generationGateSchema.describe('Human data enters only after a generation at whose end this gate failed.')}),
      ])
      .optional()
      .describe('Constant unless said.'),
    dedupe: z.boolean().optional().describe('Passes over fresh documents that repeat one seen before, byte for byte.'),
  }),
  ['share', 'count'],
  'enrichment',
).describe('Human data that enters every generation from fit 2 on.');

const rewardModel = {
  comparisons: count.default(500).describe('Pairs that the annotator is asked about in a generation.'),
  pairs: z.enum(['random', 'active']).default('random').describe('Which pairs are asked about; active: the most telling first.'),
  features: z
    .enum(['records', 'hidden'])
    .default('records')
    .describe("What rewards are linear in: what is seen of a record, or the generation's transformer's mean hidden states of it."),
};
const rewardModelSchema = z.strictObject(rewardModel).describe('A Bradley-Terry reward model, fitted in every generation.');

const candidates = z.int().min(2).max(1000).default(4);
export const feedbackSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('best-of'),
        candidates: candidates.describe('K: as many are drawn for each one that is kept.'),
        annotator: askedSchema,
      })
      .describe('Of every K candidates the annotator keeps one.'),
    z
      .strictObject({
        kind: z.literal('reweight'),
        candidates: candidates.describe('The pool that is resampled has this many times the records of a sample.'),
        annotator: askedSchema,
        ...rewardModel,
        temperature: positive.default(1).describe('Weights are exp(reward / temperature).'),
        refit: z.enum(['every', 'first']).default('every').describe('Fit the reward model anew each generation, or only at the first.'),
      })
      .describe('A Bradley-Terry reward model is fitted to comparisons, and a larger sample is resampled by its rewards.'),
    z
      .strictObject({
        kind: z.literal('dpo'),
        annotator: askedSchema,
        comparisons: count.default(200).describe('Pairs of the sample that the annotator is asked about in a generation.'),
        beta: positive.default(0.1).describe('Price of leaving the model as it was fitted.'),
        rate: positive.default(1e-4).describe('Largest learning rate.'),
        epochs: positive.default(1).describe('Passes over the pairs.'),
        batch: count.default(16).describe('Pairs a step.'),
      })
      .describe('A transformer is trained on the pairs itself (DPO), held near the model as it was fitted, and then writes the sample.'),
    z
      .strictObject({
        kind: z.literal('grpo'),
        annotator: askedSchema,
        reward: z
          .union([z.literal('annotator'), rewardModelSchema])
          .default('annotator')
          .describe("The annotator's score of every document, each counted as a comparison; or a reward model of its comparisons."),
        group: z.int().min(2).max(1000).default(8).describe('Documents after each prompt: each is held against the others of its group.'),
        groups: count.default(8).describe('Prompts an iteration.'),
        iterations: count.default(20).describe('Times that groups are drawn in a generation.'),
        steps: count.default(2).describe('Steps of the optimiser on each drawing.'),
        epsilon: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.2)
          .describe('A token counts while its probability is within 1 - epsilon .. 1 + epsilon of what it was.'),
        beta: nonNegative.default(0.04).describe('Price of leaving the model as it was fitted.'),
        rate: positive.default(1e-4).describe('Largest learning rate.'),
        prompt: z.int().min(0).default(0).describe('Tokens of each prompt, the beginning of a human document; 0: documents from nothing.'),
        write: count.optional().describe('Tokens written at most; as many as the context holds unless said.'),
      })
      .describe(
        'A transformer is trained towards those of its documents that do better than their group (GRPO), and then writes the sample.',
      ),
  ])
  .describe('An annotator prefers one output to another.');

const adjustSchema = z
  .strictObject({
    adjust: z.strictObject({
      enrichment: z.strictObject({
        from: z.enum(['fresh', 'original']).default('fresh'),
        step: z.number().gt(0).max(1).describe('The share of human data moves by this.'),
        most: share.default(1),
        least: share.default(0),
      }),
    }),
  })
  .describe('A controller: raises the share of human data while a gate fails, lowers it while all hold.');

/** `model` is the schema of models: given by the caller, which stands above. */
export const qualitySchemaWith = <M extends z.ZodType<ModelOptions>>(model: M) =>
  z
    .strictObject({
      rules: z.array(ruleSchemaWith(model)).min(1).optional().describe('What every record of a sample must pass.'),
      gates: z.array(generationGateSchema).min(1).optional().describe('What a generation must pass at its end.'),
      every: count.default(1).describe('Gates are judged every so many generations.'),
      onFail: z
        .union([z.enum(['drop', 'resample', 'rollback', 'stop']), adjustSchema])
        .optional()
        .describe(
          'What follows. `drop`: records that fail a rule are left out. `resample`: they are drawn again, and so is a sample that fails a gate. `rollback`: back to the last good generation. `stop`: no more models are trained.',
        ),
      attempts: count.max(1000).default(10).describe('How often `resample` draws again.'),
    })
    .refine((q) => q.rules !== undefined || q.gates !== undefined, {error: 'quality has `rules`, `gates` or both'})
    .refine((q) => q.gates !== undefined || q.onFail === undefined || q.onFail === 'drop' || q.onFail === 'resample', {
      error: 'rollback, stop and adjust answer a gate: give `gates`',
    })
    .refine((q) => q.gates === undefined || q.onFail !== undefined, {error: 'say what follows where a gate fails: `onFail`'})
    .refine((q) => q.rules !== undefined || q.onFail !== 'drop', {error: '`drop` is for rules; a gate is answered by another'})
    .describe('Checks of every record, and a regular evaluation with a response.');

const EVENT_KEYS = /^(workflow|enrichment|feedback|quality|weights)(\.|$)/;
export const eventSchema = z
  .strictObject({
    generation: z.int().min(2).describe('The first fit whose training set is made so.'),
    set: z
      .record(z.string().regex(EVENT_KEYS, 'a field below workflow, enrichment, feedback, quality or weights'), z.unknown())
      .refine((set) => Object.keys(set).length > 0, {error: 'sets nothing'})
      .describe('Fields of the arm and their new values, for instance `enrichment.share: 0`.'),
  })
  .describe('Something that happens to an arm on the way.');

export const stopSchema = oneOf(
  z.strictObject({...boundShape, for: count.optional().describe('So many generations in a row; one unless said.')}),
  ['atLeast', 'atMost'],
  'a stop',
)
  .superRefine(refuseIdle)
  .describe(
    'A lineage ends at the first generation at which this holds: it is the last that is trained and measured. A measure that is undefined does not hold. The measure `stoppedAt` tells when.',
  );

export type GenerationGate = z.infer<typeof generationGateSchema>;
export type Enrichment = z.infer<typeof enrichmentSchema>;
export type RewardModelOptions = z.infer<typeof rewardModelSchema>;
export type FeedbackOptions = z.infer<typeof feedbackSchema>;
export type QualityOptions = z.infer<ReturnType<typeof qualitySchemaWith<z.ZodType<ModelOptions>>>>;
export type Stop = z.infer<typeof stopSchema>;
export type Event = z.infer<typeof eventSchema>;
