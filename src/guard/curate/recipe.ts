/**
 * The schema of a recipe: what `genloss curate` does to a corpus. One source for types, errors, docs and the JSON Schema of editors.
 *
 * Paths are relative to the recipe's file. Refuses to read it: `node/curate/recipe-file.ts` does.
 */
import * as z from 'zod';
import {languageSchema} from '../../quality/language-schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';
import {namedStepSchema, type RecipeStep, stepOf} from '../../quality/steps.ts';

const sources = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const whole = z.int().min(1);

export const mixSchema = z
  .strictObject({
    human: sources.describe('Text by people, taken at random and written between the records that are kept.'),
    share: z.number().gt(0).lt(1).describe('Its share of what is written, in the unit of the budget; of records where there is none.'),
    ...readingShape,
  })
  .describe('Human data to mix in; read as the rest is, but for what is said here.');

export const budgetSchema = z
  .union([z.strictObject({records: whole}), z.strictObject({words: whole})])
  .describe('How much is written, human data included. Records are drawn at random, by weight where a step weighs them.');

export const recipeSchema = z.strictObject({
  title: z.string().optional().describe('What the result is called in its manifest.'),
  reference: sources.optional().describe('Text by people: what bands, likelihood, the classifier and the tail audit are held against.'),
  synthetic: sources.optional().describe('Text by models: what the classifier learns synthetic text from.'),
  referenceField: z.string().min(1).optional().describe('As `field`, of the reference, where its text has another.'),
  ...readingShape,
  language: languageSchema.optional().describe('Language whose case is folded: tr or az; the flag --language goes first.'),
  steps: z.array(namedStepSchema).default([]).describe('What each record goes through, in this order.'),
  mix: mixSchema.optional(),
  budget: budgetSchema.optional(),
  seed: z.int().min(0).default(1).describe('Seed of all draws.'),
  output: z
    .strictObject({
      format: z.enum(['jsonl', 'parquet']).default('jsonl'),
      records: whole.default(100_000).describe('Records of one file.'),
    })
    .prefault({})
    .describe('What is written.'),
});

/** A recipe as it was written, defaults filled in, and its steps without short names. */
export type Recipe = Omit<z.infer<typeof recipeSchema>, 'steps'> & {readonly steps: readonly RecipeStep[]};

export const resolvedRecipe = ({steps, ...recipe}: z.infer<typeof recipeSchema>): Recipe => ({...recipe, steps: steps.map(stepOf)});

/** As decisions and reports name a step: `dedupe near`, `filter repetition`. */
function stepName(step: RecipeStep): string {
  if ('dedupe' in step) return `dedupe ${step.dedupe.kind}`;
  if ('filter' in step) return `filter ${step.filter.measure}`;
  return 'weight' in step ? `weight ${step.weight.measure}` : `command ${step.command.run[0]}`;
}

/** Names of all steps; of two that would be called the same, the later ones are numbered. */
export function stepNames(steps: readonly RecipeStep[]): string[] {
  const times = new Map<string, number>();
  return steps.map((step) => {
    const name = stepName(step);
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
