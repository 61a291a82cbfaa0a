/**
 * Editing of records by a model: those that it finds too probable are drawn anew, each in its place.
 *
 *   text                 token by token, as its family does it
 *   categories           a record of probability `above` or more becomes a draw from the model
 *   points, rows         a record, or the label of a row, becomes a draw: there is no probability to hold it against
 *
 * law      of categories with training counts c and model p, where E are those with p >= above: E c'_k = c_k (1 - share [k in E]) + share p_k sum over E of c
 * source   X. Zhu et al., "How to synthesize text data without model collapse?", ICML 2025
 */
import type {Data, Part, TrainingSet} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {joined, recordsAt} from '../../core/records.ts';
import type {Fitted, FittedCategories, FittedPoints, FittedRows, FittedText, TokenEdit} from '../../models/model.ts';
import type {Changes, Rule} from '../../quality/rule.ts';
import type {EditOptions, EditWorkflow} from '../experiment/rules-schema.ts';

const editOf = ({above = 0, share = 1}: Pick<EditOptions, 'above' | 'share'>): TokenEdit => ({above, share});

export function editRule(options: EditOptions, fitted: Fitted): Rule<Data> {
  return {
    name: 'edit',
    judge: (records, stream) => ({
      kept: new Uint8Array(records.count).fill(1),
      reason: () => '',
      changes: editRecords(records, editOf(options), fitted, stream),
    }),
  };
}

function editRecords(records: Data, edit: TokenEdit, fitted: Fitted, stream: Stream): Changes<Data> {
  switch (records.kind) {
    case 'text':
      return (fitted as FittedText).editTokens!(records, edit, stream);
    case 'categories': {
      const {probabilities} = fitted as FittedCategories;
      const chosen = chosenOf(records.count, edit, stream, (i) => probabilities[records.values[i]] >= edit.above);
      const drawn = (fitted as FittedCategories).sample(chosen.length, stream.fork('edit'));
      const values = records.values.slice();
      chosen.forEach((i, k) => {
        values[i] = drawn.values[k];
      });
      return {records: {...records, values}, changed: marked(records.count, chosen)};
    }
    case 'points': {
      const chosen = chosenOf(records.count, edit, stream);
      const drawn = (fitted as FittedPoints).sample(chosen.length, stream.fork('edit'));
      return {records: placed(records, drawn, chosen), changed: marked(records.count, chosen)};
    }
    default: {
      const chosen = chosenOf(records.count, edit, stream);
      const drawn = (fitted as FittedRows).relabel(recordsAt(records, chosen), stream.fork('edit'));
      const y = records.y.slice();
      chosen.forEach((i, k) => {
        y[i] = drawn.y[k];
      });
      return {records: {...records, y}, changed: marked(records.count, chosen)};
    }
  }
}

/** Records of which each is drawn anew by chance. */
function chosenOf(count: number, {share}: TokenEdit, stream: Stream, isProbable: (i: number) => boolean = () => true): Uint32Array {
  const chosen: number[] = [];
  for (let i = 0; i < count; i++) if (isProbable(i) && (share === 1 || stream.float() < share)) chosen.push(i);
  return Uint32Array.from(chosen);
}

function marked(count: number, chosen: Uint32Array): Uint8Array {
  const changed = new Uint8Array(count);
  for (const i of chosen) changed[i] = 1;
  return changed;
}

/** `drawn` in the places `chosen`; origins that differ are added. */
function placed<D extends Data>(records: D, drawn: D, chosen: Uint32Array): D {
  const n = records.count;
  const order = Uint32Array.from({length: n}, (_, i) => i);
  chosen.forEach((i, k) => {
    order[i] = n + k;
  });
  return recordsAt(joined([records, drawn]), order);
}

/** A training set as a model edited it, and how many of its records are others. */
export interface EditedSet {
  readonly parts: readonly Part[];
  readonly changed: number;
}

/**
 * The next training set of a workflow of editing: records that are drawn anew become a part of their own, of models; the others stay where
 * they were. Parts come by source and origin, each once.
 */
export function editTrainingSet(training: TrainingSet, options: EditWorkflow, {fitted, generation, stream}: EditStep): EditedSet {
  const {above, share = 1, decay = 1} = options;
  const edit = editOf({above, share: share * powerBy(decay, generation - 1)});
  const groups = new Map<string, {source: Part['source']; origin?: string; pieces: Data[]}>();
  const add = (data: Data, {source, origin}: Pick<Part, 'source' | 'origin'>): void => {
    if (data.count === 0) return;
    const key = `${source} ${origin}`;
    const group = groups.get(key) ?? {source, origin, pieces: []};
    group.pieces.push(data);
    groups.set(key, group);
  };
  let count = 0;
  training.forEach(({data, source, origin}, p) => {
    const {records, changed} = editRecords(data, edit, fitted, stream.fork(`part/${p}`));
    const numbers = (value: number) => Uint32Array.from(changed.keys()).filter((i) => changed[i] === value);
    const edited = numbers(1);
    count += edited.length;
    add(recordsAt(records, numbers(0)), {source, origin});
    add(recordsAt(records, edited), {source: 'synthetic', origin: `edited, generation ${generation}`});
  });
  const parts = [...groups.values()].map(({pieces, ...whose}) => ({data: joined(pieces), ...whose}));
  return {parts, changed: count};
}

interface EditStep {
  readonly fitted: Fitted;
  readonly generation: number;
  readonly stream: Stream;
}

function powerBy(factor: number, times: number): number {
  let power = 1;
  for (let k = 0; k < times; k++) power *= factor;
  return power;
}
