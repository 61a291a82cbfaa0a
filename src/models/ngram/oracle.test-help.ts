/** The obvious Kneser-Ney, for the tests alone: plain maps of strings, no sharing, no care for time. */
const START = '<s>';
const END = '</s>';
const UNKNOWN = '<unk>';

export class ObviousKneserNey {
  /** The types, </s> and the unknown type. */
  readonly outcomes: string[];
  readonly order: number;
  private readonly counts: Map<string, number>[] = [];
  private readonly discounts: number[][] = [];

  constructor(documents: readonly (readonly string[])[], order: number) {
    this.order = order;
    const types = new Set(documents.flat());
    this.outcomes = [...types, END, UNKNOWN];
    const raw = Array.from({length: order + 2}, () => new Map<string, number>());
    for (const document of documents) {
      const words = [START, ...document, END];
      for (let n = 1; n <= order; n++) for (let i = 0; i + n <= words.length; i++) bump(raw[n], key(words.slice(i, i + n)));
    }
    for (let n = 1; n <= order; n++) this.counts[n] = n === order ? raw[n] : adjusted(raw[n], raw[n + 1]);
    this.counts[1].delete(START);
    for (let n = 1; n <= order; n++) {
      const own = discountsOf([...this.counts[n].values()]);
      const taken = new Map<string, number>();
      for (const [gram, count] of this.counts[n]) {
        const context = key(words(gram).slice(0, -1));
        taken.set(context, (taken.get(context) ?? 0) + own[Math.min(count, 3)]);
      }
      this.discounts[n] = [...taken.values()].includes(0) ? FALLBACK : own;
    }
  }

  /** p(word | context); the context holds all that stands before, from <s> on. Words out of the vocabulary cut what stands before them. */
  probability(context: readonly string[], word: string): number {
    const known = context.map((w) => (w === START || this.outcomes.includes(w) ? w : UNKNOWN));
    return this.recurse(known.slice(Math.max(0, known.length - this.order + 1)), this.outcomes.includes(word) ? word : UNKNOWN);
  }

  /** p of every outcome, in the order of `outcomes`. */
  distribution(context: readonly string[]): number[] {
    return this.outcomes.map((word) => this.probability(context, word));
  }

  private recurse(context: readonly string[], word: string): number {
    const n = context.length + 1;
    const lower = n === 1 ? 1 / this.outcomes.length : this.recurse(context.slice(1), word);
    let total = 0;
    let taken = 0;
    for (const v of this.outcomes) {
      const count = this.counts[n].get(key([...context, v])) ?? 0;
      total += count;
      taken += this.discounts[n][Math.min(count, 3)];
    }
    if (total === 0) return lower;
    const count = this.counts[n].get(key([...context, word])) ?? 0;
    return (count - this.discounts[n][Math.min(count, 3)]) / total + (taken / total) * lower;
  }
}

function adjusted(raw: Map<string, number>, longer: Map<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [gram, count] of raw) if (words(gram)[0] === START) counts.set(gram, count);
  for (const gram of longer.keys()) bump(counts, key(words(gram).slice(1)));
  return counts;
}

const FALLBACK = [0, 0.5, 1, 1.5];

function discountsOf(counts: number[]): number[] {
  const t = [0, 1, 2, 3, 4].map((j) => counts.filter((count) => count === j).length);
  const y = t[1] / (t[1] + 2 * t[2]);
  const amounts = [0, 1, 2, 3].map((j) => (j === 0 ? 0 : j - ((j + 1) * y * t[j + 1]) / t[j]));
  const sound = t[1] > 0 && t[2] > 0 && t[3] > 0 && amounts.every((d, j) => d >= 0 && d <= j);
  return sound ? amounts : FALLBACK;
}

const key = (gram: readonly string[]) => gram.join('\u0001');
const words = (gram: string) => gram.split('\u0001');

function bump(counts: Map<string, number>, gram: string): void {
  counts.set(gram, (counts.get(gram) ?? 0) + 1);
}
