/** A recorded preference: of two answers to a prompt the one that was chosen, and the other. */
import type {Text} from '../../core/data.ts';

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

function textOf(documents: readonly string[]): Text {
  const encoder = new TextEncoder();
  const parts = documents.map((document) => encoder.encode(document));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length;
  });
  const bytes = new Uint8Array(offsets[parts.length]);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]);
  });
  return {kind: 'text', count: parts.length, bytes, offsets};
}
