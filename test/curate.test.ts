/** `genloss curate` as a user runs it: what it finds, what it says of each record, workers, kills, bad input. */
import {createHash} from 'node:crypto';
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parquetReadObjects} from 'hyparquet';
import {beforeAll, describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {curate} from '../src/node/curate/curate.ts';
import type {CurateOptions} from '../src/node/curate/options.ts';
import {readRecipe} from '../src/node/curate/recipe-file.ts';
import type {Manifest} from '../src/node/curate/write.ts';
import {type Done, genloss, startGenloss, temporaryFolder} from './command.ts';
import {type Planted, planted, synthesized} from './planted.ts';
import {pieces} from './profiled.ts';
import {exactRetention, setsOf, tailOf} from './tail-count.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

function put(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

const jsonl = (name: string, records: readonly object[]): string =>
  put(name, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`);
const recipe = (name: string, text: string): string => put(`${name}.yaml`, text);
const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const decisionsIn = (name: string): {file: string; line: number; decision: string; step?: string; reason?: string; source?: string}[] =>
  linesOf(join(at(name), 'decisions.jsonl'));
const manifestIn = (name: string): Manifest => JSON.parse(readFileSync(join(at(name), 'manifest.json'), 'utf8'));

/** Names and bytes of all that a folder holds. */
const digest = (path: string): string => {
  const hash = createHash('sha256');
  for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  return hash.digest('hex');
};

function run(data: readonly string[], file: string, out: string, ...more: string[]): Done {
  return genloss(['curate', ...data, '--recipe', file, '-o', at(out), '--quiet', ...more]);
}

let corpus: Planted[];
let reference: string[];
let plain: string;

beforeAll(async () => {
  const all = await pieces(20);
  const part = (k: number) => all.filter((_, i) => i % 16 === k);
  reference = [...part(0), ...part(1)];
  corpus = planted(part(2), synthesized([...part(3), ...part(4)], Stream.root(1)), Stream.root(3));
  jsonl(
    'corpus.jsonl',
    corpus.map(({text}, i) => ({id: i, text})),
  );
  jsonl(
    'reference.jsonl',
    reference.map((text) => ({text})),
  );
  jsonl(
    'small.jsonl',
    corpus.filter((_, i) => i % 5 === 0).map(({text}, i) => ({id: i, text})),
  );
  jsonl(
    'small-reference.jsonl',
    reference.slice(0, 40).map((text) => ({text})),
  );
  plain = recipe('plain', 'steps: [duplicates, {dedupe: {kind: near, similarity: 0.5}}, {filter: {measure: repetition, atMost: 0.2}}]\n');
});

describe('a curation', () => {
  it('removes what was planted and little else, and its audit agrees with a plain count', () => {
    const file = recipe(
      'planted',
      `reference: reference.jsonl
steps:
  - duplicates
  - near-duplicates
  - filter: {measure: repetition, atMost: 0.2}
  - filter: {measure: likelihood, band: [0, 0.995]}
`,
    );
    expect(run([at('corpus.jsonl')], file, 'planted')).toMatchObject({code: 0, err: ''});
    const decisions = decisionsIn('planted');
    expect(decisions.map(({line}) => line)).toEqual(corpus.map((_, i) => i + 1));
    const dropped = (kind: string): number => {
      const of = decisions.filter((_, i) => corpus[i].kind === kind);
      return of.filter(({decision}) => decision === 'dropped').length / of.length;
    };
    for (const kind of ['near', 'synthetic', 'loop']) expect(dropped(kind), kind).toBeGreaterThanOrEqual(0.9);
    expect(dropped('human')).toBeLessThanOrEqual(0.02);

    const {stages} = manifestIn('planted').audit!;
    const names = ['dedupe exact', 'dedupe near', 'filter repetition', 'filter likelihood'];
    expect(stages.map(({step}) => step)).toEqual([undefined, ...names]);
    const tail = tailOf(reference);
    stages.forEach((stage, s) => {
      const left = decisions.flatMap(({step}, i) => (step !== undefined && names.indexOf(step) < s ? [] : [corpus[i].text]));
      expect(stage.records).toBe(left.length);
      expect(stage['tail.retention']?.value).toBeCloseTo(exactRetention(tail, setsOf(left)), 12);
    });
  });

  it('keeps the first of duplicates, and writes each kept line with all its fields and where it came from', () => {
    const lines = [
      '{"id": 1e3, "text": "one two three four five six", "tags": ["a"]}',
      '',
      '  {"text":"other words altogether in this one here","n":1.50}  ',
      '{"text":"one two three four five six"}',
      '{"text":"one two three four five six seven"}',
      '{"text":" "}',
      '{"text":"it was curated before this time, you know","genloss":{"file":"old","line":9}}',
    ];
    const file = put('fields.jsonl', lines.join('\r\n'));
    expect(run([file], plain, 'fields')).toMatchObject({code: 0});
    expect(decisionsIn('fields')).toEqual([
      {file, line: 1, decision: 'kept'},
      {file, line: 3, decision: 'kept'},
      {file, line: 4, decision: 'dropped', step: 'dedupe exact', reason: `repeats ${file}:1`},
      {file, line: 5, decision: 'dropped', step: 'dedupe near', reason: `is like ${file}:1`},
      {file, line: 7, decision: 'kept'},
    ]);
    expect(readFileSync(join(at('fields'), 'data-00000.jsonl'), 'utf8').split('\n')).toEqual([
      `{"id": 1e3, "text": "one two three four five six", "tags": ["a"],"genloss":{"file":${JSON.stringify(file)},"line":1}}`,
      `  {"text":"other words altogether in this one here","n":1.50,"genloss":{"file":${JSON.stringify(file)},"line":3}}`,
      `{"text":"it was curated before this time, you know","genloss":{"file":${JSON.stringify(file)},"line":7,"before":{"file":"old","line":9}}}`,
      '',
    ]);
    const {counts, files, croissant} = manifestIn('fields');
    expect(counts).toMatchObject({records: 5, kept: 3, empty: 1, written: {records: 3, words: 21}});
    for (const {file: name, bytes, sha256} of files) {
      const content = readFileSync(join(at('fields'), name));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
    expect(croissant).toMatchObject({'@type': 'sc:Dataset', 'prov:wasDerivedFrom': [{name: file, description: 'data'}]});
  });

  it('mixes human data in by share, to a budget, in Parquet as in JSON Lines', async () => {
    const human = jsonl(
      'mix-human.jsonl',
      reference.slice(0, 60).map((text, i) => ({text, id: `h${i}`})),
    );
    const made = async (format: string) => {
      const text = `steps: [duplicates]\nmix: {human: mix-human.jsonl, share: 0.25}\nbudget: {records: 80}\noutput: {format: ${format}, records: 30}\n`;
      expect(run([at('corpus.jsonl')], recipe(format, text), format)).toMatchObject({code: 0, err: ''});
      const shards = readdirSync(at(format)).filter((name) => name.startsWith('data-'));
      expect(shards.map((name) => name.slice(0, 10))).toEqual(['data-00000', 'data-00001', 'data-00002']);
      return shards.map((name) => join(at(format), name));
    };
    const lines = (await made('jsonl')).flatMap(linesOf);
    const rows = await Promise.all(
      (await made('parquet')).map((name) => {
        const {buffer, byteOffset, length} = readFileSync(name);
        return parquetReadObjects({file: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer});
      }),
    );
    const same = rows.flat().map(({text, file, line, source, fields}) => ({
      ...JSON.parse(String(fields)),
      text,
      genloss: {file, line: Number(line), ...(source ? {source} : {})},
    }));
    expect(same).toEqual(lines.map(({text, genloss: from, ...rest}) => ({...rest, text, genloss: from})));
    const mixed = lines.map(({genloss: from}) => from.source === 'human');
    expect(mixed.filter(Boolean).length).toBe(20);
    for (let i = 0; i + 8 <= 80; i += 8) expect(mixed.slice(i, i + 8).filter(Boolean).length).toBe(2);
    const decisions = decisionsIn('jsonl');
    expect(decisions.filter(({source}) => source === 'human').length).toBe(60);
    expect(decisions.filter(({step}) => step === 'budget').length).toBe(corpus.length - 60);
    expect(decisions.filter(({decision}) => decision === 'kept').length).toBe(80);
    expect(decisions.filter(({file}) => file === human || file.endsWith('mix-human.jsonl')).length).toBe(60);
  });

  it('asks a command about what is left, in order, and weighs by its answers', () => {
    const body = `let i = 0; require('readline').createInterface({input: process.stdin}).on('line', (line) => {
      const {text} = JSON.parse(line);
      console.log(JSON.stringify(++i % 3 === 0 ? {keep: false, reason: 'number ' + i} : {keep: true, weight: 0.25}));
    });`;
    put('ask.cjs', body);
    const steps = `steps: [near-duplicates, {command: {run: [${JSON.stringify(process.execPath)}, ${JSON.stringify(at('ask.cjs'))}]}}, {filter: {measure: repetition, atMost: 0.2}}]\n`;
    expect(run([at('corpus.jsonl')], recipe('command', steps), 'command')).toMatchObject({code: 0, err: ''});
    const decisions = decisionsIn('command');
    const asked = decisions.filter(({step}) => step !== 'dedupe near');
    expect(asked.length).toBeLessThan(corpus.length);
    asked.forEach(({step, reason}, i) => {
      expect(step?.startsWith('command') ?? false).toBe(i % 3 === 2);
      if (i % 3 === 2) expect(reason).toBe(`number ${i + 1}`);
    });
    const kept = decisions.filter(({decision}) => decision === 'kept').map(({line}) => line);
    const written = linesOf(join(at('command'), 'data-00000.jsonl')).map(({genloss: from}) => from);
    expect(written).toEqual(kept.map((line) => ({file: at('corpus.jsonl'), line, weight: 0.25})));
  });

  it('reads standard input, and says in one JSON document what it did', () => {
    const input = readFileSync(at('corpus.jsonl'));
    const done = genloss(['curate', '-', '--recipe', plain, '-o', at('stdin'), '--json'], {input});
    expect(done).toMatchObject({code: 0, err: ''});
    expect(run([at('corpus.jsonl')], plain, 'named').code).toBe(0);
    const body = JSON.parse(done.out);
    expect(body).toMatchObject({upToDate: false, counts: {records: corpus.length}, steps: [{step: 'dedupe exact'}, {}, {}]});
    const strip = (name: string) => decisionsIn(name).map(({line, decision, step}) => ({line, decision, step}));
    expect(strip('stdin')).toEqual(strip('named'));
    expect(readdirSync(at('stdin')).sort()).toEqual(readdirSync(at('named')).sort());
  });
});

const MIXED = 'small-reference.jsonl is the reference and is mixed in too';

describe('the bytes of a curation', () => {
  const whole = `reference: small-reference.jsonl
steps: [duplicates, near-duplicates, {filter: {measure: repetition, atMost: 0.2}}]
mix: {human: small-reference.jsonl, share: 0.1}
budget: {words: 8000}
`;

  it('are the same for any number of workers', async () => {
    const file = recipe('whole', whole);
    const options: CurateOptions = {recipe: readRecipe(file), recipeBase: folder, output: '', read: {}, workers: 1, partBytes: 10_000};
    const digests: string[] = [];
    for (const workers of [1, 3]) {
      const output = at(`workers-${workers}`);
      await curate([at('small.jsonl')], {...options, output, workers});
      digests.push(digest(output));
    }
    expect(new Set(digests).size).toBe(1);
    expect(run([at('small.jsonl')], file, 'workers-0').code).toBe(0);
    expect(digest(at('workers-0'))).toBe(digests[0]);
  });

  it('are the same after kills at any point, and a run again says that it is up to date', async () => {
    const file = recipe('whole', whole);
    const start = performance.now();
    expect(run([at('small.jsonl')], file, 'alive').code).toBe(0);
    const duration = performance.now() - start;
    const expected = digest(at('alive'));
    for (const share of [0.4, 0.75]) {
      const output = at(`killed-${share}`);
      const child = startGenloss(['curate', at('small.jsonl'), '--recipe', file, '-o', output, '--quiet']);
      const closed = new Promise((resolve) => child.once('close', resolve));
      await new Promise((resolve) => setTimeout(resolve, share * duration));
      child.kill('SIGKILL');
      await closed;
      // on a busy machine it may have come to its end
      const isWhole = existsSync(join(output, 'manifest.json'));
      expect(isWhole ? digest(output) : expected).toBe(expected);
      const done = run([at('small.jsonl')], file, `killed-${share}`);
      expect(done).toMatchObject(
        isWhole ? {code: 0, out: expect.stringContaining('up to date')} : {code: 0, err: expect.stringContaining(MIXED)},
      );
      expect(digest(output)).toBe(expected);
    }
    const again = run([at('small.jsonl')], file, 'alive');
    expect(again).toMatchObject({code: 0, out: expect.stringContaining('up to date')});
    expect(digest(at('alive'))).toBe(expected);
  });

  it('are the same where the kill fell between two renames', () => {
    const file = recipe('whole', whole);
    expect(run([at('small.jsonl')], file, 'renames').code).toBe(0);
    const expected = digest(at('renames'));
    const {fingerprint} = manifestIn('renames');
    const out = join(at('renames'), '.curate', 'out');
    mkdirSync(out, {recursive: true});
    writeFileSync(join(at('renames'), '.curate', 'state.json'), JSON.stringify({fingerprint}));
    for (const name of ['manifest.json', 'decisions.jsonl']) renameSync(join(at('renames'), name), join(out, name));
    expect(run([at('small.jsonl')], file, 'renames').code).toBe(0);
    expect(digest(at('renames'))).toBe(expected);
  });
});

describe('a limit on what a step may cost the tail', () => {
  const text = 'reference: small-reference.jsonl\nsteps: [near-duplicates, {filter: {measure: words, atLeast: 600}}]\n';

  it('stops the run where a step costs more, and leaves nothing but the audit', () => {
    const file = recipe('costly', text);
    const done = run([at('small.jsonl')], file, 'costly', '--max-tail-loss', '0.02', '--json');
    expect(done).toMatchObject({code: 1, err: ''});
    const body = JSON.parse(done.out);
    expect(body).toMatchObject({verdict: 'fail', reason: expect.stringContaining('filter words')});
    expect(body.audit.stages[2].loss.low).toBeGreaterThan(0.02);
    expect(existsSync(at('costly'))).toBe(false);
    const idle = run([at('small.jsonl')], file, 'costly', '--max-tail-loss', '0.9', '--json');
    expect(idle.code).toBe(2);
    expect(JSON.parse(idle.out).reason).toMatch(/of the reference's tail to begin with, so no step can cost more than 0.9/);
    const enough = Math.max(...body.audit.stages.slice(1).map((stage: {loss: {high: number}}) => stage.loss.high));
    expect(run([at('small.jsonl')], file, 'costly', '--max-tail-loss', `${enough + 0.001}`).code).toBe(0);
    expect(manifestIn('costly').audit).toEqual(body.audit);
  });

  it('wants a reference', () => {
    expect(run([at('small.jsonl')], plain, 'none', '--max-tail-loss', '0.1')).toMatchObject({
      code: 64,
      err: expect.stringContaining('wants a human reference'),
    });
  });
});

describe('bad input', () => {
  const failing = (text: string, code: number, ...said: string[]): void => {
    const done = run([at('corpus.jsonl')], recipe('bad', text), 'bad');
    expect(done).toMatchObject({code, out: ''});
    for (const words of said) expect(done.err).toContain(words);
    expect(existsSync(at('bad'))).toBe(false);
  };

  it('in a recipe, and in what it names, is told with its place and what was meant', () => {
    failing('steps:\n  - dedup: {kind: exact}\n', 64, 'bad.yaml:2:5', 'there is no step "dedup"; did you mean dedupe?');
    failing('steps: [likelihood-band]\nreference: nowhere.jsonl\n', 65, 'nowhere.jsonl does not exist');
  });

  it('of which nothing is left is told before anything is written', () => {
    failing('steps: [{filter: {measure: words, atMost: 0}}]\n', 65, `left none of ${corpus.length} records`);
  });

  it('of a command that fails is told with the record', () => {
    const body = `let i = 0; require('readline').createInterface({input: process.stdin}).on('line', () => {
      if (++i === 5) { console.error('no model'); process.exit(3); } console.log('{"keep":true}');
    });`;
    const steps = `steps: [{command: {run: [${JSON.stringify(process.execPath)}, ${JSON.stringify(put('eager.cjs', body))}]}}]\n`;
    failing(steps, 65, 'record 5', 'exit code 3', 'no model');
  });

  it('of a folder that holds something else is told, and the folder stays as it is', () => {
    expect(run([at('corpus.jsonl')], plain, 'taken').code).toBe(0);
    const before = digest(at('taken'));
    const other = recipe('other', 'steps: [duplicates]\n');
    expect(run([at('corpus.jsonl')], other, 'taken')).toMatchObject({code: 73, err: expect.stringContaining('holds another curation')});
    expect(run([jsonl('less.jsonl', corpus.slice(1))], plain, 'taken')).toMatchObject({code: 73});
    expect(digest(at('taken'))).toBe(before);
    rmSync(join(at('taken'), 'data-00000.jsonl'));
    expect(run([at('corpus.jsonl')], plain, 'taken')).toMatchObject({
      code: 73,
      err: expect.stringContaining('data-00000.jsonl is not what'),
    });
    mkdirSync(at('foreign'));
    put('foreign/notes.txt', 'mine');
    expect(run([at('corpus.jsonl')], plain, 'foreign')).toMatchObject({code: 73, err: expect.stringContaining('notes.txt')});
    expect(readdirSync(at('foreign'))).toEqual(['notes.txt']);
    cpSync(at('named'), at('unfinished'), {recursive: true});
    rmSync(join(at('unfinished'), 'manifest.json'));
    mkdirSync(join(at('unfinished'), '.curate'));
    put('unfinished/.curate/state.json', '{"fingerprint":"x"}');
    expect(run([at('corpus.jsonl')], plain, 'unfinished')).toMatchObject({code: 73, err: expect.stringContaining('unfinished curation')});
  });

  it('of broken records is told with the line; those that may be passed over have a decision too', () => {
    const file = put('broken.jsonl', '{"text":"one good record"}\n{"text":\n{"text":"another good record"}\n');
    expect(run([file], plain, 'broken')).toMatchObject({code: 65, err: expect.stringContaining(`${file}:2`)});
    expect(existsSync(at('broken'))).toBe(false);
    expect(run([file], plain, 'broken', '--max-bad', '1').code).toBe(0);
    expect(decisionsIn('broken')).toMatchObject([
      {line: 1, decision: 'kept'},
      {line: 2, decision: 'dropped', step: 'read', reason: expect.stringContaining('is not JSON')},
      {line: 3, decision: 'kept'},
    ]);
  });
});
