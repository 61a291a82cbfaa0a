import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../src/cli/commands.ts';
import {shortNumber} from '../src/core/text/numbers.ts';
import type {Row} from '../src/lab/results/row.ts';
import type {Summary} from '../src/lab/results/summary.ts';
import {root, temporaryFolder} from './command.ts';
import {commandsToRun, inlineCalls, otherCalls, problemOf, type ShownCommand, wholeCalls} from './doc-commands.ts';
import {blocksOf, PAGES, pageText, pageWords} from './doc-pages.ts';

/** Lines of shell that no test runs, and why not. Whatever else a page shows runs here. */
const NOT_RUN: readonly {readonly line: RegExp; readonly why: string}[] = [
  {line: /^npm ci\b/, why: 'sets a checkout up from nothing: .ci/run does that'},
  {line: /^npm cit?\b/, why: 'sets a checkout up and runs the tests: .ci/run does that'},
  {line: /^npx genloss run speeches -o runs\/speeches$/, why: 'is npm start, over a minute on a busy machine: .ci/run does that'},
  {line: /^npm test\b/, why: 'is what runs this'},
];
const folder = temporaryFolder();
/** What the commands of each page printed. */
const printed = new Map<string, string>();
const commands = commandsToRun();
const told = ({page, line}: ShownCommand): [string, string] => [page, line];

describe('every command that the docs show as shell', () => {
  it('is found, and each that is left out is there', () => {
    expect(commands.length).toBeGreaterThan(15);
    for (const {line, why} of NOT_RUN)
      expect(
        commands.some((shown) => line.test(shown.line)),
        why,
      ).toBe(true);
  });

  /** What two pages show runs once: both would find the same files. */
  const once = commands.filter(({line}, i) => commands.findIndex((one) => one.line === line) === i);

  it.each(once.filter(({line}) => !NOT_RUN.some((one) => one.line.test(line))).map(told))('%s: %s', (_, line) => {
    const here = line.replace(/\bruns\//g, `${folder}/`).replace(/(run \w+ --seeds \d+)$/, `$1 -o ${folder}/default`);
    const bare = here.replace(/ \|\| true$/, '');
    const done = spawnSync('sh', ['-c', bare.replace(/\bnpx genloss /g, `${process.execPath} src/cli/main.ts `)], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // what a page lets end otherwise is a verdict, or a refusal that the page speaks of
    const codes = bare === here ? [0] : /genloss (check|watch) /.test(here) ? [1, 2] : [64];
    expect(codes, done.stderr).toContain(done.status);
    // a warning is no error: a page speaks of it
    if (codes[0] !== 64) expect(done.stderr.replace(/^genloss: warning: .*$/gm, '')).not.toContain('genloss:');
    for (const {page} of commands.filter((one) => one.line === line)) printed.set(page, `${printed.get(page) ?? ''}${done.stdout}`);
  });

  it.each(['docs/first-check.md', 'docs/first-experiment.md'])('%s shows what they print', (page) => {
    const words = (text: string) => text.replace(/\s+/g, ' ').trim();
    const all = words(printed.get(page) ?? '');
    const lines = blocksOf(page, 'text').flatMap((text) => text.split('\n').map(words));
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(all).toContain(line);
  });

  it('docs/watch.md shows what its example says', () => {
    const words = (text: string) => text.replace(/\s+/g, ' ');
    const all = words(printed.get('docs/watch.md') ?? '');
    const shown = blocksOf('docs/watch.md', 'text').flatMap((text) =>
      text.split('\n').filter((line) => /^(since|raised|kind) /.test(line)),
    );
    expect(shown.length).toBe(5);
    for (const line of shown) expect(all).toContain(words(line));
    const [, generations] = /It looks like (\S+) generations/.exec(pageText('docs/watch.md'))!;
    expect(all).toContain(`looks like ${generations} generations`);
  });

  it.each<[string, (of: MeanOf) => string[]]>([
    [
      'a bell curve',
      (of) => [`from ${of('gaussian', 'replace', 'variance', 1)} at the first`, `to ${of('gaussian', 'replace', 'variance', 50)} at`],
    ],
    ['what keeps it', (of) => [`(\`accumulate\`): ${of('gaussian', 'accumulate', 'variance', 50)} is left`]],
    ['a larger sample', (of) => [`slowly: ${of('gaussian-100', 'replace', 'variance', 50)} is left`]],
    [
      'words',
      (of) => [
        `${Math.round(Number(of('categorical', 'replace', 'support', 1)))} of them`,
        `${of('categorical', 'replace', 'support', 1)} on average)`,
      ],
    ],
    ['the last word', (of) => [`${of('categorical', 'replace', 'support', 200)} on average: in most`]],
    [
      'words that come back',
      (of) => [
        `${Number(of('categorical', 'mixed', 'support', 200))} on average. Each`,
        `keeps all ${of('categorical', 'accumulate', 'support', 200)}.`,
      ],
    ],
    ['the law', () => [`0.95 to the power of 50 is ${(0.95 ** 50).toFixed(3)}`]],
    [
      'the rings',
      () => {
        const values = valuesOf('gaussian', 'replace', 'variance', 50);
        const sum = values.reduce((all, one) => all + one, 0);
        const most = Math.max(...values);
        return [
          `fiftieth generation it is ${shortNumber(sum / values.length)}, and ${Math.round((100 * most) / sum)}% of that is one curve, of variance ${most.toFixed(1)}.`,
        ];
      },
    ],
  ])('docs/teaching.md has the numbers of its runs: %s', (_, phrases) => {
    for (const phrase of phrases(meanOf)) expect(pageWords('docs/teaching.md')).toContain(phrase);
  });
});

type MeanOf = (run: string, arm: string, measure: string, generation: number) => string;

/** As the table of a run shows it. */
const meanOf: MeanOf = (run, arm, measure, generation) => {
  const {arms} = JSON.parse(readFileSync(join(folder, `class-${run}`, 'summary.json'), 'utf8')) as Pick<Summary, 'arms'>;
  const point = arms[arm][measure].find((one) => one.generation === generation)!;
  return shortNumber(point.geometricMean ?? point.mean!);
};

const valuesOf = (run: string, arm: string, measure: string, generation: number): number[] =>
  readFileSync(join(folder, `class-${run}`, 'results.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.arm === arm && row.measure === measure && row.generation === generation)
    .map(({value}) => value!);

describe('npx genloss', () => {
  it('is the source of the checkout, as a bundle of before is not, with the Node that npm ci brought', () => {
    const env = {...process.env, npm_config_cache: join(folder, 'npm-cache')};
    const done = spawnSync('npx', ['genloss', 'chek'], {cwd: join(root, 'docs'), encoding: 'utf8', env});
    expect(done.stderr).toContain('Did you mean check?');
    expect(done.status).toBe(64);
    const source = spawnSync(process.execPath, ['bin/genloss.js', '--version'], {cwd: root, encoding: 'utf8'});
    expect(source.stdout.trim()).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  });
});

describe('every other call of genloss in the docs', () => {
  it('is found', () => {
    expect(wholeCalls().length).toBeGreaterThan(5);
    expect(inlineCalls().length).toBeGreaterThan(30);
  });

  it.each([...wholeCalls(), ...commands.filter(({line}) => /\bgenloss (-- )?[a-z]/.test(line))].map(told))('%s: %s', async (_, line) => {
    expect(await problemOf(line, {whole: true})).toBeUndefined();
  });

  it.each(inlineCalls().map(told))('%s, in a sentence: %s', async (_, line) => {
    expect(await problemOf(line, {whole: false})).toBeUndefined();
  });

  it.each([
    ['genloss chek a --reference b', 'there is no command chek'],
    ['genloss check a --referense b', 'there is no --referense'],
    ['genloss check a', '--reference is missing'],
    ['genloss check --reference b', 'what it works on is missing'],
    ['genloss check a --reference b --examples some', '--examples some: wanted a whole number from 0.'],
    ['npx genloss check a --reference --json', '--reference wants a value'],
    ['genloss run x --device gpu', '--device is one of'],
    ['genloss report a b', '2 words without a flag'],
  ])('would not be let through: %s', async (line, problem) => {
    expect(await problemOf(line, {whole: true})).toContain(problem);
  });
});

describe('the examples of the help', () => {
  it.each(COMMANDS.map(({name}) => name))('%s', async (name) => {
    const {examples} = await COMMANDS.find((one) => one.name === name)!.load();
    expect(examples.length).toBeGreaterThan(0);
    for (const {line} of examples) expect(await problemOf(line, {whole: true}), line).toBeUndefined();
  });
});

describe('every script that the docs name', () => {
  const {scripts} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {scripts: Record<string, string>};

  it.each(otherCalls().map(told))('%s: %s', (_, line) => {
    for (const [, name] of line.matchAll(/npm run (?:-s )?(?:--silent )?([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(name);
    for (const [, file] of line.matchAll(/node ((?:bench|scripts|src)\/[\w./-]+)/g)) expect(existsSync(join(root, file)), file).toBe(true);
  });
});

describe('the docs', () => {
  it('call TypeScript by the Node of the checkout (npx node), since an older one does not run it', () => {
    const bare = PAGES.flatMap((page) =>
      [...pageText(page).matchAll(/.*(?<!npx )\bnode (?:bench|scripts|src)\/.*/g)].map(([line]) => ({page, line})),
    );
    expect(bare).toEqual([]);
    expect(PAGES.some((page) => pageText(page).includes('npx node bench/'))).toBe(true);
  });

  it('say every key of the document of check, and none that is not there', () => {
    const [, section] = pageText('docs/check.md').split('## As JSON');
    const rows = [...section.split('\n## ')[0].matchAll(/^\| (`.*?) \|/gm)];
    const said = rows.flatMap(([, keys]) => [...keys.matchAll(/`(\w+)`/g)].map(([, key]) => key));
    const [, declared] = /export interface CheckReport \{(.*?)\n\}/s.exec(pageText('src/guard/check-report.ts'))!;
    const there = [...declared.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, key]) => key);
    expect([...said, 'withoutExamples'].sort()).toEqual(there.sort());
  });

  it('link to pages and pictures that are there', () => {
    const links = PAGES.flatMap((page) => [...pageText(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => ({page, target})));
    expect(links.length).toBeGreaterThan(50);
    const broken = links.filter(({page, target}) => !/^https?:/.test(target) && !existsSync(resolve(root, dirname(page), target)));
    expect(broken).toEqual([]);
  });

  it('show experiments that are valid', async () => {
    const {resolveExperiment} = await import('../src/lab/experiment/resolve.ts');
    const {parse} = await import('yaml');
    const [block] = blocksOf('README.md', 'yaml');
    const resolved = resolveExperiment(parse(block));
    expect(resolved.ok ? [] : resolved.problems).toEqual([]);
    const shown = blocksOf('docs/experiments.md', 'yaml').filter((text) => text.startsWith('arms:'));
    expect(shown.length).toBeGreaterThan(0);
    for (const arms of shown) {
      const whole = {
        title: 'x',
        data: {world: 'gaussian'},
        model: {kind: 'gaussian'},
        sample: {size: 40},
        generations: 2,
        seeds: 1,
        measures: ['mean'],
        ...parse(arms),
      };
      const checked = resolveExperiment(whole);
      expect(checked.ok ? [] : checked.problems).toEqual([]);
    }
  });

  it('show whole experiments that run', () => {
    const shown = blocksOf('docs/experiments.md', 'yaml').filter((text) => text.startsWith('title:'));
    expect(shown.length).toBeGreaterThan(0);
    shown.forEach((text, i) => {
      const file = join(folder, `experiment-${i}.yaml`);
      writeFileSync(file, text);
      const command = ['src/cli/main.ts', 'run', file, '--seeds', '2', '--generations', '30', '-o', `${file}.out`, '--quiet'];
      const done = spawnSync(process.execPath, command, {cwd: root, encoding: 'utf8'});
      expect([done.status, done.stderr]).toEqual([0, '']);
    });
  });

  it.each<[string, RegExp]>([
    ['README.md', /^(\d+ \{ measure: 'variance'.*\n){10}$/],
    ['docs/check.md', /^inconclusive .+\n$/],
  ])('show a program that runs: %s', (page, prints) => {
    const [block] = blocksOf(page, 'ts');
    const file = join(folder, `${page.replace(/\W/g, '-')}.ts`);
    writeFileSync(file, block.replace("from 'genloss'", `from ${JSON.stringify(join(root, 'src/index.ts'))}`));
    expect(execFileSync(process.execPath, [file], {encoding: 'utf8'})).toMatch(prints);
  });

  it('and the files that ship name a schema that is where they say', () => {
    const shipped = readdirSync(join(root, 'experiments')).filter((name) => name.endsWith('.yaml'));
    const files = [...PAGES, 'docs/recipe.yaml', ...shipped.map((name) => join('experiments', name))];
    const named = files.flatMap((file) => [...pageText(file).matchAll(/\$schema=(\S+)/g)].map(([, schema]) => ({file, schema})));
    expect(named.length).toBeGreaterThan(shipped.length + 3);
    expect(named.filter(({file, schema}) => !existsSync(resolve(root, dirname(file), schema)))).toEqual([]);
  });

  it('that are written from the code are up to date', () => {
    const paths = [
      'README.md',
      'schema/experiment.json',
      'schema/gates.json',
      'schema/recipe.json',
      'schema/watch.json',
      'llms.txt',
      'man/genloss.1',
      'docs/decisions/README.md',
      ...['experiment', 'measures', 'commands', 'api', 'shipped'].map((name) => `docs/reference/${name}.md`),
    ];
    const before = paths.map(pageText);
    execFileSync(process.execPath, [join(root, 'scripts/generate.ts')], {cwd: root});
    expect(paths.map(pageText)).toEqual(before);
  });

  it.each(['check', 'forecast', 'share', 'curate', 'experiments', 'results', 'theory', 'feedback', 'neural', 'teaching'])(
    'say where the words of %s.md are explained',
    (page) => {
      expect(pageText(`docs/${page}.md`)).toContain('(glossary.md)');
    },
  );

  it('define each word once, and the words in italics of the glossary are there', () => {
    const text = pageText('docs/glossary.md');
    const heads = [...text.matchAll(/^(?:- )?\*\*([^*]+)\*\*/gm)].flatMap(([, words]) => words.split(', '));
    const lower = heads.map((word) => word.toLowerCase());
    expect(lower.filter((word, i) => lower.indexOf(word) !== i)).toEqual([]);
    const terms = [...text.matchAll(/(?<![*\w])\*([a-zA-Z-]+)\*(?!\*)/g)].map(([, word]) => word.toLowerCase());
    const spoken = new Set(['the', 'of', 'and', 'italics']);
    expect(
      terms.filter((word) => !spoken.has(word) && !lower.some((head) => head === word || head.startsWith(word) || `${head}s` === word)),
    ).toEqual([]);
  });

  it('name no place of a machine that wrote them', () => {
    for (const page of PAGES) expect(pageText(page)).not.toMatch(/\/(work|root|home|tmp)\//);
  });
});
