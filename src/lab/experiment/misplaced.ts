/** Keys that have a meaning, but not where they stand: an option of other models, a field of an arm at the top. Says where. */

import {isObject, shownValue} from '../../core/plain/value.ts';
import {allFamilies} from '../../models/families.ts';
import {type Problem, valueAt} from './problems.ts';
import {armFields} from './schema.ts';

/** The problem, with the place where its unknown key belongs, where there is one. */
export function withPlace(problem: Problem, data: unknown): Problem {
  const {path, unknown, key} = problem;
  if (!unknown || !key) return problem;
  const elsewhere = placeOfOption(path, data) ?? placeOfArmField(path, data);
  return elsewhere === undefined ? problem : {...problem, unknown: {...unknown, elsewhere}};
}

function placeOfOption(path: readonly PropertyKey[], data: unknown): string | undefined {
  const option = String(path[path.length - 1]);
  if (path[path.length - 2] !== 'model') return undefined;
  const kind = valueAt(data, [...path.slice(0, -1), 'kind']);
  const others = allFamilies()
    .filter(({schema}) => option in schema.shape)
    .map((family) => family.kind);
  return others.length === 0 || typeof kind !== 'string'
    ? undefined
    : `the model ${kind} has none, but ${others.join(', ')} ${others.length === 1 ? 'has' : 'have'}`;
}

function placeOfArmField(path: readonly PropertyKey[], data: unknown): string | undefined {
  const [field] = path;
  if (path.length !== 1 || !armFields().includes(String(field))) return undefined;
  const arms = valueAt(data, ['arms']);
  const [arm = 'NAME'] = isObject(arms) ? Object.keys(arms) : [];
  return `it is a field of each arm, for instance ${shownValue(`arms.${arm}.${String(field)}`, 80)}`;
}
