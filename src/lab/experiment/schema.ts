/**
 * The schema of an experiment: one source for the types, the JSON Schema that editors use, the reference page and the errors.
 *
 * Refuses to read files or to know where text stood: it validates plain data; whoever read the file finds line and column. Models are what
 * their families say, those that a program has registered too.
 */
import * as z from 'zod';
import {isTaken} from '../../core/plain/value.ts';
import {count, nonNegative, share} from '../../models/atoms.ts';
import {allFamilies, FAMILIES, type ModelOptions} from '../../models/families.ts';
import type {ModelSchema} from '../../models/family.ts';
import {scheduleForms, scheduleSchema} from '../../models/schedule.ts';
import {dataSchema} from './data-schema.ts';
import {measureName} from './measure-name.ts';
import {enrichmentSchema, eventSchema, feedbackSchema, generationGateSchema, qualitySchemaWith, stopSchema} from './mitigation-schema.ts';
import {populationSchemaWith} from './population-schema.ts';
import {editWorkflowSchema} from './rules-schema.ts';

export type {ModelOptions} from '../../models/families.ts';

/** More than that is no experiment, and no run has been asked for it. */
export const GENERATIONS_LIMIT = 1_000_000;
export const SEEDS_LIMIT = 10_000_000;

const sampleSchema = z.strictObject({
  size: z
    .union([...scheduleForms(count), z.literal('same')])
    .describe(
      'Records in the human training set, and drawn from each fit; for text, words: those of the n-gram, or, where most letters are of scripts without spaces, those that measures count. `same`: the whole corpus after what is set aside. A schedule may change what is drawn: the human training set has what it says of generation 1.',
    ),
  first: count
    .optional()
    .describe('Records (words of text) in the human training set, where it is another number than is drawn from each fit.'),
});

const workflowSchema = z
  .union([
    z.enum(['replace', 'accumulate', 'subsample']),
    z.strictObject({
      mix: scheduleSchema(share).describe('Share of the training set that is drawn from the human training set. A schedule may change it.'),
    }),
    z.strictObject({
      window: count.describe('How many of the newest generations are trained on; the human training set counts as generation 0.'),
    }),
    editWorkflowSchema,
  ])
  .describe('How the training set of the next fit is composed.');

const weightsSchema = z
  .strictObject({human: scheduleSchema(nonNegative), synthetic: scheduleSchema(nonNegative)})
  .refine((w) => w.human !== 0 || w.synthetic !== 0, {error: 'the weights of both sources are 0'})
  .describe('Total weight of each source in a fit, whatever its number of records. A schedule may change each.');

export const ARM_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._=,%+-]{0,99}$/;
const armName = z
  .string()
  .regex(ARM_NAME, 'a name of letters, digits, spaces and . _ = , % + -, at most 100, the first a letter or digit')
  .refine((name) => !isTaken(name), 'another name: every object has something called so');

/** `model` of the given families. */
function modelSchemaOf(families: readonly {readonly schema: ModelSchema}[]): z.ZodType<ModelOptions> {
  const [first, ...others] = families.map(({schema}) => schema);
  const model: z.ZodType = z.discriminatedUnion('kind', [first, ...others]);
  return model as z.ZodType<ModelOptions>;
}

/** The schemas of an experiment and its arms, with models of one schema. */
function schemasWith(model: z.ZodType<ModelOptions>) {
  const population = populationSchemaWith(model);

  const armShape = {
    workflow: workflowSchema,
    weights: weightsSchema.optional(),
    enrichment: enrichmentSchema.optional(),
    feedback: feedbackSchema.optional(),
    quality: qualitySchemaWith(model).optional(),
    population: population.optional(),
    events: z.array(eventSchema).min(1).optional().describe('What happens to the arm on the way, in the order of their generations.'),
    stop: stopSchema.optional().describe("In place of the experiment's stop."),
    data: dataSchema.optional().describe("In place of the experiment's data."),
    model: model.optional().describe("In place of the experiment's model."),
    sample: sampleSchema.optional().describe("In place of the experiment's sample."),
  };
  const arm = z.strictObject(armShape).describe('One combination of workflow and mitigations.');

  const wholeArm = arm.extend({data: dataSchema, model});
  const experiment = z
    .strictObject({
      title: z.string().min(1),
      shows: z.string().optional().describe('What a reader should see in the results, in a sentence or two.'),
      data: dataSchema,
      model,
      sample: sampleSchema.optional(),
      stop: stopSchema.optional(),
      generations: count.max(GENERATIONS_LIMIT).describe('Number of fits; fit 1 sees human data only.'),
      seeds: count.max(SEEDS_LIMIT).describe('Lineages an arm.'),
      seed: z.union([z.int(), z.string()]).default(1).describe('Root of all chance.'),
      arms: z.record(armName, arm).refine((arms) => Object.keys(arms).length > 0, {error: 'an experiment has at least one arm'}),
      matrix: z
        .record(z.string(), z.array(z.union([z.number(), z.string()])).min(1))
        .optional()
        .describe('Fields and their values, for instance `data.dimension: [1, 3]`; every arm is run at every combination.'),
      measures: z.array(measureName).min(1),
      baseline: z
        .string()
        .optional()
        .describe(
          'The arm that the others are held against at the last generation; with a matrix, one of `arms` (in its own cell) or a whole name. The first unless said.',
        ),
      bound: generationGateSchema
        .optional()
        .describe('What the last generation should keep: with a matrix of one number, the values of it that hold this are reported.'),
      snapshots: z.array(z.int().min(0)).optional().describe('Generations that the pictures show; a few evenly spread ones unless said.'),
    })
    .describe('An experiment: recursive training under several arms.');
  /** `wholeArm`: with nothing left to its experiment. */
  return {experiment, arm, wholeArm};
}

const shipped = schemasWith(modelSchemaOf(FAMILIES));
let current: {readonly families: number; readonly schemas: typeof shipped} = {families: FAMILIES.length, schemas: shipped};

/** Of the families that ship. */
export const experimentSchema = shipped.experiment;

/** Of every family that is known by now. */
export function currentSchemas(): typeof shipped {
  const families = allFamilies();
  if (families.length !== current.families) current = {families: families.length, schemas: schemasWith(modelSchemaOf(families))};
  return current.schemas;
}

/** What an arm may say. */
export const armFields = (): readonly string[] => Object.keys(currentSchemas().arm.shape);

export type Experiment = z.infer<typeof experimentSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type SourceWeights = z.infer<typeof weightsSchema>;
export type ArmOptions = z.infer<typeof shipped.arm>;
export type Sample = z.infer<typeof sampleSchema>;
export type Population = NonNullable<ArmOptions['population']>;
