/**
 * A user's command as a rule: it says of each record whether it stays and, where it may, what it becomes.
 *
 * Refuses to start programs: what runs them is a port, and where there is none such a rule is an error of the configuration.
 */
import {absoluteValues, type Categories, type Data, type Points, type Rows, type Text} from '../core/data.ts';
import {ConfigError, DataError} from '../core/error.ts';
import {documentAt, withDocuments} from '../core/text/documents.ts';
import type {Changes, Rule, Verdicts} from './rule.ts';
import type {CommandOptions} from './steps.ts';

/** A record as a command may answer it: a text, the coordinates of a point, a category, or the label of a row. */
export type ChangedRecord = string | readonly number[] | number;

/** What a user's command said of one record. */
export interface CommandAnswer {
  readonly keep: boolean;
  readonly reason?: string;
  readonly weight?: number;
  /** What it becomes, where the command changes records and said so. */
  readonly change?: ChangedRecord;
}

/** The key under which a command is given a record, and answers it changed. */
export const CHANGE_KEYS = {text: 'text', points: 'point', categories: 'category', rows: 'y'} as const satisfies Record<
  Data['kind'],
  string
>;

/** Runs a user's command over records: one answer each, in order. Throws DataError that names the record where it cannot. */
export type RunCommand = (command: CommandOptions, records: Data) => readonly CommandAnswer[];

interface CommandRule<D extends Data> extends Rule<D> {
  judge(records: D): Verdicts<D>;
}

export function commandRule<D extends Data>(command: CommandOptions, runCommand: RunCommand | undefined): CommandRule<D> {
  const {run} = command;
  const name = `command ${run[0]}`;
  if (!runCommand) {
    throw new ConfigError(`the step ${name} runs a program, and programs cannot be started here`, {
      next: 'Leave the step out, or run this on the command line.',
    });
  }
  return {
    name,
    judge(records) {
      const answers = runCommand(command, records);
      if (answers.length !== records.count) throw new DataError(`${name} answered ${answers.length} of ${records.count} records`);
      const weighed = answers.some(({weight}) => weight !== undefined);
      const changes = command.changes ? changesOf(records, answers) : undefined;
      return {
        kept: Uint8Array.from(answers, ({keep}) => (keep ? 1 : 0)),
        reason: (i) => answers[i].reason ?? `${run[0]} said no`,
        ...(weighed && {weights: Float64Array.from(answers, ({weight}) => weight ?? 1)}),
        ...(changes && {changes}),
      };
    },
  };
}

/** Undefined where every record is what it was. */
function changesOf<D extends Data>(records: D, answers: readonly CommandAnswer[]): Changes<D> | undefined {
  const {isSame, changedTo} = EDITS[records.kind] as unknown as Edits<D>;
  const same = isSame(records);
  const made = answers.map(({keep, change}, i) => (keep && change !== undefined && !same(i, change) ? change : undefined));
  if (made.every((change) => change === undefined)) return undefined;
  return {records: changedTo(records, made), changed: Uint8Array.from(made, (change) => (change === undefined ? 0 : 1))};
}

/** How records of a kind are compared with answers, and take their places. */
interface Edits<D extends Data> {
  isSame(records: D): (i: number, change: ChangedRecord) => boolean;
  changedTo(records: D, made: readonly (ChangedRecord | undefined)[]): D;
}

const encoder = new TextEncoder();

const text: Edits<Text> = {
  isSame: (records) => (i, change) => documentAt(records, i) === change,
  changedTo: (records, made) => withDocuments(records, (i) => (made[i] === undefined ? undefined : encoder.encode(made[i] as string))),
};

const points: Edits<Points> = {
  isSame(records) {
    const {dimension: d} = records;
    const values = absoluteValues(records);
    return (i, change) => (change as readonly number[]).every((x, j) => x === values[i * d + j]);
  },
  changedTo(records, made) {
    const {dimension: d, origin} = records;
    const values = records.values.slice();
    made.forEach((change, i) => {
      for (const [j, x] of ((change ?? []) as readonly number[]).entries()) values[i * d + j] = x - (origin?.[j] ?? 0);
    });
    return {...records, values};
  },
};

const categories: Edits<Categories> = {
  isSame: (records) => (i, change) => records.values[i] === change,
  changedTo: (records, made) => ({...records, values: records.values.map((k, i) => (made[i] as number | undefined) ?? k)}),
};

const rows: Edits<Rows> = {
  isSame: (records) => (i, change) => records.y[i] === change,
  changedTo: (records, made) => ({...records, y: records.y.map((y, i) => (made[i] as number | undefined) ?? y)}),
};

const EDITS: {readonly [K in Data['kind']]: Edits<Extract<Data, {kind: K}>>} = {text, points, categories, rows};
