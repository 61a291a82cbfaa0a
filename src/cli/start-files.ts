/** The files that `genloss init` writes: each runs as it is, and says in it what may be changed. */
import {schemaLine} from './schemas.ts';

export interface Start {
  /** Human text, relative to the folder; the speeches that ship where there is none. */
  readonly human?: string;
  readonly field?: string;
  /** The folder of the JSON Schemas, relative to the folder. */
  readonly schemas: string;
}

interface StartFile {
  readonly name: string;
  readonly about: string;
  readonly content: string;
}

export function startFiles(start: Start): readonly StartFile[] {
  return [
    {name: 'experiment.yaml', about: 'what recursive training loses of this text, and what keeps it', content: experiment(start)},
    {name: 'gates.yaml', about: 'the bounds that a corpus must hold', content: gates(start)},
    {name: 'recipe.yaml', about: 'how the next training set is made', content: recipe(start)},
  ];
}

/** A YAML string, quoted: whatever a file is called. */
const quoted = (text: string): string => JSON.stringify(text);

function experiment({human, field, schemas}: Start): string {
  const source =
    human === undefined ? 'corpus: speeches' : `files: [${quoted(human)}]${field === undefined ? '' : `, field: ${quoted(field)}`}`;
  return `${schemaLine(schemas, 'experiment')}
title: What recursive training loses of my text, and what keeps it
# holdout: text that no model sees; reserve: fresh human text for \`enriched\`; passage: long documents are cut into passages of so many words
data: {${source}, holdout: 0.1, reserve: 0.3, passage: 100}
# topP: text is written with the least likely words left out, as it usually is
model: {kind: ngram, order: 3, unit: word, topP: 0.95}
# of each generation, in words; a number makes the run shorter
sample: {size: same}
generations: 5
# with fewer than six, intervals say little
seeds: 6
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
  enriched: {workflow: replace, enrichment: {share: 0.1, from: fresh}}
measures: [tail.retention, head.inflation, bitsPerByte, distinct.2, repetition, humanShare]
`;
}

const gates = ({schemas}: Start): string => `${schemaLine(schemas, 'gates')}
# Without a file of gates, genloss check takes bounds from what the reference shows against its own other half: begin with that.
# These are absolute, for a corpus that you know.
gates:
  - {measure: tail.retention, atLeast: 0.3}
  - {measure: head.inflation, atMost: 1.2}
  - {measure: repetition, atMost: 0.1}
  - {measure: duplicates.exact, atMost: 0.02}
  - {measure: duplicates.near, atMost: 0.05}
`;

const recipe = ({human, field, schemas}: Start): string => `${schemaLine(schemas, 'recipe')}
${human === undefined ? '# reference: human.jsonl   # text by people, for what a step costs the tail, and for likelihood and synthetic' : `reference: ${quoted(human)}${field === undefined ? '' : `\nfield: ${quoted(field)}`}`}
steps:
  - dedupe: {kind: exact}
  - dedupe: {kind: near, similarity: 0.5}
  - filter: {measure: repetition, atMost: 0.3}
# mix: {human: human.jsonl, share: 0.3}
# budget: {words: 1000000}
`;
