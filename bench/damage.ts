/** Damage of known size, planted into documents. Seeded. */
import {Stream} from '../src/core/random/stream.ts';

export interface Damage {
  readonly damage: string;
  /** The gate that measures it, and what it should say. */
  readonly measure: string;
  readonly planted: string;
  of(documents: readonly string[]): string[];
}

const WORD = /[\p{L}\p{M}\p{Nd}'\u2019]+/gu;

export const damages: readonly Damage[] = [
  {damage: 'none', measure: 'duplicates.exact', planted: '0', of: (documents) => [...documents]},
  {
    damage: '10% exact duplicates',
    measure: 'duplicates.exact',
    planted: '0.10',
    of: (documents) => [...documents, ...documents.slice(0, Math.round(documents.length / 9))],
  },
  {
    damage: '10% near duplicates, 5% of their words changed',
    measure: 'duplicates.near',
    planted: '0.10',
    of: (documents) => [...documents, ...documents.slice(0, Math.round(documents.length / 9)).map(changed)],
  },
  {
    damage: 'the rarest 30% of word types removed',
    measure: 'distinct.1',
    planted: '0.7 of the types',
    of(documents) {
      const counts = new Map<string, number>();
      for (const text of documents)
        for (const [word] of text.matchAll(WORD)) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
      const types = [...counts].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
      const gone = new Set(types.slice(0, Math.round(0.3 * types.length)).map(([word]) => word));
      return documents.map((text) => text.replace(WORD, (word) => (gone.has(word.toLowerCase()) ? '' : word)));
    },
  },
  {
    damage: '20% of documents replaced by repetition',
    measure: 'repetition',
    planted: 'about 0.18 more',
    of: (documents) => documents.map((text, i) => (i % 5 ? text : `${text.split(/\s+/).slice(0, 6).join(' ')} `.repeat(12))),
  },
];

/** Every word gets another with a chance of 5%. */
function changed(text: string, i: number): string {
  const stream = Stream.root('near').fork(`document/${i}`);
  return text
    .split(' ')
    .map((word) => (stream.float() < 0.05 ? `changed${stream.below(1000)}` : word))
    .join(' ');
}
