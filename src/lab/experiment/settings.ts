/**
 * The settings of arms as columns of a table: one for each field in which the arms of an experiment differ or that its matrix sets, by its
 * dotted name, so that nobody has to read them out of an arm's name.
 *
 *   workflow         its kind, also of `{mix: 0.1}`, whose share is workflow.mix
 *   enrichment.share a number; so are all fields that hold numbers alone
 *   quality.rules    a list, as JSON
 */
import type {Arm} from './arm.ts';
import type {Experiment} from './schema.ts';

export type Setting = string | number | boolean;

export interface SettingColumn {
  /** `enrichment.share` */
  readonly name: string;
  readonly type: 'text' | 'number' | 'whole' | 'truth';
  /** Whether every arm has it. */
  readonly isWhole: boolean;
  /** By the arm's name; absent where the arm has no such field. */
  readonly values: ReadonlyMap<string, Setting>;
}

/** Whether or not arms differ in them. */
const ALWAYS = ['workflow', 'model.kind', 'sample.size'];

/** In the order of their names, `workflow` first. */
export function settingColumns(experiment: Pick<Experiment, 'matrix'>, arms: readonly Arm[]): SettingColumn[] {
  const settings = arms.map(({name, reward: _, ...fields}): [string, Map<string, Setting>] => [name, leavesOf(fields)]);
  const names = [...new Set(settings.flatMap(([, own]) => [...own.keys()]))].sort();
  const kept = [...ALWAYS, ...Object.keys(experiment.matrix ?? {})];
  const differs = (name: string) => new Set(settings.map(([, own]) => own.get(name))).size > 1;
  const columns = names.filter((name) => kept.includes(name) || differs(name)).map((name) => columnOf(name, settings));
  return [...columns.filter(({name}) => name === 'workflow'), ...columns.filter(({name}) => name !== 'workflow')];
}

function columnOf(name: string, settings: readonly (readonly [string, ReadonlyMap<string, Setting>])[]): SettingColumn {
  const known = settings.flatMap(([arm, own]): [string, Setting][] => (own.has(name) ? [[arm, own.get(name)!]] : []));
  const type = typeOf(known.map(([, value]) => value));
  const values = new Map(type === 'text' ? known.map(([arm, value]) => [arm, String(value)]) : known);
  return {name, type, isWhole: known.length === settings.length, values};
}

const MOST_WHOLE = 2_147_483_647;

/** Text where they are of several types. */
function typeOf(values: readonly Setting[]): SettingColumn['type'] {
  if (values.every((value) => typeof value === 'boolean')) return 'truth';
  if (!values.every((value) => typeof value === 'number')) return 'text';
  return values.every((value) => Number.isInteger(value) && Math.abs(value) <= MOST_WHOLE) ? 'whole' : 'number';
}

function leavesOf(fields: object): Map<string, Setting> {
  const leaves = new Map<string, Setting>();
  for (const [name, value] of Object.entries(fields)) addLeaves(name, value, leaves);
  return leaves;
}

function addLeaves(name: string, value: unknown, leaves: Map<string, Setting>): void {
  if (value === undefined || value === null) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') leaves.set(name, value);
  else if (Array.isArray(value)) leaves.set(name, JSON.stringify(value));
  else {
    if (name === 'workflow') leaves.set(name, Object.keys(value)[0]);
    for (const [key, inner] of Object.entries(value)) addLeaves(`${name}.${key}`, inner, leaves);
  }
}
