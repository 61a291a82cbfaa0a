/**
 * Which known name a mistyped one stands for.
 *
 * The cost of a name is the least number of edits (optimal string alignment: insert, delete, replace, swap two neighbours). It is here and not
 * in a package since whatever starts may ask for it, in a page too, and no command loads a package to begin.
 */

/** a: n characters, b: m. O(n m) time, O(m) memory. */
export function typoCost(a: string, b: string): number {
  const width = b.length + 1;
  let [before, last, row] = [new Float64Array(width), Float64Array.from({length: width}, (_, j) => j), new Float64Array(width)];
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    for (let j = 1; j < width; j++) {
      const [x, y] = [a[i - 1], b[j - 1]];
      const replaced = last[j - 1] + (x === y ? 0 : 1);
      row[j] = Math.min(replaced, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && x === b[j - 2] && a[i - 2] === y) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last, row] = [last, row, before];
  }
  return last[b.length];
}

/** Those of `names` that cost at most `most`, case let be, cheapest first; of equal ones by name. */
export function namesWithin(word: string, names: readonly string[], most: number): string[] {
  const asked = word.toLowerCase();
  return names
    .filter((name) => Math.abs(name.length - word.length) <= most)
    .map((name) => ({name, cost: typoCost(asked, name.toLowerCase())}))
    .filter(({cost}) => cost <= most)
    .sort((a, b) => a.cost - b.cost || (a.name < b.name ? -1 : 1))
    .map(({name}) => name);
}
