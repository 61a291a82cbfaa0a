/** The workflows of the repository, and the image: what they call is there, and a release is what docs/versions.md says. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {root, temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {bashPath, dockerPath} from './tools.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = temporaryFolder();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const names = readdirSync(join(root, '.github/workflows'));
const workflow = (name: string) => parse(read(`.github/workflows/${name}`)) as Workflow;
const stepsOf = (name: string): readonly Step[] => Object.values(workflow(name).jobs).flatMap(({steps = []}) => steps);
const manifest = JSON.parse(read('package.json'));
const bash = bashPath();
const withBash = needs(bash, 'bash', 'steps of workflows are not run');

describe.each(names)('%s', (name) => {
  it('may read the code and no more, unless a job says so', () => {
    expect(workflow(name).permissions).toEqual({contents: 'read'});
  });

  it('calls scripts that are there, and actions by their version', () => {
    for (const {uses, run = ''} of stepsOf(name)) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
      for (const [, script] of run.matchAll(/npm run (?:-s )?([\w:-]+)/g)) expect(Object.keys(manifest.scripts)).toContain(script);
    }
  });

  it('has steps that bash reads', withBash, () => {
    for (const {run = ''} of stepsOf(name)) expect(spawnSync(bash!, ['-n', '-c', run]).status, run).toBe(0);
  });
});

describe('ci.yml', () => {
  it('does what .ci/run does, and tries the package on the oldest Node that it names', () => {
    expect(stepsOf('ci.yml').map(({run}) => run)).toContain('.ci/run');
    const {installed} = workflow('ci.yml').jobs as {installed?: {strategy?: {matrix: {node: unknown[]}}}};
    const [oldest] = installed!.strategy!.matrix.node;
    expect(`${oldest}`.replace(/\.0$/, '')).toBe(manifest.engines.node.replace('>=', ''));
  });
});

describe('release.yml', () => {
  const {on, jobs} = workflow('release.yml');
  const {publish, tests} = jobs;
  const steps = publish.steps!;

  it('publishes from a tag, after all tests, with provenance, and only that job may sign', () => {
    expect(on).toEqual({push: {tags: ['v*']}});
    expect(tests.uses).toBe('./.github/workflows/ci.yml');
    expect(Object.keys(workflow('ci.yml').on)).toContain('workflow_call');
    expect(publish.needs).toBe('tests');
    expect(publish.permissions).toEqual({contents: 'read', 'id-token': 'write'});
    const lines = steps.flatMap(({run = ''}) => run.split('\n')).filter((line) => line.includes('npm publish'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain('--provenance');
    for (const {run = '', env} of steps) expect(env !== undefined).toBe(run.includes('npm publish'));
  });

  it.each([
    ['v0.3.0', '## 0.3.0', 0, ''],
    ['v0.3.0', '## 0.3.0 (unreleased)', 1, 'calls it unreleased'],
    ['v0.3.0', '## 0.2.0', 1, 'no section 0.3.0'],
    ['v0.3.1', '## 0.3.0', 1, 'the tag is v0.3.1, the version in package.json 0.3.0'],
  ])('tag %s with the changelog "%s" leaves %i', withBash, (tag, section, code, said) => {
    const place = mkdtempSync(join(folder, 'release-'));
    writeFileSync(join(place, 'package.json'), '{"version": "0.3.0"}');
    writeFileSync(join(place, 'CHANGELOG.md'), `# Changelog\n\n${section}\n`);
    const {run} = steps.find(({name}) => name?.startsWith('The tag is the version'))!;
    const done = spawnSync(bash!, ['-e', '-c', run!], {cwd: place, encoding: 'utf8', env: {...process.env, GITHUB_REF_NAME: tag}});
    expect(done.status).toBe(code);
    expect(done.stderr).toContain(said);
  });

  it('publishes a version with a hyphen under another tag than latest', withBash, () => {
    const {run} = steps.find(({name}) => name === 'Publish')!;
    const calls = (tag: string) =>
      spawnSync(bash!, ['-c', `npm() { echo "$@"; }; ${run}`], {encoding: 'utf8', env: {GITHUB_REF_NAME: tag}}).stdout;
    expect(calls('v1.0.0')).toBe('publish --provenance --access public\n');
    expect(calls('v1.0.0-beta.1')).toBe('publish --provenance --access public --tag next\n');
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const of = (word: string) => lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

  it('builds on one version of Node, that of the lock file, named whole', () => {
    const {version} = JSON.parse(read('package-lock.json')).packages['node_modules/node'];
    const images = of('FROM').map((line) => line.split(' ')[0]);
    expect(images).toEqual([`node:${version}-bookworm-slim`, `node:${version}-bookworm-slim`]);
  });

  it('runs genloss as a user who is not root, where the data are mounted, without scripts of packages', () => {
    const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
    expect(of('USER')).toEqual(['node']);
    expect(final.findIndex((line) => line.startsWith('USER'))).toBeLessThan(final.findIndex((line) => line.startsWith('ENTRYPOINT')));
    expect(of('ENTRYPOINT')).toEqual(['["genloss"]']);
    expect(of('WORKDIR').at(-1)).toBe('/data');
    expect(of('RUN').filter((line) => line.includes('npm install'))).toEqual([expect.stringContaining('--ignore-scripts')]);
  });

  it('keeps out of the image what the checkout ignores', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['node_modules', 'dist', 'runs', 'docs-site', '.git']) expect(ignored).toContain(name);
  });

  const docker = dockerPath();
  const daemon = docker !== undefined && spawnSync(docker, ['info'], {timeout: 20_000}).status === 0;

  it('makes an image that answers', needs(daemon, 'Docker daemon', 'the image is not built; what its file says is checked'), () => {
    const built = spawnSync(docker!, ['build', '--quiet', root], {encoding: 'utf8'});
    expect(built.status, built.stderr).toBe(0);
    const image = built.stdout.trim();
    const run = (...args: string[]) => spawnSync(docker!, ['run', '--rm', ...args], {encoding: 'utf8'});
    expect(run(image, '--version').stdout.trim()).toBe(manifest.version);
    expect(run('--entrypoint', 'id', image, '-un').stdout.trim()).toBe('node');
    const check = run(
      '--network',
      'none',
      image,
      'check',
      'corpus:speeches/2000-2010',
      '--reference',
      'corpus:speeches/1990-2021',
      '--json',
    );
    expect(['pass', 'fail', 'inconclusive']).toContain(JSON.parse(check.stdout).verdict);
  });
});
