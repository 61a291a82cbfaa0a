/** Names that may have been meant. */
import {namesWithin} from '../core/text/meant.ts';

/** At most three of `names` that differ from `name` by few edits, nearest first. */
export const similarNames = (name: string, names: readonly string[]): string[] =>
  namesWithin(name, names, Math.max(1, Math.floor(name.length / 4))).slice(0, 3);
