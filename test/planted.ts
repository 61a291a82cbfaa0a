/** A corpus with known faults: people's text, near duplicates of it, text drawn from an n-gram, and loops. */
import type {Stream} from '../src/core/random/stream.ts';
import {ngramModel} from '../src/models/ngram/index.ts';
import {documentsOf, textOf} from './documents.ts';

export type Kind = 'human' | 'near' | 'synthetic' | 'loop';

export interface Planted {
  readonly kind: Kind;
  readonly text: string;
}

/** Texts of the length of `documents`, drawn from the lab's n-gram of bytes, order 4, fitted to them. */
export function synthesized(documents: readonly string[], stream: Stream): string[] {
  const model = ngramModel({order: 4, unit: 'byte'}).fit([{data: textOf(documents), source: 'human'}]);
  const text = documentsOf(model.sample(Math.round(documents.join('').length / 2), stream)).join(' ');
  const length = Math.round(documents.join('').length / documents.length);
  return Array.from({length: Math.floor(text.length / length)}, (_, i) => text.slice(i * length, (i + 1) * length));
}

/** Half of it people's (`human`), a fifth near duplicates (5% of words changed), a fifth `synthetic`, a tenth loops; each in random order. */
export function planted(human: readonly string[], synthetic: readonly string[], stream: Stream): Planted[] {
  const words = human.flatMap((document) => document.split(' '));
  const changed = (word: string): string => (stream.float() < 0.05 ? words[stream.below(words.length)] : word);
  const part = (share: number): number => Math.round(2 * share * human.length);
  const added: Planted[] = [
    ...human.slice(0, part(0.2)).map((text): Planted => ({kind: 'near', text: text.split(' ').map(changed).join(' ')})),
    ...synthetic.slice(0, part(0.2)).map((text): Planted => ({kind: 'synthetic', text})),
    ...human
      .slice(-part(0.1))
      .map((text): Planted => ({kind: 'loop', text: `${text.split(' ').slice(0, 8).join(' ')} `.repeat(15).trim()})),
  ];
  for (let i = added.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [added[i], added[j]] = [added[j], added[i]];
  }
  return [...human.map((text): Planted => ({kind: 'human', text})), ...added];
}
