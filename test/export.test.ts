import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const data = join(folder, 'lines.txt');
const lines = Array.from({length: 300}, (_, i) => `line ${i} says that the ${i % 7} cats saw ${i % 5} dogs`).join('\n');
const small = 'tokens: bytes, width: 16, layers: 1, heads: 2, context: 16, batch: 4';

const experiment = (arms: string, model = `{kind: transformer, ${small}, steps: 3}`) => `title: Cats and dogs
data: {files: [${data}], unit: line}
model: ${model}
sample: {size: 120}
generations: 2
seeds: 1
arms:
${arms}
measures: [bitsPerByte]
`;

function run(name: string, yaml: string, args: readonly string[] = []): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, yaml);
  const out = join(folder, name);
  const done = genloss(['run', file, '--out', out, '--quiet', ...args]);
  // models of a few steps have learned nothing, which is said
  expect(done.err.replace(/^genloss: warning: .* hardly learned .*\n/, '')).toBe('');
  return out;
}

const contents = (of: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(of, {recursive: true, withFileTypes: true}) as {name: string; parentPath: string; isFile(): boolean}[])
      .filter((entry) => entry.isFile())
      .map(({name, parentPath}) => [join(parentPath, name).slice(of.length), readFileSync(join(parentPath, name)).toString('base64')]),
  );

const TWO = `  replace: {workflow: replace}
  words: {workflow: replace, model: {kind: ngram, order: 2}}
  going on: {workflow: accumulate, model: {kind: transformer, ${small}, steps: 3, start: continue}}
  preferred: {workflow: replace, feedback: {kind: dpo, annotator: {kind: rule, measure: words, weight: -1}, comparisons: 3, batch: 2}}`;

describe('genloss export', () => {
  let plain: string;
  let kept: string;
  beforeAll(() => {
    writeFileSync(data, lines);
    plain = run('plain', experiment(TWO));
    kept = run('kept', experiment(TWO), ['--keep', 'models']);
  });
  const to = (name: string) => join(folder, 'out', name);
  const exported = (from: string, name: string, ...args: string[]) => genloss(['export', from, '-o', to(name), ...args]);

  it.each([
    ['replace', 1],
    ['replace', 2],
    ['going on', 2],
    ['preferred', 2],
  ])('writes the same model of %s, generation %i, whether it was kept or is trained again', (arm, generation) => {
    const args = ['--arm', arm, '--generation', `${generation}`, '--json'];
    const [a, b] = [exported(plain, `${arm}-${generation}-a`, ...args), exported(kept, `${arm}-${generation}-b`, ...args)];
    expect([a.err, a.code, b.err, b.code]).toEqual(['', 0, '', 0]);
    expect(JSON.parse(a.out)).toMatchObject({arm, seed: 0, generation, trained: arm !== 'going on'});
    expect(JSON.parse(b.out)).toMatchObject({arm, seed: 0, generation, trained: false});
    const files = contents(to(`${arm}-${generation}-a`));
    expect(Object.keys(files)).toContain('/onnx/model.onnx');
    expect(contents(to(`${arm}-${generation}-b`))).toEqual(files);
  });

  it('takes the last generation where none is named, and says what the model was trained on', () => {
    const {code, out} = exported(kept, 'last', '--arm', 'replace');
    expect(code).toBe(0);
    expect(out).toMatch(/replace, lineage 0, generation 2, 7 files/);
    const card = readFileSync(join(to('last'), 'README.md'), 'utf8');
    expect(card).toContain('Cats and dogs');
    expect(card).toContain('the file lines.txt');
    expect(card).not.toContain(folder);
  });

  it('leaves the results as they are where models are kept', () => {
    expect(readFileSync(join(kept, 'results.jsonl'))).toEqual(readFileSync(join(plain, 'results.jsonl')));
  });

  it.each([
    ['an arm must be named where several have a transformer', [], ['3 arms have a transformer', 'replace, going on, preferred']],
    ['an arm that is not there', ['--arm', 'repeat'], ['there is no arm "repeat"', 'replace']],
    ['an arm of another family', ['--arm', 'words'], ['no transformer', 'ngram', 'replace, going on, preferred']],
    ['a generation that is not there', ['--arm', 'replace', '--generation', '5'], ['no generation 5', 'generations 1 to 2']],
    ['a seed that is not there', ['--arm', 'replace', '--seed', '4'], ['no lineage of seed 4', 'that it has: 0']],
    ['a model of no population', ['--arm', 'replace', '--model', 'left'], ['no transformer named "left"', 'leave out --model']],
  ])('refuses %s, and says what there is', (_, args, said) => {
    const done = exported(plain, 'refused', ...args);
    expect(done.code).toBe(64);
    for (const words of said) expect(done.err).toContain(words);
    expect(existsSync(to('refused'))).toBe(false);
  });

  it('refuses a run without a transformer', () => {
    const words = run('words', experiment('  replace: {workflow: replace}', '{kind: ngram, order: 2}'));
    const done = exported(words, 'refused');
    expect(done.code).toBe(64);
    expect(done.err).toContain('no transformer; its models are of kind ngram');
  });

  it('refuses a folder that is no run, and one that is taken, before it trains', () => {
    const none = exported(join(folder, 'nowhere'), 'refused');
    expect([none.code, none.err]).toEqual([65, expect.stringContaining('not a run directory')]);
    mkdirSync(to('taken'), {recursive: true});
    writeFileSync(join(to('taken'), 'mine.txt'), 'mine');
    const taken = exported(plain, 'taken', '--arm', 'replace');
    expect([taken.code, taken.err]).toEqual([73, expect.stringContaining('something already')]);
    expect(readdirSync(to('taken'))).toEqual(['mine.txt']);
  });

  it('leaves nothing half written', () => {
    expect(readdirSync(join(folder, 'out')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('names the model of a population', () => {
    const models = [
      `{name: left, model: {kind: transformer, ${small}, steps: 2}}`,
      `{name: right, model: {kind: transformer, ${small}, steps: 4}}`,
    ];
    const two = run('two', experiment(`  both: {workflow: replace, population: {models: [${models.join(', ')}]}}`));
    expect(exported(two, 'neither').err).toContain('say which with --model: left, right');
    const done = exported(two, 'right', '--model', 'right', '--json');
    expect(done.err).toBe('');
    expect(JSON.parse(done.out)).toMatchObject({arm: 'both', model: 'right', trained: true});
    expect(readFileSync(join(to('right'), 'README.md'), 'utf8')).toContain('for 4 steps');
  });

  it('says why a generation has no model, where training ran away', () => {
    const far = run(
      'far',
      experiment('  replace: {workflow: replace}', `{kind: transformer, ${small}, steps: 40, rate: 1.0e+30, warmup: 0}`),
    );
    const first = exported(far, 'far', '--generation', '1');
    expect([first.code, first.err]).toEqual([65, expect.stringMatching(/generation 1 .* has no model: the training diverged/)]);
    const second = exported(far, 'far', '--generation', '2');
    expect([second.code, second.err]).toEqual([65, expect.stringMatching(/generation 2 .* has no model: stopped at generation 1/)]);
  });

  it('does not train again on data that changed; what was kept it still writes', () => {
    writeFileSync(data, `${lines}\none line more`);
    const again = exported(plain, 'changed', '--arm', 'replace');
    expect([again.code, again.err]).toEqual([64, expect.stringContaining('changed since')]);
    expect(again.err).toContain('--keep models');
    expect(exported(kept, 'changed', '--arm', 'replace').code).toBe(0);
  });
});
