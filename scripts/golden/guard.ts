/** Golden files of the guard and of the forecast: pages and every format, from the corpora of `corpora.ts`. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {printed} from './command.ts';
import type {Files} from './experiments.ts';

const QUIET = ['--quiet', '--workers', '1'];
const VERDICTS = [0, 1, 2];

export async function guardFiles(folder: string): Promise<Files> {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const parts = await Promise.all([
    checkFiles(folder, read),
    shareFiles(folder, read),
    curateFiles(folder, read),
    forecastFiles(folder, read),
  ]);
  return new Map(parts.flat());
}

type Entries = [string, string][];
type Read = (name: string) => string;

/** Of three candidates: a verdict each, in every format. */
async function checkFiles(folder: string, read: Read): Promise<Entries> {
  const made = await printed(['profile', 'human.jsonl', '-o', 'human.profile', '--json', ...QUIET], folder);
  writeFileSync(join(folder, 'gates.yaml'), GATES);
  const check = (...args: string[]) => printed(['check', ...args, '--reference', 'human.profile', ...QUIET], folder, VERDICTS);
  const written = (name: string) => ['html', 'markdown', 'junit', 'sarif'].flatMap((format) => [`--${format}`, `${name}.${format}`]);
  const candidates: [string, string[]][] = [
    ['machine', ['machine.jsonl']],
    ['people', ['people.jsonl', '--gates', 'gates.yaml']],
    ['tiny', ['tiny.jsonl']],
  ];
  const all = candidates.map(async ([name, args]): Promise<Entries> => {
    const text = await check(...args, ...written(name));
    const json = await check(...args, '--json', '--bands');
    return [
      [`formats/check-${name}.txt`, text],
      [`formats/check-${name}.json`, json],
      [`formats/check-${name}.md`, read(`${name}.markdown`)],
      [`formats/check-${name}.junit.xml`, read(`${name}.junit`)],
      [`formats/check-${name}.sarif`, read(`${name}.sarif`)],
      [`pages/check-${name}.html`, read(`${name}.html`)],
    ];
  });
  return [['formats/profile.json', made], ...(await Promise.all(all)).flat(), ...(await whereFiles(folder, read))];
}

/** A check of data by the values of a field, with examples; and the recipe that answers it. */
async function whereFiles(folder: string, read: Read): Promise<Entries> {
  const where = ['check', 'crawl.jsonl', '--reference', 'human.jsonl', '--by', 'source', '--examples', '2', ...QUIET];
  const text = await printed([...where, '--html', 'where.html', '--markdown', 'where.md', '--sarif', 'where.sarif'], folder, VERDICTS);
  const json = await printed([...where, '--json'], folder, VERDICTS);
  writeFileSync(join(folder, 'where.json'), json);
  await printed(['curate', '--from-check', 'where.json', '-o', 'where.yaml'], folder);
  return [
    ['formats/check-where.txt', text],
    ['formats/check-where.json', json],
    ['formats/check-where.md', read('where.md')],
    ['formats/check-where.sarif', read('where.sarif')],
    ['formats/from-check.yaml', read('where.yaml')],
    ['pages/check-where.html', read('where.html')],
  ];
}

const GATES = `gates:
  - {measure: entropy, atLeast: 7}
  - {measure: tail.retention, atLeast: 0.05}
  - {measure: duplicates.exact, atMost: 0.1}
`;

async function shareFiles(folder: string, read: Read): Promise<Entries> {
  const references = ['--human', 'human.jsonl', '--synthetic', 'synthetic.jsonl', ...QUIET];
  const by = ['--by', 'source', '--by', 'date:month'];
  const text = printed(['share', 'mixed.jsonl', ...references, ...by, '--html', 'share.html'], folder, VERDICTS);
  const json = printed(['share', 'mixed.jsonl', ...references, ...by, '--json'], folder, VERDICTS);
  const tiny = printed(['share', 'tiny.jsonl', ...references], folder, VERDICTS);
  return [
    ['formats/share.txt', await text],
    ['formats/share.json', await json],
    ['formats/share-tiny.txt', await tiny],
    ['pages/share.html', read('share.html')],
  ];
}

async function curateFiles(folder: string, read: Read): Promise<Entries> {
  writeFileSync(join(folder, 'recipe.yaml'), RECIPE);
  const curate = (out: string, ...more: string[]) =>
    printed(['curate', 'people.jsonl', 'mixed.jsonl', '--recipe', 'recipe.yaml', '-o', out, ...more, ...QUIET], folder);
  const text = curate('curated');
  const json = curate('curated-json', '--json');
  return [
    ['formats/curate.txt', await text],
    ['formats/curate.json', await json],
    ['formats/curate-manifest.json', read('curated/manifest.json')],
    ['formats/curate-decisions.jsonl', read('curated/decisions.jsonl')],
  ];
}

const RECIPE = `title: Golden
reference: human.jsonl
steps:
  - dedupe: {kind: exact}
  - dedupe: {kind: near, similarity: 0.5}
  - filter: {measure: repetition, atMost: 0.2}
  - filter: {measure: words, atLeast: 70}
  - filter: {measure: likelihood, band: [0, 0.95]}
budget: {words: 8000}
`;

async function forecastFiles(folder: string, read: Read): Promise<Entries> {
  const small = ['--sample', '1500', '--seeds', '2', '--generations', '4', '--measured', '3', '--candidate', 'machine.jsonl', ...QUIET];
  const text = printed(['forecast', 'human.jsonl', ...small, '--html', 'forecast.html'], folder);
  const json = printed(['forecast', 'human.jsonl', ...small, '--json'], folder);
  return [
    ['formats/forecast.txt', await text],
    ['formats/forecast.json', await json],
    ['pages/forecast.html', read('forecast.html')],
  ];
}
