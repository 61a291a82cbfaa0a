/**
 * The schema of rules that the lab alone has, beside the steps of a recipe: verifiers of labels, and two ways to change what a model wrote.
 */
import * as z from 'zod';
import {count, positive, share} from '../../models/atoms.ts';
import type {ModelOptions} from '../../models/families.ts';
import {namedStepSchema} from '../../quality/steps.ts';

const chancesSchema = z
  .strictObject({
    right: share.describe('phi: chance to keep a right label.'),
    wrong: share.describe('psi: chance to keep a wrong one.'),
  })
  .describe('A verifier by its two chances, of the labelled world.');

const verifierSchemaWith = <M extends z.ZodType<ModelOptions>>(model: M) =>
  z
    .strictObject({
      model: model.describe('What the verifier is: a model of rows, fitted once for each lineage.'),
      data: z
        .strictObject({
          records: count.describe('Human rows that it is fitted to.'),
          from: z
            .enum(['fresh', 'original'])
            .default('fresh')
            .describe('Rows that the models do not see, or drawn from the human training set.'),
        })
        .describe('What it is fitted to.'),
      noise: share.optional().describe('Of labels: chance that it says the other one than it believes; 0 unless said.'),
      tolerance: positive.optional().describe('Of a regression: a label passes that is at most this far from its own prediction.'),
    })
    .describe('A fitted verifier: keeps what it would have said itself.');

export const verifySchemaWith = <M extends z.ZodType<ModelOptions>>(model: M) =>
  z
    .strictObject({verify: z.union([chancesSchema, verifierSchemaWith(model)])})
    .describe('A verifier of labels: by two chances, or a model that is fitted to human rows.');

const editShape = {
  by: z
    .enum(['last', 'first'])
    .default('last')
    .describe('Who says what is too probable, and writes anew: the model of the generation, or the first.'),
  above: share
    .optional()
    .describe('Tokens (records, of categories) of at least this probability are drawn anew; all unless said. Points and rows have none.'),
  share: share.optional().describe('Of those, the share that is drawn anew, chosen at random; all unless said.'),
};
const saysWhat = {error: 'editing wants `above`, `share` or both: without them everything is drawn anew'};
const isTold = (edit: {above?: number; share?: number}): boolean => edit.above !== undefined || edit.share !== undefined;

const editSchema = z
  .strictObject({edit: z.strictObject(editShape).refine(isTold, saysWhat)})
  .describe('Token editing (ToEdit) of what a model wrote: what is too probable is drawn anew, in its place.');

/** A workflow: the last training set, edited. */
export const editWorkflowSchema = z
  .strictObject({
    edit: z
      .strictObject({
        ...editShape,
        decay: z.number().gt(0).max(1).optional().describe('Each generation edits this times the share of the one before; 1 unless said.'),
      })
      .refine(isTold, saysWhat),
  })
  .describe('The training set of the last fit, edited by a model (Zhu et al.): human records stay human until they are edited.');

const correctSchema = z
  .strictObject({
    correct: z
      .strictObject({
        toward: z
          .enum(['moments', 'records', 'clusters'])
          .describe(
            'What a point is moved to. moments: the affine image of the sample that has the mean and covariance aimed at. records: as many human points, matched so that they are nearest in all. clusters: the nearest centre.',
          ),
        of: z.enum(['human', 'truth']).default('human').describe('Moments, records or centres of the human training set, or of the world.'),
        rate: positive.describe('gamma: a point x that belongs to c becomes (x + gamma c) / (1 + gamma).'),
        clusters: count
          .optional()
          .describe("Centres that k-means finds in the human training set; those of the world are its components'."),
      })
      .refine((c) => (c.clusters !== undefined) === (c.toward === 'clusters' && c.of === 'human'), {
        error: '`clusters` says how many centres k-means looks for: give it with `toward: clusters` of the human data, and only there',
      }),
  })
  .describe('Self-correction of points (Gillman et al.).');

/** `model` is the schema of models: given by the caller, which stands above. */
export const ruleSchemaWith = <M extends z.ZodType<ModelOptions>>(model: M) =>
  z.union([namedStepSchema, verifySchemaWith(model), editSchema, correctSchema]);

export type LabRule = z.infer<ReturnType<typeof ruleSchemaWith<z.ZodType<ModelOptions>>>>;
export type VerifyOptions = Extract<LabRule, {verify: unknown}>['verify'];
export type VerifierOptions = Extract<VerifyOptions, {model: unknown}>;
export type EditOptions = z.infer<typeof editSchema>['edit'];
export type EditWorkflow = z.infer<typeof editWorkflowSchema>['edit'];
export type CorrectOptions = z.infer<typeof correctSchema>['correct'];
