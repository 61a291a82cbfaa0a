/** What helps whoever begins: init, validate, a dry run, errors for programs. In this process, on effects in memory. */
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {bytesBelow} from '../node/files.ts';
import {duration} from './duration.ts';
import {run} from './effects.test-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-begin-'));
afterAll(() => rmSync(folder, {recursive: true}));
const at = (name: string): string => join(folder, name);
const fresh = (name: string): string => {
  mkdirSync(at(name));
  return at(name);
};
const sentences = (seed: number) =>
  Array.from({length: 12}, (_, i) => `Word${(i * seed) % 31} meets word${(i + seed) % 17} here.`).join(' ');
const human = at('human.jsonl');
writeFileSync(human, Array.from({length: 60}, (_, i) => JSON.stringify({body: sentences(i + 2)})).join('\n'));
const FILES = ['experiment.yaml', 'gates.yaml', 'recipe.yaml'];

describe('a first model that has hardly learned anything', () => {
  const data = at('names.jsonl');
  let state = 7;
  const below = (n: number): number => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  // no word comes twice, and none can be guessed
  const word = (): string => Array.from({length: 5 + below(6)}, () => 'abcdefghijklmnopqrstuvwxyz'[below(26)]).join('');
  const record = (): string => JSON.stringify({text: `${Array.from({length: 20}, word).join(' ')}.`});
  writeFileSync(data, Array.from({length: 60}, record).join('\n'));
  const file = at('names.yaml');
  writeFileSync(
    file,
    `title: x
data: {files: [${data}], holdout: 0.2}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 300}
generations: 2
seeds: 1
arms: {replace: {workflow: replace}}
measures: [bitsPerByte]
`,
  );

  it.each([
    ['with the table', [], 1, 0],
    ['beside JSON', ['--json'], 0, 1],
    ['without a table', ['--quiet'], 0, 1],
  ])('is said once, %s', async (_, flags, onOut, onErr) => {
    const {out, err} = await run(['run', file, '-o', at('names'), '--workers', '1', ...flags]);
    const told = (text: string): number => text.match(/warning: The first model/g)?.length ?? 0;
    expect([told(out), told(err)]).toEqual([onOut, onErr]);
  });
});

describe('init', () => {
  it('writes files that are valid, whose schemas are where they say, and that run', async () => {
    const workingDirectory = fresh('plain');
    const {code, out, err} = await run(['init', 'sub', '--human', human, '--field', 'body', '--yes'], {workingDirectory});
    expect([code, err]).toEqual([0, '']);
    const sub = join(workingDirectory, 'sub');
    expect(readdirSync(sub).sort()).toEqual(FILES);
    expect((await run(['validate', ...FILES.map((name) => join(sub, name))])).code).toBe(0);
    for (const name of FILES) {
      const [, schema] = /\$schema=(\S+)/.exec(readFileSync(join(sub, name), 'utf8'))!;
      expect(existsSync(resolve(sub, schema)), schema).toBe(true);
    }
    expect(out).toContain('genloss run sub/experiment.yaml');
    const small = ['--seeds', '1', '--generations', '1', '--workers', '1', '--quiet', '--set', 'data.passage=10'];
    expect((await run(['run', join(sub, 'experiment.yaml'), '-o', join(sub, 'run'), ...small])).code).toBe(0);
    const curated = await run([
      'curate',
      human,
      '--field',
      'body',
      '--recipe',
      join(sub, 'recipe.yaml'),
      '-o',
      join(sub, 'curated'),
      '--workers',
      '1',
      '--quiet',
    ]);
    expect([curated.code, curated.err]).toEqual([0, '']);
    const checked = await run([
      'check',
      human,
      '--reference',
      human,
      '--field',
      'body',
      '--gates',
      join(sub, 'gates.yaml'),
      '--json',
      '--workers',
      '1',
      '--quiet',
    ]);
    expect(JSON.parse(checked.out).checks).toHaveLength(5);
  });

  it('never writes over what is there, and says so', async () => {
    const workingDirectory = fresh('there');
    writeFileSync(join(workingDirectory, 'gates.yaml'), 'mine');
    const {code, out} = await run(['init', '--yes', '--json'], {workingDirectory});
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({written: ['experiment.yaml', 'recipe.yaml'], kept: ['gates.yaml']});
    expect(readFileSync(join(workingDirectory, 'gates.yaml'), 'utf8')).toBe('mine');
  });

  it('asks where a person can answer, again where the answer is no data, and takes Enter for what it offers', async () => {
    const workingDirectory = fresh('asked');
    const {code, err} = await run(['init'], {workingDirectory, terminal: true, input: `nowhere.jsonl\n${human}\nbody\n`});
    expect(code).toBe(0);
    expect(err).toContain('nowhere.jsonl does not exist');
    expect(readFileSync(join(workingDirectory, 'experiment.yaml'), 'utf8')).toContain('field: "body"');
    const offered = fresh('offered');
    expect((await run(['init'], {workingDirectory: offered, terminal: true, input: '\n'})).code).toBe(0);
    expect(readFileSync(join(offered, 'experiment.yaml'), 'utf8')).toContain('corpus: speeches');
  });

  it('refuses data that are not there, and writes nothing', async () => {
    const workingDirectory = fresh('refused');
    expect((await run(['init', '--human', 'nowhere.jsonl'], {workingDirectory})).code).toBe(65);
    expect(readdirSync(workingDirectory)).toEqual([]);
  });
});

describe('list', () => {
  it('says of each experiment what it took and for whom it is, and on which machine that was', async () => {
    const {out} = await run(['list']);
    const all = JSON.parse((await run(['list', '--json'])).out) as {name: string; seconds?: number; machine?: string; level?: string}[];
    for (const {name, seconds, machine, level} of all) {
      const line = out.split('\n').find((one) => one.startsWith(`${name} `))!;
      if (seconds === undefined) expect(line).toMatch(/ \? {2}/);
      else {
        expect(line).toContain(` ${duration(seconds)}  ${level} `);
        expect(out).toContain(machine);
      }
    }
    expect(out).toMatch(/^gaussian .* first steps /m);
  });
});

describe('show', () => {
  it('prints an experiment whose schema is where it says, from wherever it is asked', async () => {
    for (const folder of [fresh('shown'), dirname(at('x')), resolve(import.meta.dirname, '../..')]) {
      const {out} = await run(['show', 'gaussian'], {workingDirectory: folder});
      const [, schema] = /\$schema=(\S+)/.exec(out)!;
      expect(existsSync(resolve(folder, schema)), schema).toBe(true);
      expect(JSON.parse((await run(['show', 'gaussian', '--json'], {workingDirectory: folder})).out).yaml).toBe(out);
    }
    writeFileSync(at('shown.yaml'), (await run(['show', 'gaussian'], {workingDirectory: folder})).out);
    expect((await run(['validate', at('shown.yaml')])).code).toBe(0);
  });
});

describe('validate', () => {
  it('tells every file that is wrong, with its place, and leaves 64', async () => {
    writeFileSync(at('bad.yaml'), 'gates:\n  - {measure: entropi, atLeast: 1}\n');
    writeFileSync(at('none.yaml'), 'colour: red\n');
    const {code, out, err} = await run(['validate', at('bad.yaml'), at('none.yaml')]);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/bad\.yaml:2:\d+/);
    expect(err).toContain('no experiment (arms), no gates (gates), no recipe (steps) and no watch (period)');
  });

  it('says what each valid one is', async () => {
    const shipped = resolve(dirname(new URL(import.meta.url).pathname), '../../experiments/gaussian.yaml');
    const {out} = await run(['validate', shipped, '--json']);
    expect(JSON.parse(out).files).toEqual([
      {file: shipped, kind: 'experiment', holds: 'an experiment of 3 arms, 50 generations, 2,000 seeds'},
    ]);
  });
});

describe('errors under --json', () => {
  it.each([
    [64, ['run', 'gausian', '--json'], 'there is no experiment "gausian"'],
    [65, ['profile', 'nowhere.jsonl', '-o', 'x', '--json'], 'nowhere.jsonl does not exist'],
    [64, ['run', '--json'], "missing required argument 'experiment'"],
    [64, ['hlep', '--json'], "unknown command 'hlep'"],
    [64, ['check', 'x', '--json'], "required option '--reference <data>' not specified"],
    [64, ['check', 'x', '--reference', 'y', '--gates', 'nowhere.yaml', '--format', 'json'], 'the gates file nowhere.yaml does not exist'],
  ])('leave %i, nothing on standard output, and a document as the last line of standard error', async (code, line, message) => {
    const done = await run(line, {workingDirectory: folder});
    expect([done.code, done.out]).toEqual([code, '']);
    const lines = done.err.trimEnd().split('\n');
    const {error} = JSON.parse(lines[lines.length - 1]);
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
    // word for word what people read, and what to do next
    expect(lines.slice(0, -1).join('\n')).toContain(error.message);
    expect(error.message).not.toMatch(/^error/);
    expect(lines.slice(0, -1).join('\n')).toContain(error.next);
  });

  it('have the place in parts', async () => {
    writeFileSync(at('typo.yaml'), 'gates:\n  - {measure: entropi, atLeast: 1}\n');
    const {err} = await run(['check', human, '--reference', human, '--gates', at('typo.yaml'), '--json']);
    const {error} = JSON.parse(err.trimEnd().split('\n').at(-1)!);
    expect(error).toMatchObject({line: 2, file: at('typo.yaml')});
    expect(error.message).toContain(`${at('typo.yaml')}:2:`);
  });

  it('are for people alone where nobody asks for JSON, or asks behind --', async () => {
    expect((await run(['run', 'gausian'])).err).not.toContain('{"error"');
    expect((await run(['validate', '--', 'gausian', '--json'])).err).not.toContain('{"error"');
  });
});

const bytesOf = (path: string): number => (statSync(path).isFile() ? statSync(path).size : bytesBelow(path));

describe('a dry run', () => {
  it('says what a run would take, and leaves nothing behind', async () => {
    const {code, out} = await run(['run', 'gaussian', '--seeds', '50', '--dry-run', '--json', '-o', at('dry')]);
    const {lineages, done, seconds, roughArms, resultBytes, diskBytes, memoryBytes} = JSON.parse(out);
    expect([code, lineages, done, roughArms]).toEqual([0, 150, 0, []]);
    for (const value of [seconds, resultBytes, diskBytes, memoryBytes]) expect(value).toBeGreaterThan(0);
    expect(existsSync(at('dry'))).toBe(false);
    expect((await run(['run', 'gaussian', '--seeds', '50', '--quiet', '-o', at('wet')])).code).toBe(0);
    const real = readFileSync(join(at('wet'), 'results.jsonl')).length;
    expect(resultBytes / real).toBeGreaterThan(0.7);
    expect(resultBytes / real).toBeLessThan(1.4);
    const whole = ['results.jsonl', 'lineages'].reduce((sum, name) => sum + bytesOf(join(at('wet'), name)), 0);
    expect(diskBytes / whole).toBeGreaterThan(0.7);
    expect(diskBytes / whole).toBeLessThan(1.4);
    const again = JSON.parse((await run(['run', 'gaussian', '--seeds', '60', '--dry-run', '--json', '-o', at('wet')])).out);
    expect([again.lineages, again.done]).toEqual([180, 150]);
  });
});

describe('a run of one generation', () => {
  it('says of a stop that lineages may end before', async () => {
    const stopped = [
      'run',
      'categorical',
      '--seeds',
      '2',
      '--generations',
      '30',
      '--set',
      'arms.replace.stop={measure: support, atMost: 5}',
    ];
    const {out} = await run([...stopped, '--dry-run', '-o', at('stop')]);
    expect(out).toContain('stop      may end a lineage of replace before its last generation');
    const {stoppedArms} = JSON.parse((await run([...stopped, '--dry-run', '--json', '-o', at('stop')])).out);
    expect(stoppedArms).toEqual(['replace']);
  });

  it('is told as one', async () => {
    const {out} = await run(['run', 'gaussian', '--seeds', '3', '--generations', '1', '-o', at('single')]);
    const words = out.replace(/\s+/g, ' ');
    expect(words).toContain('at generation 1, the only one, below each value its 95% interval.');
    expect(words).not.toContain('1 generations');
  });
});

describe('a run of less than is stored', () => {
  it('says on standard error what stays, and how it comes back', async () => {
    const line = (seeds: number, generations: number) =>
      run(['run', 'gaussian', '--seeds', `${seeds}`, '--generations', `${generations}`, '--quiet', '-o', at('shrunk')]);
    const stays = 'stay stored, and come back with';
    expect((await line(6, 3)).err).toBe('');
    expect((await line(2, 3)).err).toBe(`genloss: results and report are of 2 seeds; lineages of up to 6 seeds ${stays} --seeds 6\n`);
    expect((await line(2, 1)).err).toBe(
      `genloss: results and report are of 2 seeds and 1 generation; lineages of up to 6 seeds and 3 generations ${stays} --seeds 6 --generations 3\n`,
    );
    expect((await line(6, 2)).err).toContain('results and report are of 2 generations; lineages of up to 3 generations stay stored');
    const again = await run(['run', 'gaussian', '--seeds', '6', '--generations', '3', '--json', '-o', at('shrunk')]);
    expect(again.err).not.toContain('stay stored');
    expect(JSON.parse(again.out)).toMatchObject({lineages: 18, reused: 18});
  });
});

describe('older names of options', () => {
  it('are read as the new ones are, and not beside them', async () => {
    const line = (flag: string) => ['run', 'gaussian', '--seeds', '2', '--generations', '1', '--quiet', flag, at(`named${flag}`)];
    expect((await run(line('--out'))).code).toBe(0);
    expect((await run(line('--output'))).code).toBe(0);
    const both = await run([...line('--out'), '--output', at('x')]);
    expect(both.code).toBe(64);
    expect(both.err).toContain('--out and --output are one option');
    expect((await run(['run', '--help'])).out).not.toContain('--out ');
  });

  it('are not what errors speak of', async () => {
    mkdirSync(at('foreign'), {recursive: true});
    writeFileSync(join(at('foreign'), 'mine.txt'), '');
    const line = (output: string, ...more: string[]) => [
      'run',
      'gaussian',
      '--seeds',
      '2',
      '--generations',
      '1',
      '-q',
      '-o',
      output,
      ...more,
    ];
    expect((await run(line(at('other')))).code).toBe(0);
    for (const [code, words] of [
      [73, line(at('foreign'))],
      [64, line(at('other'), '--set', 'sample.size=7')],
    ] as const) {
      const done = await run(words);
      expect([done.code, done.err]).toEqual([code, expect.stringMatching(/next: give --output (a new|another) folder/)]);
    }
  });
});

describe('a file that is not there, or is no file', () => {
  const files = fresh('files');
  mkdirSync(join(files, 'sub'));
  writeFileSync(join(files, 'gates.yaml'), 'gates: [{measure: entropy, atLeast: 1}]\n');
  const path = (name: string) => join(files, name);
  const lines: readonly (readonly [string, (file: string) => readonly string[]])[] = [
    ['validate', (file) => ['validate', file]],
    ['--gates', (file) => ['check', human, '--reference', human, '--gates', file]],
    ['--recipe', (file) => ['curate', human, '--recipe', file, '-o', path('c')]],
    ['--from-check', (file) => ['curate', '--from-check', file, '-o', path('r.yaml')]],
    ['merge', (file) => ['merge', file, '-o', path('m.profile')]],
  ];

  it.each(lines)('is told in words, with what may have been meant: %s', async (_, line) => {
    const {err} = await run(line(path('gate.yaml')));
    expect(err).toContain(`${path('gate.yaml')} does not exist\n  next: Did you mean ${path('gates.yaml')}? Check`);
    expect((await run(line(path('zzz.yaml')))).err).toMatch(/zzz\.yaml does not exist\n {2}next: Check/);
    expect((await run(line(path('sub')))).err).toContain(`${path('sub')} is a folder, where a file is wanted\n`);
    expect((await run(line(path('gates.yaml/x')))).err).toContain('does not exist: a part of its path is a file\n');
    for (const name of ['gate.yaml', 'zzz.yaml', 'sub', 'gates.yaml/x'])
      expect((await run(line(path(name)))).err).not.toMatch(/E[A-Z]{4,}/);
  });

  it('as an experiment names the file, or the run, that may have been meant', async () => {
    expect((await run(['run', path('gate.yaml')])).err).toContain(`next: did you mean ${path('gates.yaml')}? \`genloss list\``);
    expect((await run(['run', files])).err).toContain(
      `${files} is a folder, and an experiment is a file\n  next: name the file, such as ${path('gates.yaml')}\n`,
    );
    const directory = path('run');
    expect((await run(['run', 'gaussian', '--seeds', '2', '--generations', '1', '--quiet', '-o', directory])).code).toBe(0);
    const {code, err} = await run(['run', directory]);
    expect(code).toBe(64);
    expect(err).toContain(`next: it holds a run: \`genloss run ${directory}/experiment.yaml -o ${directory}\` goes on with it\n`);
  });
});

describe('a reference whose text has another field', () => {
  const crawl = at('crawl.jsonl');
  writeFileSync(crawl, Array.from({length: 40}, (_, i) => JSON.stringify({text: sentences(3 * i + 50)})).join('\n'));
  const sides = [crawl, '--reference', human, '--reference-field', 'body', '--quiet', '--workers', '1', '--json'];

  it('is checked, placed among generations, and curated against as it is', async () => {
    const {out, err} = await run(['check', ...sides, '--forecast']);
    expect(err).toBe('');
    const report = JSON.parse(out);
    expect(report.reference).toMatchObject({documents: 60, read: {field: 'body'}});
    expect(report.candidate.read).toBeUndefined();
    expect(report.forecast.line).toContain('generation');
    const recipe = at('other-field.yaml');
    const steps = 'steps:\n  - filter: {measure: likelihood, band: [0, 0.99]}\n';
    writeFileSync(recipe, `reference: ${human}\nreferenceField: body\n${steps}`);
    const curated = await run(['curate', crawl, '--recipe', recipe, '-o', at('other-field'), '--quiet', '--workers', '1']);
    expect([curated.code, curated.err]).toEqual([0, '']);
    writeFileSync(recipe, `reference: ${human}\n${steps}`);
    const without = await run(['curate', crawl, '--recipe', recipe, '-o', at('no-field'), '--quiet', '--workers', '1']);
    expect([without.code, without.err]).toEqual([65, expect.stringContaining('body')]);
    expect(without.err).toContain('`referenceField` in the recipe names its own');
  });

  it('is told by which option its field is named, and the option is refused where it would say nothing', async () => {
    const unnamed = [crawl, '--reference', human, '--quiet', '--workers', '1'];
    const {code, err} = await run(['check', ...unnamed]);
    expect([code, err]).toEqual([65, expect.stringContaining('has no field "text"; it has "body"')]);
    expect(err).toContain('--reference-field names theirs where it is another');
    const profile = at('human.profile');
    expect((await run(['profile', human, '--field', 'body', '-o', profile, '--quiet'])).code).toBe(0);
    const idle = await run(['check', crawl, '--reference', profile, '--reference-field', 'body', '--quiet']);
    expect([idle.code, idle.err]).toEqual([64, expect.stringContaining('and it is a profile')]);
  });

  it('is read so by share', async () => {
    const synthetic = at('synthetic.jsonl');
    writeFileSync(synthetic, Array.from({length: 40}, (_, i) => JSON.stringify({body: sentences(5 * i + 7)})).join('\n'));
    const line = ['share', crawl, '--human', human, '--synthetic', synthetic, '--quiet', '--workers', '1', '--json'];
    const {out, err} = await run([...line, '--reference-field', 'body']);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({documents: 40, references: {human: {documents: 60}, synthetic: {documents: 40}}});
    const without = await run(line);
    expect([without.code, without.err]).toEqual([65, expect.stringContaining('--reference-field names theirs')]);
  });
});

describe('a candidate of a forecast', () => {
  const crawl = at('placed.jsonl');
  writeFileSync(crawl, Array.from({length: 40}, (_, i) => JSON.stringify({content: sentences(3 * i + 50)})).join('\n'));
  const line = ['forecast', human, '--field', 'body', '--sample', '2000', '--generations', '2', '--seeds', '1', '--candidate'];

  it('may have its text in another field', async () => {
    const {out, err} = await run([...line, crawl, '--candidate-field', 'content']);
    expect(err).toMatch(/\d%/);
    expect(out).toContain('placed.jsonl: looks like');
  });

  it('is read before anything is run, and told by which option its field is named', async () => {
    const {code, err} = await run([...line, crawl]);
    expect([code, err]).toEqual([65, expect.stringContaining('--candidate-field names its own where it is another')]);
    expect(err).not.toMatch(/\d%/);
    const missing = await run([...line, at('nowhere.jsonl')]);
    expect(missing.err).toContain('nowhere.jsonl does not exist');
    expect(missing.err).not.toMatch(/\d%/);
    const idle = await run([...line.slice(0, -1), '--candidate-field', 'content']);
    expect([idle.code, idle.err]).toEqual([64, expect.stringContaining('and there is none')]);
  });
});
