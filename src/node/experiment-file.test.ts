import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {ConfigError} from '../core/error.ts';
import {SchemaKeys} from '../lab/experiment/own-keys.ts';
import {currentSchemas} from '../lab/experiment/schema.ts';
import {readGates} from './check/gates-file.ts';
import {readRecipe} from './curate/recipe-file.ts';
import {loadExperiment, shippedNames, shippedPath} from './experiment-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-yaml-'));
afterAll(() => rmSync(folder, {recursive: true}));

const EXPERIMENT = `title: t
data: {world: gaussian}
model: {kind: gaussian}
sample: {size: 20}
generations: 2
seeds: 1
measures: [variance]
`;
const readers = {
  experiment: (file: string) => loadExperiment(file),
  gates: readGates,
  recipe: readRecipe,
};
type Kind = keyof typeof readers;

/** The error of a file, with its own name as `F`. */
function errorOf(kind: Kind, content: string | Uint8Array, sets: readonly string[] = []): string {
  const file = join(folder, 'F.yaml');
  writeFileSync(file, content);
  try {
    if (kind === 'experiment') loadExperiment(file, sets);
    else readers[kind](file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return `${error.where ?? ''} ${error.message}`.replaceAll(file, 'F');
  }
  return 'none';
}

const laughs = (last: string) => {
  const rows = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++)
    rows.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(', ')}]`,
    );
  return `${rows.join('\n')}\n${last}: *a8\n`;
};

describe('YAML that a user wrote', () => {
  it.each<[Kind, string, RegExp]>([
    ['gates', 'gates: [{measure: repetition, atMost: *x}]', /^F:1:39 not valid YAML: Unresolved alias/],
    ['gates', 'gates: &a [*a]', /^F:1:12 not plain data: gates\.0 contains itself/],
    ['gates', laughs('gates'), /^F:10:8 not valid YAML: Excessive alias count/],
    ['gates', '%YAML 1.1\n---\n<<: 5\n', /^F:3:1 not valid YAML: Merge sources must be maps/],
    ['gates', 'gates: [{measure: {toString: 1}}]', /^F:1:19 gates\.0\.measure: got \{"toString":1\}, wanted one of tail\.retention, /],
    ['recipe', 'steps: [*x]', /^F:1:9 not valid YAML: Unresolved alias/],
    ['recipe', 'steps: &a [*a]', /^F:1:12 not plain data: steps\.0 contains itself/],
    ['recipe', laughs('steps'), /^F:10:8 not valid YAML: Excessive alias count/],
    ['recipe', 'steps: [{constructor: {}}]', /^F:1:10 steps\.0: there is no step "constructor"/],
    ['recipe', 'steps:\n  - toString: {}', /^F:2:5 steps\.0: there is no step "toString"/],
    ['recipe', 'steps: [{__proto__: {}}]', /^F:1:10 not plain data: steps\.0\.__proto__ is no name for a key/],
    [
      'recipe',
      'steps: [{filter: {measure: {toString: 1}}}]',
      /^F:1:28 steps\.0\.filter\.measure: got \{"toString":1\}, wanted one of words, bytes, /,
    ],
    ['experiment', `${EXPERIMENT}arms: &a [*a]`, /^F:8:11 not plain data: arms\.0 contains itself/],
    ['experiment', `${EXPERIMENT}arms: {a: {workflow: *x}}`, /^F:8:22 not valid YAML: Unresolved alias/],
    ['experiment', laughs('title'), /^F:10:8 not valid YAML: Excessive alias count/],
    ['experiment', '%YAML 1.1\n---\n<<: 5\n', /^F:3:1 not valid YAML: Merge sources must be maps/],
    [
      'experiment',
      `${EXPERIMENT}arms: {a: {workflow: replace}, __proto__: {workflow: replace}}`,
      /^F:8:32 not plain data: arms\.__proto__ is no name/,
    ],
    ['experiment', `${EXPERIMENT}arms: {toString: {workflow: replace}}`, /^F:8:8 arms\.toString is not a valid key: wanted another name/],
    [
      'experiment',
      `${EXPERIMENT}arms: {my arm: {workflow: replace, model: {kind: ngram, order: 2}}}`,
      /^F:8:50 arms\.my arm\.model\.kind: the model ngram is fitted to text/,
    ],
    [
      'experiment',
      `${EXPERIMENT}arms: {a: {workflow: replace}}\nmatrix: {data.__proto__.x: [1]}`,
      /^F:9:10 matrix\.data\.__proto__\.x names no field/,
    ],
    [
      'experiment',
      `${EXPERIMENT}arms: {a: {workflow: replace, events: [{generation: 2, set: {weights.__proto__.p: 1}}]}}`,
      /^F:8:61 .*there is no weights\.__proto__\.p to set/,
    ],
    ['experiment', `title: ${'['.repeat(20_000)}`, /^F:1:\d+ not valid YAML: nested too deeply/],
    ['experiment', '# nothing', /^F:1:1 got null, wanted an object/],
  ])('as %s with a fault that YAML allows, is refused with its place: %j', (kind, content, said) => {
    expect(errorOf(kind, content)).toMatch(said);
    expect(({} as {x?: unknown; p?: unknown}).x ?? ({} as {p?: unknown}).p).toBeUndefined();
  });

  it.each<[Kind]>([['experiment'], ['gates'], ['recipe']])('as %s is UTF-8, and at most 10 MB', (kind) => {
    expect(errorOf(kind, Buffer.from('\ufefftitle: t\n', 'utf16le'))).toBe('F not UTF-8, but UTF-16');
    expect(errorOf(kind, Buffer.from([0x74, 0x3a, 0x20, 0xe9]))).toBe('F:1:4 not UTF-8');
    expect(errorOf(kind, `#${'x'.repeat(10_000_000)}`)).toMatch(/is larger than 10 MB$/);
    expect(errorOf(kind, '\ufefffoo: 1\n')).not.toContain('UTF');
    expect(() => readers[kind]('/dev/zero')).toThrow(kind === 'experiment' ? ConfigError : /is larger than 10 MB/);
  });

  it('with thousands of unknown keys shows twenty problems and says how many more there are', () => {
    const keys = Array.from({length: 3000}, (_, i) => `key${i}: 1\n`).join('');
    const said = errorOf('experiment', `${EXPERIMENT}arms: {a: {workflow: replace}}\n${keys}`).split('\n');
    expect(said[0].trim()).toBe('F has 3000 problems');
    expect(said).toHaveLength(1 + 20 + 1);
    expect(said.at(-1)).toBe('  and 2980 more');
  });

  it('never offers the word that was written', () => {
    expect(
      errorOf('experiment', `${EXPERIMENT.replace('kind: gaussian', 'kind: kde, temperature: 1')}arms: {a: {workflow: replace}}`),
    ).toBe('F:3:20 unknown key "temperature" in model: the model kde has none, but categorical, ngram, transformer have');
  });
});

describe('the problems of an experiment', () => {
  const said = (yaml: string) =>
    errorOf('experiment', yaml)
      .trim()
      .split('\n')
      .map((line) => line.trim().replace(/^F\S*\s+/, ''));

  it.each([
    ['data: {world: gausian, sd: 2, dimension: 3}', 'data.world: got "gausian", wanted one of gaussian, '],
    ['data: {world: gaussian}\nmodel: {kind: gausian, variance: ml}', 'model.kind: got "gausian"'],
  ])('of a name that is none are that name alone: %s', (given, wanted) => {
    const plain = {data: 'data: {world: gaussian}', model: 'model: {kind: gaussian}'};
    const head = given.includes('model:') ? given : `${given}\n${plain.model}`;
    const text = `title: t\n${head}\nsample: {size: 20}\ngenerations: 2\nseeds: 2\narms: {a: {workflow: replace}}\nmeasures: [variance]\n`;
    expect(said(text)).toHaveLength(1);
    expect(said(text)[0]).toContain(wanted);
    expect(said(text.replace('gausian,', 'gausian, wrong: 1,'))).toContainEqual(expect.stringContaining('unknown key "wrong"'));
  });

  it('are said in one round: keys that hide behind another problem, those of the matrix, the baseline', () => {
    const lines = said(`title: t
data: {wolrd: gaussian}
model: {kind: gaussian}
sample: {sise: 20}
generations: 5
seeds: 2
baseline: repalce
matrix: {sample.siz: [1, 2], dat.sd: [1, 3]}
arms: {replace: {workflow: replace}, other: {workflow: acumulate}}
measures: [waserstein2, qqqqqq]
`);
    for (const one of [
      'unknown key "wolrd" in data; did you mean world?',
      'unknown key "sise" in sample; did you mean size?',
      'matrix.sample.siz names no field of an arm; did you mean sample.size?',
      'matrix.dat.sd names no field of an arm; did you mean data.sd?',
      'measures.0: got "waserstein2"; did you mean wasserstein2?',
    ])
      expect(lines).toContain(one);
    expect(lines).toContainEqual(expect.stringMatching(/^baseline: wanted the name of an arm .* got "repalce"; did you mean replace\?$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^measures\.1: got "qqqqqq", wanted one of mean, .* \(docs\/reference\/measures\.md says/),
    );
    expect(lines[0]).toBe(`has ${lines.length - 1} problems`);
  });

  it('of the cells of a matrix are said once, however many cells have them', () => {
    const yaml = `${EXPERIMENT}arms: {a: {workflow: replace}, b: {workflow: accumulate}}\n`;
    expect(said(`${yaml}matrix: {sample.sise: [1, 2, 3]}\n`)).toEqual([
      'matrix.sample.sise names no field of an arm; did you mean sample.size?',
    ]);
    expect(said(`${yaml}matrix: {sample.size: [0, 5, 7], seed: [1]}\n`)).toEqual([
      'has 2 problems',
      'matrix.sample.size: got 0, wanted a number at least 1 (arm "a size=0 seed=1" and 1 more)',
      'matrix.seed names no field of an arm, for instance data.dimension or sample.size',
    ]);
  });

  it('are none that a key is unknown in an experiment that ships', () => {
    for (const name of shippedNames())
      expect([name, new SchemaKeys(currentSchemas().experiment).strange(parse(readFileSync(shippedPath(name), 'utf8')))]).toEqual([
        name,
        [],
      ]);
  });

  it('of gates and recipes name the keys of their own objects', () => {
    expect(errorOf('gates', 'gates: [{measure: unseen, atMots: 1}]')).toContain('unknown key "atMots" in gates.0; did you mean atMost?');
    expect(errorOf('recipe', 'steps: [duplicates]\nmix: {human: a, shape: 0.1}')).toContain(
      'unknown key "shape" in mix; did you mean share?',
    );
    expect(errorOf('recipe', 'steps: [duplicates]\nmix: {human: a, seeed: 1}')).not.toContain('did you mean seed');
  });
});

describe('an override', () => {
  const valid = `${EXPERIMENT}arms: {a: {workflow: replace}}`;

  it.each([
    ['__proto__.x=1', /^--set __proto__\.x .*there is no such place/],
    ['arms.__proto__.workflow=replace', /there is no such place/],
    ['measures.length=4294967295', /there is no such place/],
    ['measures.7=variance', /there is no such place/],
    ['arms.a.workflow=&a [*a]', /^--set arms\.a\.workflow the value is not plain data: 0 contains itself/],
    ['arms.a.workflow=*a', /^--set arms\.a\.workflow the value is not valid YAML: Unresolved alias/],
    ['arms.a.workflow={__proto__: 1}', /^--set arms\.a\.workflow the value is not plain data: __proto__ is no name/],
    ['arms.a.workflow=[[[', /the value is not valid YAML/],
    ['arms.a.workflow=replac', /^--set arms\.a\.workflow .*got "replac"/],
  ])('%s is refused with its place', (set, said) => {
    expect(errorOf('experiment', valid, [set])).toMatch(said);
  });

  it('sets an item of a list, and makes what is missing on the way', () => {
    const file = join(folder, 'o.yaml');
    writeFileSync(file, valid);
    const {experiment, arms} = loadExperiment(file, ['measures.0=mean', 'arms.b.workflow.mix=0.5', 'arms.a.enrichment.share=0.1']);
    expect(experiment.measures).toEqual(['mean']);
    expect(arms.map(({name, workflow, enrichment}) => [name, workflow, enrichment?.share])).toEqual([
      ['a', 'replace', 0.1],
      ['b', {mix: 0.5}, undefined],
    ]);
  });

  it.each(['', '# nothing', 'word', '[1]', '3'])('of a file that holds no fields (%j) leaves the refusal of the file', (content) => {
    expect(errorOf('experiment', content, ['seeds=3', 'a.b=1'])).toMatch(/^F:1:1 got .*, wanted an object/);
  });
});
