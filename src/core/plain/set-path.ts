/**
 * Sets the value at a path of plain data that somebody else wrote: `matrix`, `events` and `--set` name fields so.
 *
 * Refuses to leave own properties: nothing that a path names reaches a prototype.
 */
import {isObject} from './value.ts';

/**
 * `create`: makes the objects on the way. Of an array, items that are there can be set, none added.
 * False, and nothing is changed, where a part of the way is not there, or is `__proto__`.
 */
export function setPath(
  root: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
  {create = false}: {create?: boolean} = {},
): boolean {
  if (path.length === 0 || path.includes('__proto__')) return false;
  let at = root;
  for (const step of path.slice(0, -1)) {
    const next = Object.hasOwn(at, step) ? at[step] : undefined;
    if (isObject(next)) at = next;
    else if (create && !Array.isArray(at)) at = at[step] = {};
    else return false;
  }
  const last = path[path.length - 1];
  if (Array.isArray(at) && !(/^\d+$/.test(last) && Object.hasOwn(at, last))) return false;
  at[last] = value;
  return true;
}
