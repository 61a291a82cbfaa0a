/** What genloss has kept for itself, and finds again as something else: `null`, half an object, a pipe, a folder, a link. */
import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {exitCodeOf} from '../src/cli/exit.ts';
import {curate} from '../src/node/curate/curate.ts';
import {readRecipe} from '../src/node/curate/recipe-file.ts';
import {curationText} from '../src/node/curate/summary.ts';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {writeReport} from '../src/node/run/report.ts';
import {runExperiment} from '../src/node/run/run.ts';
import {startGenloss, temporaryFolder} from './command.ts';
import {isPosix} from './needs.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
let number = 0;

/** A copy of a folder in which one file is damaged. */
function damaged(from: string, file: string, damage: (path: string) => void): string {
  const copy = at(`copy-${number++}`);
  cpSync(from, copy, {recursive: true});
  damage(join(copy, file));
  return copy;
}

const holding = (text: string) => (path: string) => writeFileSync(path, text);
const DAMAGES: [string, (path: string) => void][] = [
  ['null', holding('null')],
  ['an empty object', holding('{}')],
  ['an empty list', holding('[]')],
  ['a number', holding('7')],
  ['nothing', holding('')],
  ['half of itself', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 9))],
  ...(!isPosix
    ? []
    : ([
        [
          'a pipe',
          (path) => {
            rmSync(path);
            execFileSync('mkfifo', [path]);
          },
        ],
      ] as [string, (path: string) => void][])),
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
];
/** A file of JSON without one of its keys, for each of them, and with null in its place. */
const keysOf = (path: string): string[] => Object.keys(JSON.parse(readFileSync(path, 'utf8')));
function changed(key: string, value?: null): (path: string) => void {
  return (path) => {
    const {[key]: _, ...rest} = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify(value === null ? {...rest, [key]: null} : rest));
  };
}
const allDamages = (path: string): [string, (path: string) => void][] => [
  ...DAMAGES,
  ...keysOf(path).flatMap((key): [string, (path: string) => void][] => [
    [`without ${key}`, changed(key)],
    [`null as ${key}`, changed(key, null)],
  ]),
];

/** The exit code that an act would have; 0 where it succeeds. */
async function codeOf(act: () => Promise<unknown>): Promise<number> {
  try {
    await act();
    return 0;
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === 70) throw error;
    return code;
  }
}

describe('a run directory', () => {
  const file = at('experiment.yaml');
  writeFileSync(
    file,
    'title: t\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 3\nseeds: 4\narms: {a: {workflow: replace}}\nmeasures: [variance]\n',
  );
  const run = (directory: string) => runExperiment(loadExperiment(file), {directory, workers: 1});
  const whole = at('whole');
  const files = (directory: string) => ['results.jsonl', 'summary.json'].map((name) => readFileSync(join(directory, name), 'utf8'));
  const units = 'lineages/a/packed-1.units';

  beforeAll(async () => {
    await run(whole);
    await writeReport(whole);
  });

  it('whose lock.json or whose units are damaged is told as damaged, or mended', async () => {
    for (const name of ['lock.json', units]) {
      const damages = name === units ? DAMAGES : allDamages(join(whole, name));
      for (const [what, damage] of damages) {
        const copy = damaged(whole, name, damage);
        const code = await codeOf(() => run(copy));
        expect([0, 65, 73], `${name} is ${what}`).toContain(code);
        if (code === 0) expect(files(copy)).toEqual(files(whole));
        expect([0, 65, 73]).toContain(await codeOf(() => writeReport(copy)));
      }
    }
  });

  it('whose summary is damaged has no report, and is mended by a run where a file is in its place', async () => {
    for (const [what, damage] of DAMAGES) {
      const copy = damaged(whole, 'summary.json', damage);
      expect([what, await codeOf(() => writeReport(copy))]).toEqual([what, 65]);
      const code = await codeOf(() => run(copy));
      expect([what, code]).toEqual([what, ['a pipe', 'a folder'].includes(what) ? 73 : 0]);
      if (code === 0) expect(files(copy)).toEqual(files(whole));
    }
    const points = JSON.parse(readFileSync(join(whole, 'summary.json'), 'utf8'));
    for (const value of [null, 7, [null], [{}], [{generation: null}]]) {
      const copy = damaged(whole, 'summary.json', holding(JSON.stringify({...points, arms: {a: {variance: value}}})));
      expect([value, await codeOf(() => writeReport(copy))]).toEqual([value, 65]);
    }
  });

  it('that is a file, or nothing, has no report', async () => {
    expect(await codeOf(() => writeReport(file))).toBe(65);
    expect(await codeOf(() => writeReport(at('nowhere')))).toBe(65);
  });

  it('whose experiment is damaged has no report, and is mended by a run', async () => {
    for (const [what, damage] of DAMAGES) {
      const copy = damaged(whole, 'experiment.yaml', damage);
      expect([what, await codeOf(() => writeReport(copy))]).toEqual([what, 65]);
      expect([what, await codeOf(() => run(copy))]).toEqual([what, ['a pipe', 'a folder'].includes(what) ? 73 : 0]);
    }
  });

  it('is not swept behind links, and a file in the place of its folders is told', async () => {
    const kept = (top: string) => existsSync(join(top, '.aside-1-000000000000', 'precious'));
    const plant = (top: string) => {
      mkdirSync(join(top, '.aside-1-000000000000'), {recursive: true});
      writeFileSync(join(top, '.aside-1-000000000000', 'precious'), '');
    };
    for (const level of ['lineages', 'lineages/a']) {
      const copy = damaged(whole, level, (path) => {
        renameSync(path, at(`moved-${number}`));
        symlinkSync(at(`moved-${number}`), path);
      });
      const target = level === 'lineages' ? join(at(`moved-${number - 1}`), 'a') : at(`moved-${number - 1}`);
      plant(target);
      expect(await codeOf(() => run(copy))).toBe(0);
      expect(kept(target)).toBe(true);
      const swept = damaged(whole, level, (path) => plant(level === 'lineages' ? join(path, 'a') : path));
      expect(await codeOf(() => run(swept))).toBe(0);
      expect(kept(join(swept, 'lineages/a'))).toBe(false);
      const file = damaged(whole, level, (path) => {
        rmSync(path, {recursive: true});
        writeFileSync(path, '');
      });
      expect(await codeOf(() => run(file))).toBe(65);
    }
  });
});

describe('the folder of a curation', () => {
  const data = at('data.jsonl');
  writeFileSync(data, Array.from({length: 50}, (_, i) => JSON.stringify({text: `record ${i % 40} has words ${(i % 40) % 7}`})).join('\n'));
  const recipeFile = at('recipe.yaml');
  const command = JSON.stringify([
    process.execPath,
    '-e',
    `if (!require('fs').existsSync(${JSON.stringify(at('go'))})) {require('fs').writeFileSync(${JSON.stringify(at('asked'))}, ''); setInterval(() => {}, 1000)}
    else require('readline').createInterface({input: process.stdin}).on('line', () => console.log('{"keep":true}'))`,
  ]);
  writeFileSync(recipeFile, `steps: [duplicates, {command: {run: ${command}}}, {filter: {measure: words, atLeast: 1}}]\n`);
  const begin = (output: string) => curate([data], {recipe: readRecipe(recipeFile), recipeBase: folder, output, workers: 1, read: {}});
  const finished = at('finished');
  const unfinished = at('unfinished');
  const records = (output: string) => readFileSync(join(output, 'data-00000.jsonl'), 'utf8');

  beforeAll(async () => {
    const killed = startGenloss(['curate', data, '--recipe', recipeFile, '-o', unfinished, '-q', '--workers', '1']);
    const exited = new Promise((resolve) => killed.once('exit', resolve));
    while (!existsSync(at('asked'))) await new Promise((resolve) => setTimeout(resolve, 25));
    process.kill(killed.pid as number, 'SIGKILL');
    await exited;
    writeFileSync(at('go'), '');
    expect((await begin(finished)).kind).toBe('written');
  });

  it('whose manifest is damaged is told so, or is what it was', async () => {
    for (const [what, damage] of allDamages(join(finished, 'manifest.json'))) {
      const copy = damaged(finished, 'manifest.json', damage);
      const code = await codeOf(async () => curationText(await begin(copy), copy));
      expect([0, 73], what).toContain(code);
      expect(records(copy)).toBe(records(finished));
    }
  });

  it('whose unfinished work is damaged begins anew or says so, and never gives another result', async () => {
    const work = readdirSync(join(unfinished, '.curate'), {recursive: true}) as string[];
    const names = work.filter((name) => /\.(json|bin)$/.test(name));
    expect(names.sort()).toEqual(['data/part-00000.bin', 'measured-data.json', 'state.json']);
    for (const name of names) {
      const path = join(unfinished, '.curate', name);
      for (const [what, damage] of name.endsWith('.bin') ? DAMAGES : allDamages(path)) {
        const copy = damaged(unfinished, join('.curate', name), damage);
        const code = await codeOf(() => begin(copy));
        expect([0, 65, 73], `${name} is ${what}`).toContain(code);
        if (code === 65) expect(await codeOf(() => begin(copy)), `${name} was ${what}`).toBe(0);
        if (code !== 73) expect(records(copy)).toBe(records(finished));
      }
    }
  });

  it('whose kept answers are damaged, too few or too many, says so and begins anew', async () => {
    const answers = Array.from({length: 40}, () => '{"keep":true}\n');
    for (const text of [
      '',
      answers.slice(1).join(''),
      answers.join('') + answers[0],
      answers.join('').replace('true', '7'),
      'null\n'.repeat(40),
    ]) {
      const copy = damaged(unfinished, '.curate/command-1.jsonl', holding(text));
      expect(await codeOf(() => begin(copy))).toBe(65);
      expect(await codeOf(() => begin(copy))).toBe(0);
      expect(records(copy)).toBe(records(finished));
    }
    const intact = damaged(unfinished, '.curate/command-1.jsonl', holding(answers.join('').replace('true', 'false')));
    expect(await codeOf(() => begin(intact))).toBe(0);
    expect(records(intact)).not.toBe(records(finished));
  });
});
