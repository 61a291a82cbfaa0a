import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {ConfigError, DataError, OutputError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {readCorpus} from '../read/corpus.ts';
import {takeLock} from '../run/lock.ts';
import {type Curated, curate} from './curate.ts';
import type {CurateOptions} from './options.ts';
import {readRecipe} from './recipe-file.ts';
import type {Manifest} from './write.ts';

const {path: base, at, put, jsonl} = testFolder();

type More = Partial<Omit<CurateOptions, 'recipe' | 'recipeBase' | 'output'>>;

function run(out: string, recipe: string, data: readonly string[], more: More = {}): Promise<Curated> {
  const {read = {}, workers = 1, ...rest} = more;
  return curate(data, {...rest, recipe: readRecipe(put(`${out}.yaml`, recipe)), recipeBase: base, output: at(out), read, workers});
}

async function written(...args: Parameters<typeof run>): Promise<Manifest> {
  const curated = await run(...args);
  if (curated.kind === 'stopped') throw new Error(curated.reason);
  return curated.manifest;
}

interface Line {
  readonly file: string;
  readonly line: number;
  readonly decision: string;
  readonly step?: string;
  readonly reason?: string;
  readonly source?: string;
}

const linesOf = (...path: string[]) =>
  readFileSync(join(base, ...path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const decisionsIn = (out: string): Line[] => linesOf(out, 'decisions.jsonl');
const texts = (...list: readonly string[]) => list.map((text) => ({text}));

function digest(path: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  return hash.digest('hex');
}

/** A recipe whose one step asks a program that answers each record, `text` and its number `i`, with `answer`. */
const asking = (answer: string, more = ''): string => {
  const body = `let i = 0; require('readline').createInterface({input: process.stdin}).on('line', (line) => { const {text} = JSON.parse(line); console.log(JSON.stringify(${answer})); i++; });`;
  return `steps: [{command: {run: [${JSON.stringify(process.execPath)}, '-e', ${JSON.stringify(body)}]}}${more}]\n`;
};

describe('the steps of a recipe', () => {
  it('count and name what each of them dropped, records and words', async () => {
    const data = jsonl('steps.jsonl', texts('a b c d e', 'a b c d e', 'short', 'a b c d f', 'six words are in this one', ' '));
    const recipe = 'steps: [duplicates, {dedupe: {kind: near, similarity: 0.5}}, {filter: {measure: words, atLeast: 2}}]\n';
    const {steps, counts} = await written('steps', recipe, [data]);
    // {abc, bcd, cde} and {abc, bcd, cdf} share 2 of 4 3-grams
    expect(decisionsIn('steps')).toEqual([
      {file: data, line: 1, decision: 'kept'},
      {file: data, line: 2, decision: 'dropped', step: 'dedupe exact', reason: `repeats ${data}:1`},
      {file: data, line: 3, decision: 'dropped', step: 'filter words', reason: expect.stringMatching(/\b1\b.*\b2\b/)},
      {file: data, line: 4, decision: 'dropped', step: 'dedupe near', reason: `is like ${data}:1`},
      {file: data, line: 5, decision: 'kept'},
    ]);
    expect(steps).toEqual([
      {step: 'dedupe exact', dropped: 1, left: 4, words: 17},
      {step: 'dedupe near', dropped: 1, left: 3, words: 12},
      {step: 'filter words', dropped: 1, left: 2, words: 11},
    ]);
    expect(counts).toEqual({records: 5, words: 22, broken: 0, empty: 1, kept: 2, human: 0, written: {records: 2, words: 11}});
  });

  it('see only what the steps before them left, whichever order they have', async () => {
    const data = jsonl('order.jsonl', texts('one', 'a b c d e', 'one', 'a b c d f'));
    const before = await written('before', 'steps: [{filter: {measure: words, atLeast: 2}}, duplicates]\n', [data]);
    const after = await written('after', 'steps: [duplicates, {filter: {measure: words, atLeast: 2}}]\n', [data]);
    expect(before.steps.map(({dropped}) => dropped)).toEqual([2, 0]);
    expect(after.steps.map(({dropped}) => dropped)).toEqual([1, 1]);
    expect(linesOf('before', 'data-00000.jsonl')).toEqual(linesOf('after', 'data-00000.jsonl'));
  });

  it('number those of one name', async () => {
    const data = jsonl('names.jsonl', texts('one two', 'one two three'));
    const recipe = 'steps: [{filter: {measure: words, atLeast: 2}}, {filter: {measure: words, atLeast: 3}}]\n';
    const {steps} = await written('names', recipe, [data]);
    expect(steps.map(({step}) => step)).toEqual(['filter words', 'filter words (2)']);
    expect(decisionsIn('names')[0].step).toBe('filter words (2)');
  });

  it('ask a command about what is left, multiply its weights, and give its reasons', async () => {
    const data = jsonl('asked.jsonl', texts('a', 'a', 'b', 'c', 'd'));
    const command = asking(
      "text === 'c' ? {keep: false, reason: 'number ' + i} : text === 'd' ? {keep: false} : {keep: true, weight: 0.5}",
    );
    const again = command.slice('steps: ['.length, command.lastIndexOf(']'));
    await written('asked', `steps: [duplicates, ${again}, ${again}]\n`, [data]);
    expect(decisionsIn('asked').map(({decision, reason}) => reason ?? decision)).toEqual([
      'kept',
      `repeats ${data}:1`,
      'kept',
      'number 2',
      `${process.execPath} said no`,
    ]);
    expect(linesOf('asked', 'data-00000.jsonl').map(({text, genloss: {line, weight}}) => [text, line, weight])).toEqual([
      ['a', 1, 0.25],
      ['b', 3, 0.25],
    ]);
  });
});

describe('the folder of a curation', () => {
  it('is read as the records that were kept, and says what is passed over', async () => {
    const data = jsonl('again.jsonl', texts('one text of five words', 'one text of five words', 'another text of five words'));
    await written('again', 'steps: [duplicates]\n', [data]);
    const notices: string[] = [];
    const corpus = await readCorpus([at('again')], {onNotice: (message) => void notices.push(message)});
    expect([corpus.count, corpus.files.map(({file}) => file)]).toEqual([2, [at('again/data-00000.jsonl')]]);
    expect(notices).toEqual([`of folder ${at('again')}, passed over: croissant.json, decisions.jsonl, manifest.json`]);
  });

  it('is told from one whose own records are called decisions', async () => {
    put('court/manifest.json', '{\n}\n');
    jsonl('court/decisions.jsonl', texts('the court decides', 'the court decides again'));
    expect((await readCorpus([at('court')])).count).toBe(2);
  });
});

describe('a budget', () => {
  const data = () => jsonl('many.jsonl', texts(...Array.from({length: 40}, (_, i) => `record number ${i}`)));

  it('of records draws as many, the same ones for a seed, in input order', async () => {
    const drawn = async (out: string, recipe: string) => {
      await written(out, recipe, [data()]);
      return linesOf(out, 'data-00000.jsonl').map(({genloss: {line}}): number => line);
    };
    const one = await drawn('budget-1', 'budget: {records: 10}\n');
    expect(one.length).toBe(10);
    expect(one).toEqual([...one].sort((a, b) => a - b));
    expect(await drawn('budget-2', 'budget: {records: 10}\nseed: 1\n')).toEqual(one);
    expect(await drawn('budget-3', 'budget: {records: 10}\nseed: 2\n')).not.toEqual(one);
    expect(decisionsIn('budget-1').filter(({step, reason}) => step === 'budget' && reason === 'not drawn').length).toBe(30);
  });

  it('of words is filled until the next record would not fit', async () => {
    const {counts, steps} = await written('budget-words', 'budget: {words: 32}\n', [data()]);
    expect(counts.written).toEqual({records: 10, words: 30});
    expect(steps).toEqual([{step: 'budget', dropped: 30, left: 10, words: 30}]);
  });

  it('never draws what a step gave a weight of 0, and uses the weights up', async () => {
    await written('budget-weights', `${asking('{keep: true, weight: i < 30 ? 0 : 1}')}budget: {records: 10}\n`, [data()]);
    const lines = linesOf('budget-weights', 'data-00000.jsonl').map(({genloss: from}) => from);
    expect(lines).toEqual(Array.from({length: 10}, (_, i) => ({file: at('many.jsonl'), line: 31 + i})));
    const error = await failureOf(() =>
      run('budget-none', `${asking('{keep: true, weight: i < 30 ? 0 : 1}')}budget: {records: 11}\n`, [data()]),
    );
    expect(error).toMatchObject({name: 'DataError', message: expect.stringContaining('weight 0 are never drawn')});
    expect(existsSync(at('budget-none'))).toBe(false);
  });

  it('says that text which is mixed in is what checks will be held against, where it is the reference too', async () => {
    const [people, others] = ['people-again.jsonl', 'others.jsonl'].map((name, i) =>
      jsonl(name, texts(`by hand ${i}`, `by hand too ${i}`)),
    );
    const noticesOf = async (name: string, reference: string) => {
      const notices: string[] = [];
      const recipe = `reference: ${reference}\nmix: {human: ${people}, share: 0.25}\nbudget: {records: 4}\n`;
      await run(name, recipe, [data()], {onNotice: (message) => void notices.push(message)});
      return notices.join('\n');
    };
    expect(await noticesOf('mixed-in', people)).toContain('is the reference and is mixed in too');
    expect(await noticesOf('mixed-other', others)).toBe('');
  });

  it('with a human share mixes in evenly, and says of every human record what became of it', async () => {
    jsonl('people.jsonl', texts('by hand one', 'by hand two', 'by hand three'));
    const recipe = 'mix: {human: people.jsonl, share: 0.25}\nbudget: {records: 8}\noutput: {records: 3}\n';
    const {files, counts} = await written('mix', recipe, [data()]);
    expect(files.map(({file, records}) => [file, records])).toEqual([
      ['data-00000.jsonl', 3],
      ['data-00001.jsonl', 3],
      ['data-00002.jsonl', 2],
      ['decisions.jsonl', undefined],
      ['croissant.json', undefined],
    ]);
    const sources = files.slice(0, 3).flatMap(({file}) => linesOf('mix', file).map(({genloss: {source}}) => source));
    for (const half of [sources.slice(0, 4), sources.slice(4)]) expect(half.filter((source) => source === 'human').length).toBe(1);
    expect([counts.human, counts.written.records]).toEqual([2, 8]);
    const human = decisionsIn('mix').filter(({source}) => source === 'human');
    expect(human.map(({line}) => line)).toEqual([1, 2, 3]);
    expect(human.filter(({step, reason}) => step === 'mix' && reason === 'not drawn').length).toBe(1);
  });
});

describe('what a curation is given', () => {
  it.each<[string, string, string, string[]]>([
    ['a classifier without both references', 'steps: [synthetic]', 'ConfigError', ['a human and a synthetic reference']],
    ['a band without a reference', 'steps: [length]', 'ConfigError', ['no human reference']],
    ['a reference that is not there', 'steps: [length]\nreference: nowhere.jsonl', 'DataError', ['nowhere.jsonl does not exist']],
    ['more records than there are', 'budget: {records: 4}', 'DataError', ['the steps left 3', 'Ask for fewer records']],
    ['a larger human share than there is text', 'mix: {human: three.jsonl, share: 0.9}', 'DataError', ['enough for a share of 0.5']],
    ['a program that is not there', 'steps: [{command: {run: [genloss-no-such-program]}}]', 'ConfigError', ['there is no such program']],
    ['too few answers', asking('{keep: true}').replace('i++', 'if (++i > 1) process.exit(0)'), 'DataError', ['answered 2 of 3']],
    ['an answer that is none', asking('{keep: 1}'), 'DataError', ['neither true nor false']],
  ])('may not be asked for by %s', async (_, recipe, name, said) => {
    const data = jsonl('three.jsonl', texts('one', 'two', 'three'));
    const error = await failureOf(() => run('asked-for', `${recipe}\n`, [data]));
    expect(error.name).toBe(name);
    for (const words of said) expect(`${error.message} ${error.next}`).toContain(words);
    expect(existsSync(at('asked-for'))).toBe(false);
  });

  it('may be one record', async () => {
    const {counts} = await written('one', 'steps: [duplicates]\n', [jsonl('one.jsonl', texts('alone'))]);
    expect(counts.written).toEqual({records: 1, words: 1});
    expect(linesOf('one', 'data-00000.jsonl')).toEqual([{text: 'alone', genloss: {file: at('one.jsonl'), line: 1}}]);
  });

  it('may have broken records, which are told of in their places over all files', async () => {
    const files = [
      put('broken-a.jsonl', '{"text":\n{"text":"one"}\n{"text":3}\n'),
      put('broken-b.jsonl', '{"text":"two"}\n{"t'),
      put('broken-c.txt', 'three'),
    ];
    const {counts} = await written('broken', 'steps: [duplicates]\n', files, {read: {maxBad: 3}});
    expect(counts).toMatchObject({records: 3, broken: 3, kept: 3});
    expect(decisionsIn('broken').map(({file, line, decision, step}) => [file, line, step ?? decision])).toEqual([
      [files[0], 1, 'read'],
      [files[0], 2, 'kept'],
      [files[0], 3, 'read'],
      [files[1], 1, 'kept'],
      [files[1], 2, 'read'],
      [files[2], 1, 'kept'],
    ]);
  });

  it.each<[string, () => string, string, string]>([
    ['that has no record', () => put('empty.jsonl', ''), 'DataError', 'no records in'],
    ['of which nothing is left', () => jsonl('left.jsonl', texts('a', 'b')), 'DataError', 'left none of 2 records'],
    ['with a broken record', () => put('bad.jsonl', '{"text":"a"}\n{'), 'DataError', 'bad.jsonl:2'],
    ['that is not there', () => at('nowhere.jsonl'), 'DataError', 'nowhere.jsonl'],
    ['that can be read once alone', () => '/dev/null', 'ConfigError', 'is no regular file'],
  ])('may not be data %s: nothing is written', async (_, data, name, said) => {
    const error = await failureOf(() =>
      run('refused', 'steps: [{filter: {measure: words, atLeast: 2}}]\n', [data()], {read: {format: 'json'}}),
    );
    expect(error).toMatchObject({name, message: expect.stringContaining(said)});
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('may not be a limit on the loss of the tail that says nothing', async () => {
    const data = [jsonl('limit.jsonl', texts('a'))];
    const refused = (recipe: string, maxTailLoss: number) => failureOf(() => run('limit', recipe, data, {maxTailLoss}));
    expect(await refused('steps: [duplicates]\n', 0.1)).toMatchObject({message: expect.stringContaining('wants a human reference')});
    expect(await refused('steps: [duplicates]\nreference: limit.jsonl\n', 1)).toMatchObject({
      message: expect.stringContaining('all of the tail'),
    });
    expect(await refused('mix: {human: limit.jsonl, share: 0.5}\nreference: limit.jsonl\n', 0.1)).toMatchObject({
      message: expect.stringContaining('no step and no budget'),
    });
    expect(existsSync(at('limit'))).toBe(false);
  });

  it('may have at most 200 steps', async () => {
    const data = [jsonl('steps-200.jsonl', texts('a'))];
    const recipe = (n: number) => `steps: [${Array.from({length: n}, () => 'duplicates').join(', ')}]\n`;
    expect((await written('steps-200', recipe(200), data)).steps.length).toBe(200);
    expect(await failureOf(() => run('steps-201', recipe(201), data))).toBeInstanceOf(ConfigError);
  });
});

describe('a curation that was cut off', () => {
  const recipe = `${asking("{keep: i !== 1, reason: 'the second'}", ', duplicates')}mix: {human: cut-human.jsonl, share: 0.5}\n`;
  const data = () => {
    jsonl('cut-human.jsonl', texts('people one', 'people two', 'people three'));
    return [jsonl('cut-data.jsonl', texts('one', 'two', 'three', 'one'))];
  };

  /** Stops as `error` says where the human data is measured: the data is measured by then. */
  async function cut(out: string, error: Error): Promise<void> {
    const onProgress = (title: string): void => {
      if (title === 'measuring human') throw error;
    };
    expect((await failureOf(() => run(out, recipe, data(), {onProgress}))).message).toBe(error.message);
  }

  it('goes on where its output could not be written, without measuring again, to the same bytes', async () => {
    await written('uncut', recipe, data());
    await cut('cut', new OutputError('no room'));
    expect(readdirSync(at('cut'))).toEqual(['.curate']);
    const titles = new Set<string>();
    await written('cut', recipe, data(), {onProgress: (title) => void titles.add(title)});
    expect([...titles]).toEqual(['measuring human']);
    expect(digest(at('cut'))).toBe(digest(at('uncut')));
  });

  it('leaves nothing where it failed otherwise', async () => {
    await cut('failed', new DataError('no data'));
    expect(existsSync(at('failed'))).toBe(false);
  });

  it.each<[string, (work: string) => void]>([
    ['a part of the spool', (work) => truncateSync(join(work, 'data', 'part-00000.bin'), 12)],
    ['a part that is gone', (work) => truncateSync(join(work, 'data', 'part-00000.bin'), 0)],
    ['more answers than were asked for', (work) => writeFileSync(join(work, 'command-0.jsonl'), '{"keep":true}\n'.repeat(5))],
    ['too few answers', (work) => writeFileSync(join(work, 'command-0.jsonl'), '{"keep":true}\n')],
    ['an answer that is none', (work) => writeFileSync(join(work, 'command-0.jsonl'), '{"keep":true}\n{"keep":1}\n')],
  ])('says that what it left is damaged, and begins anew: %s', async (name, damage) => {
    const out = `damaged ${name}`;
    await cut(out, new OutputError('no room'));
    damage(join(at(out), '.curate'));
    const error = await failureOf(() => run(out, recipe, data()));
    expect(error).toMatchObject({name: 'DataError', message: expect.stringContaining('has left is damaged')});
    expect(readdirSync(at(out))).toEqual([]);
    await written(out, recipe, data());
    expect(
      decisionsIn(out)
        .filter(({source}) => source === undefined)
        .map(({reason}) => reason),
    ).toEqual([undefined, 'the second', undefined, `repeats ${at('cut-data.jsonl')}:1`]);
  });

  it('does not ask a command again whose answers are there', async () => {
    await cut('answered', new OutputError('no room'));
    const kept = [false, true, true, true].map((keep) => `${JSON.stringify({keep})}\n`).join('');
    writeFileSync(join(at('answered'), '.curate', 'command-0.jsonl'), kept);
    await written('answered', recipe, data());
    expect(
      decisionsIn('answered')
        .map(({decision}) => decision)
        .slice(0, 4),
    ).toEqual(['dropped', 'kept', 'kept', 'kept']);
  });

  it('is left alone while another process is at it', async () => {
    await cut('busy', new OutputError('no room'));
    const release = takeLock(join(at('busy'), '.curate'));
    expect(await failureOf(() => run('busy', recipe, data()))).toBeInstanceOf(OutputError);
    expect(existsSync(join(at('busy'), '.curate', 'measured-data.json'))).toBe(true);
    release();
    await written('busy', recipe, data());
  });

  it('writes nothing a second time, and says so', async () => {
    mkdirSync(at('twice'));
    await written('twice', recipe, data());
    const before = digest(at('twice'));
    put('twice/.curate/state.json', '{}');
    expect(await run('twice', recipe, data())).toMatchObject({kind: 'up to date', manifest: {counts: {kept: 2}}});
    expect(digest(at('twice'))).toBe(before);
  });
});
