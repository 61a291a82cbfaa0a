/**
 * From what a check found to the recipe that removes it: a step for each gate that failed and that a step can answer, human text for what no
 * step brings back. As YAML, with a comment that says which gate asked for what.
 *
 * Refuses to curate: whoever runs the recipe reads it first.
 */
import {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {type ReadingKeys, readingShape} from '../../quality/reading-schema.ts';

const side = z.object({read: z.strictObject(readingShape).optional()});

/** What is read of the JSON of a check; the rest is let be. */
export const checkDocumentSchema = z.object({
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  candidate: side.optional(),
  reference: side.optional(),
  checks: z.array(
    z.object({
      name: z.string(),
      measure: z.string(),
      verdict: z.enum(['pass', 'fail', 'inconclusive']),
      value: z.number().optional(),
      bound: z.object({atLeast: z.number().optional(), atMost: z.number().optional()}),
    }),
  ),
});

export type CheckDocument = z.infer<typeof checkDocumentSchema>;

export interface FromCheckOptions {
  /** Human text, as the recipe's file names it; undefined where the check had a profile. */
  readonly human?: string;
  /** The line that says what the recipe is. */
  readonly title: string;
}

/** Chosen: human text of three records in ten is what the experiments of the lab need to hold the tail under `replace`. */
const HUMAN_SHARE = 0.3;
/** Chosen: a record of which a third was said before in it is a loop. */
const LOOP = 0.3;

interface Step {
  readonly why: string;
  /** YAML of a list item, without its dash. */
  readonly yaml: string;
}

/** Throws ConfigError where nothing failed. */
export function recipeFromCheck(document: CheckDocument, {human, title}: FromCheckOptions): string {
  const failed = document.checks.filter(({verdict}) => verdict === 'fail');
  if (failed.length === 0)
    throw new ConfigError('no gate of the check failed, so there is nothing to remove', {
      next:
        document.verdict === 'pass'
          ? 'The corpus may be trained on as it is.'
          : 'Give more documents, or a reference about the same things, and check again.',
    });
  const steps = stepsFor(failed);
  const lost = failed.filter(({measure}) => !REMOVED.test(measure));
  const lines = [`# ${title}`, '# Read it, change it, then: genloss curate DATA --recipe THIS -o FOLDER'];
  const {candidate, reference} = {candidate: document.candidate?.read ?? {}, reference: document.reference?.read ?? {}};
  for (const [key, value] of Object.entries(candidate)) lines.push(`${key}: ${JSON.stringify(value)}`);
  if (human !== undefined) lines.push(...referenceLines(human, candidate, reference));
  lines.push(steps.length === 0 ? 'steps: []' : 'steps:');
  for (const {why, yaml} of steps) lines.push(`  # ${why}`, `  - ${yaml}`);
  if (lost.length > 0) {
    const asked = `# ${lost.map(({name}) => name).join(', ')}: no step brings back what is gone; human text does`;
    const mix = `mix: {human: ${JSON.stringify(human ?? 'human.jsonl')}, share: ${HUMAN_SHARE}${fieldOf(candidate, reference, ', field: ')}}`;
    // without a place for human text there is nothing to mix in
    lines.push(asked, human === undefined ? `# ${mix}` : mix);
  }
  return `${lines.join('\n')}\n`;
}

function referenceLines(human: string, candidate: ReadingKeys, reference: ReadingKeys): string[] {
  const field = fieldOf(candidate, reference, 'referenceField: ');
  return [`reference: ${JSON.stringify(human)}`, ...(field === '' ? [] : [field])];
}

/** The field of the reference where it is another than the candidate's; else nothing. */
const fieldOf = (candidate: ReadingKeys, reference: ReadingKeys, key: string): string =>
  reference.field === candidate.field ? '' : `${key}${JSON.stringify(reference.field ?? 'text')}`;

const REMOVED = /^(duplicates\.|repetition$|selfRepetition$|compression\.document$|words$)/;

/** In the order in which they pay: what is removed exactly first, then what is compared. */
function stepsFor(failed: CheckDocument['checks']): Step[] {
  const named = (wanted: RegExp): string[] => failed.filter(({measure}) => wanted.test(measure)).map(({name}) => name);
  const steps: Step[] = [];
  const copies = named(/^duplicates\.(exact|near)$/);
  const alike = named(/^(duplicates\.(near|paragraphs|sentences)|selfRepetition)$/);
  const loops = named(/^(repetition|compression\.document)$/);
  if (copies.length > 0) steps.push({why: copies.join(', '), yaml: 'dedupe: {kind: exact}'});
  if (alike.length > 0) steps.push({why: alike.join(', '), yaml: 'dedupe: {kind: near, similarity: 0.5}'});
  if (loops.length > 0) steps.push({why: loops.join(', '), yaml: `filter: {measure: repetition, atMost: ${LOOP}}`});
  for (const {name, measure, bound} of failed) {
    if (measure !== 'words') continue;
    const side = bound.atLeast === undefined ? `atMost: ${bound.atMost}` : `atLeast: ${bound.atLeast}`;
    steps.push({why: name, yaml: `filter: {measure: words, ${side}}`});
  }
  return steps;
}
