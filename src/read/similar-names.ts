/** Names that may have been meant. */
import {distance} from 'fastest-levenshtein';

/** At most three of `names` that differ from `name` by few edits, nearest first. */
export function similarNames(name: string, names: readonly string[]): string[] {
  const most = Math.max(1, Math.floor(name.length / 4));
  return names
    .map((other) => ({other, edits: distance(name.toLowerCase(), other.toLowerCase())}))
    .filter(({edits}) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({other}) => other);
}
