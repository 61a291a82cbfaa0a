/**
 * Arms whose name has become untrue by an override: results and report go by the name.
 *
 * A name tells what it has a word for: a value or a field of the arm as the file has it (`mixed` of `mix`, `enriched` of `enrichment`). It is
 * untrue where no value or field of the arm as it is now has such a word. Names of other words tell nothing, and are let be.
 */
import {isObject} from '../core/plain/value.ts';

/** A sentence for each. `sets`: paths that were overridden. */
export function untrueNames(before: unknown, after: unknown, sets: readonly (readonly string[])[]): string[] {
  return armNamesOf(before).flatMap((name) => {
    const [was, is] = [wordsOfArm(before, name), wordsOfArm(after, name)];
    if (was === undefined || is === undefined) return [];
    const untrue = tokensOf(name).filter((token) => was.some((word) => tells(token, word)) && !is.some((word) => tells(token, word)));
    if (untrue.length === 0) return [];
    const path = sets.find((steps) => steps[0] !== 'arms' || steps[1] === name) ?? sets[0];
    const own = path[0] === 'arms' && path.length > 2 ? `; --set arms.NAME.${path.slice(2).join('.')}=... adds an arm of its own` : '';
    return [
      `--set ${path.join('.')}: the arm ${JSON.stringify(name)} is no longer what its name says (${untrue.join(', ')}), and results and report call it so${own}`,
    ];
  });
}

const armsOf = (data: unknown): Record<string, unknown> => (isObject(data) && isObject(data.arms) ? data.arms : {});
const armNamesOf = (data: unknown): string[] => Object.keys(armsOf(data));

/** All that an arm says and takes from its experiment; undefined where there is no such arm. */
function wordsOfArm(data: unknown, name: string): string[] | undefined {
  const arms = armsOf(data);
  if (!Object.hasOwn(arms, name) || !isObject(data)) return undefined;
  const {data: of, model, sample} = data;
  return wordsOf({data: of, model, sample, ...(isObject(arms[name]) ? arms[name] : {})});
}

function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => [key.toLowerCase(), ...wordsOf(inner)]);
  return typeof value === 'string' || typeof value === 'number' ? [String(value).toLowerCase()] : [];
}

const tokensOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9.]+/)
    .filter((token) => token !== '');

/** Letters that two forms of a word share, at least: of shorter words all. */
const STEM = 6;
const SHORTEST = 3;

function tells(token: string, word: string): boolean {
  if (token === word) return true;
  if (/[0-9]/.test(token) || word.length < SHORTEST || token.length < SHORTEST) return false;
  let shared = 0;
  while (shared < token.length && token[shared] === word[shared]) shared++;
  return shared >= Math.min(STEM, word.length);
}
