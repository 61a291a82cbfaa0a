import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {root, temporaryFolder} from './command.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...(readdirSync(join(root, 'docs'), {recursive: true}) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The blocks of a page in one language, in order. */
const blocksOf = (page: string, language: string): string[] =>
  [...textOf(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block]) => block);

/** Set-up and the tests themselves: run from nothing by .ci/run, not from within a test. */
const BY_CI = [/^npm ci\b/, /^npm cit\b/, /^npm test\b/];
const folder = temporaryFolder();

describe('every command that the docs show', () => {
  const commands = pages.flatMap((page) =>
    blocksOf(page, 'sh').flatMap((block) =>
      block
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line !== '' && !BY_CI.some((known) => known.test(line)))
        .map((command): [string, string] => [page, command]),
    ),
  );

  it('is found', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(commands)('%s: %s', (_, command) => {
    const here = command.replace(/\bruns\//g, `${folder}/`).replace(/(run \w+ --seeds \d+)$/, `$1 --out ${folder}/default`);
    const done = spawnSync('sh', ['-c', here], {cwd: root, encoding: 'utf8'});
    expect(done.stderr).not.toContain('genloss:');
    expect(done.status).toBe(0);
  });
});

describe('the docs', () => {
  it('link to pages and pictures that are there', () => {
    const links = pages.flatMap((page) => [...textOf(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => ({page, target})));
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
    for (const text of shown) {
      const file = join(mkdtempSync(join(tmpdir(), 'genloss-docs-')), 'experiment.yaml');
      writeFileSync(file, text);
      const command = ['src/cli/main.ts', 'run', file, '--seeds', '2', '--generations', '30', '--out', `${file}.out`, '--quiet'];
      const done = spawnSync(process.execPath, command, {cwd: root, encoding: 'utf8'});
      expect([done.status, done.stderr]).toEqual([0, '']);
    }
  });

  it('show a program that runs', () => {
    const [block] = blocksOf('README.md', 'ts');
    const place = mkdtempSync(join(tmpdir(), 'genloss-docs-'));
    const file = join(place, 'example.ts');
    writeFileSync(file, block.replace("from 'genloss'", `from ${JSON.stringify(join(root, 'src/index.ts'))}`));
    const out = execFileSync(process.execPath, [file], {encoding: 'utf8'});
    expect(out.trim().split('\n')).toHaveLength(10);
  });

  it('that are written from the code are up to date', () => {
    const paths = [
      'schema/experiment.json',
      'schema/gates.json',
      'schema/recipe.json',
      ...['experiment', 'measures', 'commands'].map((name) => `docs/reference/${name}.md`),
    ];
    const before = paths.map(textOf);
    execFileSync(process.execPath, [join(root, 'scripts/generate.ts')], {cwd: root});
    expect(paths.map(textOf)).toEqual(before);
  });

  it('name no place of a machine that wrote them', () => {
    for (const page of pages) expect(textOf(page)).not.toMatch(/\/(work|root|home|tmp)\//);
  });
});
