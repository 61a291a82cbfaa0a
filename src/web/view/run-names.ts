/** What runs are called beside each other: shortly, and each otherwise. */

interface Named {
  readonly title: string;
  readonly folder: string;
}

const LETTERS = 40;

const cut = (name: string): string => {
  const letters = Array.from(name);
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join('')}\u2026` : name;
};

/** By their titles; by their folders where several have one title; by both where that is not enough. */
export function namesBeside(runs: readonly Named[]): string[] {
  const titles = runs.map(({title}) => cut(title));
  const times = (title: string): number => titles.filter((one) => one === title).length;
  const short = runs.map(({folder}, i) => (times(titles[i]) > 1 ? folder : titles[i]));
  const long = runs.map(({title, folder}) => `${title} (${folder})`);
  return [short, long].find(isEachAnother) ?? long.map((name, i) => `${i + 1}: ${name}`);
}

const isEachAnother = (names: readonly string[]): boolean => new Set(names).size === names.length;
