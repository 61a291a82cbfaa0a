/**
 * The schema of a population: several models that write into one web and are trained on what is drawn from it.
 */
import * as z from 'zod';
import {isTaken} from '../../core/plain/value.ts';
import {count, positive, share} from '../../models/atoms.ts';
import type {ModelOptions} from '../../models/families.ts';
import {enrichmentSchema, feedbackSchema, qualitySchemaWith} from './mitigation-schema.ts';

const adoptionSchema = z
  .union([
    share.describe('The same in every generation.'),
    z
      .strictObject({
        kind: z.literal('linear'),
        from: share.default(0).describe('At generation 1.'),
        to: share.default(1),
        by: z.int().min(2).describe('The generation that reaches `to`.'),
      })
      .describe('Rises by the same step each generation.'),
    z
      .strictObject({
        kind: z.literal('logistic'),
        from: share.default(0).describe('Long before.'),
        to: share.default(1).describe('Long after.'),
        middle: positive.describe('The generation at which adoption is half way.'),
        rate: positive.default(1).describe('Steepness: the difference to half way grows e-fold in 1 / rate generations.'),
      })
      .describe('Slow, then fast, then slow.'),
  ])
  .describe('Which part of what enters the web in a generation is machine-written; the rest is new human records.');

/** `model` is the schema of models: given by the caller, which stands above. */
export const populationSchemaWith = <M extends z.ZodType<ModelOptions>>(model: M) => {
  const quality = qualitySchemaWith(model);
  const memberSchema = z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/, 'a name of at most 40 letters, digits, spaces and . _ -')
        .refine((name) => !isTaken(name), 'another name: every object has something called so'),
      share: positive.default(1).describe('Part of the machine-written text that it writes, relative to the others.'),
      model: model.optional().describe("In place of the arm's model."),
      feedback: feedbackSchema.optional().describe("In place of the arm's feedback."),
      quality: quality.optional().describe("In place of the arm's quality."),
      enrichment: enrichmentSchema.optional().describe("In place of the arm's enrichment."),
    })
    .describe('One model.');
  return z
    .strictObject({
      models: z
        .union([
          count.max(100),
          z
            .array(memberSchema)
            .min(1)
            .max(100)
            .refine((list) => new Set(list.map(({name}) => name)).size === list.length, {error: 'two models have the same name'}),
        ])
        .describe('How many alike, or each with what sets it apart.'),
      adoption: adoptionSchema.default(1),
    })
    .describe('Several models that write into one web. The workflow says what each is trained on; every model has a draw of its own.');
};

export type Adoption = z.infer<typeof adoptionSchema>;
