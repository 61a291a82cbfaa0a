/** The tail of a corpus by plain counting: the oracle of the tail audit. */

export const wordsOf = (document: string): string[] => document.toLowerCase().match(/[\p{L}\p{M}\p{Nd}'\u2019]+/gu) ?? [];

/**
 * Plain counts: of the reference's rarest words that together hold a tenth of it, each with its share of the tail. Words of one count are
 * taken or left together, the last count that fits in part.
 */
export function tailOf(documents: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of documents.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  let left = 0.1 * documents.flatMap(wordsOf).length;
  const shares = new Map<string, number>();
  for (let count = 1; left > 0; count++) {
    const rare = [...counts].filter(([, n]) => n === count).map(([word]) => word);
    for (const word of rare) shares.set(word, Math.min(1, left / (count * rare.length)));
    left -= count * rare.length;
  }
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0);
  return new Map([...shares].map(([word, share]) => [word, share / total]));
}

export function exactRetention(tail: ReadonlyMap<string, number>, documents: readonly ReadonlySet<string>[]): number {
  const there = new Set(documents.flatMap((document) => [...document]));
  return [...tail].reduce((sum, [word, share]) => sum + (there.has(word) ? share : 0), 0);
}

export const setsOf = (documents: readonly string[]): Set<string>[] => documents.map((document) => new Set(wordsOf(document)));
