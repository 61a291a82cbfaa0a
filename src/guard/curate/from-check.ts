/**
 * From what a check found to the recipe that removes it: a step for each gate that failed and that a step can answer, and for a repetition that
 * nobody can be sure of; for what no step brings back, where human text would go. As YAML, with a comment that says which gate asked for what.
 *
 * Refuses to curate: whoever runs the recipe reads it first.
 */
import * as z from 'zod';
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
  /** The check's reference, as the recipe's file names it; undefined where it cannot be read again as it is. */
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

/** Throws ConfigError where nothing is to be answered. The recipe is valid, and does something, whatever failed. */
export function recipeFromCheck(document: CheckDocument, {human, title}: FromCheckOptions): string {
  const asking = document.checks.filter(
    ({verdict, measure}) => verdict === 'fail' || (verdict === 'inconclusive' && measure === 'repetition'),
  );
  if (asking.length === 0)
    throw new ConfigError('no gate of the check failed, so there is nothing to remove', {
      next:
        document.verdict === 'pass'
          ? 'The corpus may be trained on as it is.'
          : 'Give more documents, or a reference about the same things, and check again.',
    });
  const steps = stepsFor(asking);
  const lost = asking.filter(({measure}) => !REMOVED.test(measure));
  const lines = [`# ${plain(title)}`, '# Read it, change it, then: genloss curate DATA --recipe THIS -o FOLDER'];
  const {candidate, reference} = {candidate: document.candidate?.read ?? {}, reference: document.reference?.read ?? {}};
  for (const [key, value] of Object.entries(candidate)) lines.push(`${key}: ${JSON.stringify(value)}`);
  if (human !== undefined) lines.push(...referenceLines(human, candidate, reference));
  lines.push('steps:');
  if (steps.length === 0)
    lines.push('  # no step answers what failed; this one takes nothing that is not there once more', '  - dedupe: {kind: exact}');
  for (const {why, yaml} of steps) lines.push(`  # ${why}`, `  - ${yaml}`);
  const templates = asking.filter(({measure}) => SHARED.test(measure));
  if (templates.length > 0) lines.push(...templateLines(namesOf(templates)));
  if (lost.length > 0) lines.push(...mixLines(namesOf(lost)));
  return `${lines.join('\n')}\n`;
}

function referenceLines(human: string, candidate: ReadingKeys, reference: ReadingKeys): string[] {
  const field = reference.field === candidate.field ? [] : [`referenceField: ${JSON.stringify(reference.field ?? 'text')}`];
  return [`reference: ${JSON.stringify(human)}`, ...field];
}

const templateLines = (names: string): string[] => [
  `  # ${names}: what else records share, templates and boilerplate, a program of yours can strip:`,
  '  # - command: {run: [<YOUR PROGRAM>], changes: true}',
];

/** A comment: which human text there is besides the reference, nobody can know here. */
const mixLines = (names: string): string[] => [
  `# ${names}: no step brings back what is gone; human text does. Not that of the check’s reference: it would then stand on both`,
  '# sides, and the next check would flatter. Name other human text, and take away the # of this line:',
  `# mix: {human: "<PATH OF OTHER HUMAN TEXT>", share: ${HUMAN_SHARE}}`,
];

const namesOf = (checks: CheckDocument['checks']): string => checks.map(({name}) => plain(name)).join(', ');

/** What can stand in a comment: its line ends, and what YAML allows nowhere, are spaces. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]+/gu, ' ');

/** What records share with others without being their copies. */
const SHARED = /^(distinct\.\d|selfRepetition)$/;
const REMOVED = /^(duplicates\.|distinct\.\d$|repetition$|selfRepetition$|compression\.document$|words$)/;

/** In the order in which they pay: what is removed exactly first, then what is compared. */
function stepsFor(asking: CheckDocument['checks']): Step[] {
  const named = (wanted: RegExp): string => namesOf(asking.filter(({measure}) => wanted.test(measure)));
  const steps: Step[] = [];
  const copies = named(/^duplicates\.(exact|near)$/);
  const alike = named(/^(duplicates\.(near|paragraphs|sentences)|distinct\.\d|selfRepetition)$/);
  const loops = named(/^(repetition|compression\.document)$/);
  if (copies !== '') steps.push({why: copies, yaml: 'dedupe: {kind: exact}'});
  if (alike !== '') steps.push({why: alike, yaml: 'dedupe: {kind: near, similarity: 0.5}'});
  if (loops !== '') steps.push({why: loops, yaml: `filter: {measure: repetition, atMost: ${LOOP}}`});
  for (const {name, measure, bound} of asking) {
    if (measure !== 'words') continue;
    const side = bound.atLeast === undefined ? `atMost: ${bound.atMost}` : `atLeast: ${bound.atLeast}`;
    steps.push({why: plain(name), yaml: `filter: {measure: words, ${side}}`});
  }
  return steps;
}
