/** The schema of annotators: who prefers one output to another, how reliably, and how often they may be asked. */
import * as z from 'zod';
import {finite, nonNegative, positive, share} from '../../models/atoms.ts';
import {DOCUMENT_MEASURES} from '../steps.ts';

const common = {
  choice: z
    .enum(['logistic', 'best'])
    .default('logistic')
    .describe('`logistic`: x_k with probability e^u(x_k) / sum of e^u(x_j). `best`: the one of largest utility.'),
  noise: share.default(0).describe('Chance that a choice is made blindly.'),
  bias: z
    .strictObject({
      length: finite.optional().describe('Added to the utility for each e-fold of length in words.'),
      first: finite.optional().describe('Added to the utility of what is shown first.'),
    })
    .optional()
    .describe('What sways the annotator besides the utility.'),
  comparisons: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Comparisons that may be asked for in a generation; to choose one of K counts K - 1. Beyond it the first candidate is kept, unasked.',
    ),
  strength: positive.default(1).describe('The utility is multiplied by it: how decided the annotator is.'),
};

export const annotatorSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('reward'),
        values: z.array(finite).min(1).optional().describe('One a category.'),
        point: z
          .array(finite)
          .min(1)
          .optional()
          .describe('The point that is liked best: utility -|x - point|^2 / (2 scale^2) unless `shape` says.'),
        scale: positive.default(1).describe('Of distances from the point.'),
        shape: z
          .enum(['quadratic', 'distance'])
          .optional()
          .describe(
            'How utility falls with the distance of a point. `quadratic`: -|x - point|^2 / (2 scale^2). `distance`: -max(0, |x - point| - tau) / scale. `quadratic` unless said.',
          ),
        tau: nonNegative.optional().describe('Of the shape `distance`: within it all points are liked alike. 0 unless said.'),
        ...common,
      })
      .refine((a) => (a.values === undefined) !== (a.point === undefined), {error: 'a reward has `values` by category or a `point`'})
      .refine((a) => a.shape === undefined || a.point !== undefined, {error: 'is of a reward by `point`', path: ['shape']})
      .refine((a) => a.tau === undefined || a.shape === 'distance', {error: 'is of `shape: distance`', path: ['tau']})
      .describe('A value by category or by point.'),
    z
      .strictObject({
        kind: z.literal('likelihood'),
        prefers: z
          .enum(['likely', 'typical'])
          .default('likely')
          .describe(
            '`likely`: log-probability a token under the oracle. `typical`: minus its distance to that of human text, in standard deviations.',
          ),
        ...common,
      })
      .describe('An oracle: the world where its density is known, else the model of the human training set.'),
    z
      .strictObject({
        kind: z.literal('rule'),
        measure: z.enum(DOCUMENT_MEASURES).exclude(['likelihood', 'synthetic']).describe('What is measured of each document.'),
        weight: finite.default(1).describe('Utility of one unit of it; below 0 less is better.'),
        ...common,
      })
      .describe('Likes more, or less, of what is measured of a document.'),
    z
      .strictObject({
        kind: z.literal('file'),
        file: z.string().min(1).describe('JSONL with chosen and rejected texts; relative to the experiment file.'),
        ...common,
      })
      .describe('People who have chosen before: a reward model of their recorded preferences.'),
  ])
  .describe('Who prefers one output to another.');

const personSchema = z
  .strictObject({
    kind: z.literal('person'),
    question: z.string().min(1).optional().describe('What people are asked of two texts; which is better, unless said.'),
    annotators: z.int().min(1).max(1000).default(1).describe('People that must have judged a pair before the run goes on.'),
    judgements: z
      .string()
      .min(1)
      .optional()
      .describe('JSONL of judgements, relative to the experiment file: read before those of the run directory, never written.'),
  })
  .describe('People: the run asks in its directory, waits, and goes on with what they say (genloss label).');

/** Whoever may be asked for comparisons. */
export const askedSchema = z
  .discriminatedUnion('kind', [...annotatorSchema.options, personSchema])
  .describe('Who prefers one output to another.');

export type AnnotatorOptions = z.infer<typeof annotatorSchema>;
export type PersonOptions = z.infer<typeof personSchema>;
export type AskedOptions = AnnotatorOptions | PersonOptions;

export const isPerson = (asked: AskedOptions): asked is PersonOptions => asked.kind === 'person';
