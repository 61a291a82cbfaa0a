/** A recorded preference: of two answers to a prompt the one that was chosen, and the other. */
import type {Text} from '../../core/data.ts';
import {textOf} from '../../core/text/documents.ts';

export interface Preference {
  /** Empty where there is none. */
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly annotator?: string;
  /** When it was recorded, ISO 8601. */
  readonly time?: string;
}

/** Preferences as two texts: document i of either is a side of preference i, without its prompt. */
export function recordedPairs(preferences: readonly Preference[]): {readonly chosen: Text; readonly rejected: Text} {
  return {chosen: textOf(preferences.map(({chosen}) => chosen)), rejected: textOf(preferences.map(({rejected}) => rejected))};
}
