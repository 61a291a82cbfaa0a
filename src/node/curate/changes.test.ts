import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {asyncBufferFromFile, parquetReadObjects} from 'hyparquet';
import {describe, expect, it} from 'vitest';
import {ConfigError, DataError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {curate} from './curate.ts';
import type {CurateOptions} from './options.ts';
import {readRecipe} from './recipe-file.ts';
import type {Manifest} from './write.ts';

const {path: base, at, put, jsonl} = testFolder();

type More = Partial<Omit<CurateOptions, 'recipe' | 'recipeBase' | 'output'>>;

async function written(
  out: string,
  recipe: string,
  data: readonly string[],
  {read = {}, workers = 1, ...rest}: More = {},
): Promise<Manifest> {
  const curated = await curate(data, {
    ...rest,
    recipe: readRecipe(put(`${out}.yaml`, recipe)),
    recipeBase: base,
    output: at(out),
    read,
    workers,
  });
  if (curated.kind === 'stopped') throw new Error(curated.reason);
  return curated.manifest;
}

const linesOf = (...path: string[]) =>
  readFileSync(join(base, ...path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const texts = (...list: readonly string[]) => list.map((text, id) => ({id, text, note: 'kept'}));

function digest(path: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(path).sort()) hash.update(name).update(readFileSync(join(path, name)));
  return hash.digest('hex');
}

/** A step that asks a program which answers each record, `text` and its number `i`, with `answer`. */
function step(answer: string, name = 'node'): string {
  const body = `let i = 0; require('readline').createInterface({input: process.stdin}).on('line', (line) => { const {text} = JSON.parse(line); console.log(JSON.stringify(${answer})); i++; });`;
  return `{command: {run: [${JSON.stringify(process.execPath)}, '-e', ${JSON.stringify(`/* ${name} */ ${body}`)}], changes: true}}`;
}
const NAME = `command ${process.execPath}`;

describe('a command that changes records', () => {
  const data = () => jsonl('changed.jsonl', texts('one two three', 'ONE TWO THREE', 'four five', 'six', 'seven eight'));
  const lower = step('text.startsWith("ONE") ? {text: text.toLowerCase()} : text === "six" ? {keep: false, reason: "short"} : {text}');

  it('is followed by steps that see what records became: hashes, sets of 3-grams, measures', async () => {
    const recipe = `steps: [${lower}, duplicates, {filter: {measure: words, atLeast: 3}}]\n`;
    const {steps, counts} = await written('lower', recipe, [data()]);
    expect(linesOf('lower', 'decisions.jsonl')).toEqual([
      {file: data(), line: 1, decision: 'kept'},
      {file: data(), line: 2, decision: 'dropped', step: 'dedupe exact', reason: `repeats ${data()}:1`, changed: [NAME]},
      {file: data(), line: 3, decision: 'dropped', step: 'filter words', reason: 'words 2, at least 3'},
      {file: data(), line: 4, decision: 'dropped', step: NAME, reason: 'short'},
      {file: data(), line: 5, decision: 'dropped', step: 'filter words', reason: 'words 2, at least 3'},
    ]);
    expect(steps).toEqual([
      {step: NAME, dropped: 1, changed: 1, left: 4, words: 10},
      {step: 'dedupe exact', dropped: 1, left: 3, words: 7},
      {step: 'filter words', dropped: 2, left: 1, words: 3},
    ]);
    expect(counts).toMatchObject({records: 5, words: 11, kept: 1});
  });

  it('writes what they became, with their other fields, and says which steps changed them', async () => {
    const longer = step('i === 0 ? {text: text + " and more"} : {keep: true, weight: 0.5}');
    const again = step('{text: text.replace("more", "m\\u00fcch more"), keep: !text.startsWith("seven")}', 'again');
    const {steps, counts} = await written('twice', `steps: [${longer}, ${again}]\n`, [data()]);
    const lines = linesOf('twice', 'data-00000.jsonl');
    expect(lines[0]).toEqual({
      ...{id: 0, text: 'one two three and m\u00fcch more', note: 'kept'},
      genloss: {file: data(), line: 1, weight: 1, changed: [NAME, `${NAME} (2)`]},
    });
    expect(lines[1]).toEqual({id: 1, text: 'ONE TWO THREE', note: 'kept', genloss: {file: data(), line: 2, weight: 0.5}});
    expect(lines.length).toBe(4);
    expect(steps).toEqual([
      {step: NAME, dropped: 0, changed: 1, left: 5, words: 13},
      {step: `${NAME} (2)`, dropped: 1, changed: 1, left: 4, words: 12},
    ]);
    expect(counts).toMatchObject({words: 11, written: {records: 4, words: 12}});
  });

  it('finds near duplicates among what was changed by any command, and what was not', async () => {
    const passage = 'a passage of some ten words that says nothing at all';
    const source = jsonl('near.jsonl', texts(passage, 'alpha', 'beta', 'a thing of its own that nobody has said before'));
    const one = step(`text === 'alpha' ? {text: ${JSON.stringify(`${passage} here`)}} : {text}`);
    const two = step(`text === 'beta' ? {text: ${JSON.stringify(`well ${passage}`)}} : {text}`, 'two');
    const recipe = (steps: string) => `steps: [${steps}]\n`;
    await written('near', recipe(`${one}, ${two}, near-duplicates`), [source]);
    expect(linesOf('near', 'decisions.jsonl').map(({reason, decision}) => reason ?? decision)).toEqual([
      'kept',
      `is like ${source}:1`,
      `is like ${source}:1`,
      'kept',
    ]);
    // decided before and after: the first is dropped among what was changed already
    await written('between', recipe(`${one}, {dedupe: {kind: near}}, ${two}, {dedupe: {kind: near}}`), [source]);
    expect(linesOf('between', 'decisions.jsonl').map(({step: by}) => by)).toEqual([undefined, 'dedupe near', 'dedupe near (2)', undefined]);
  });

  it('is audited stage by stage: words that it took are gone after it, and those that it brought are there', async () => {
    const reference = jsonl('reference.jsonl', texts(...Array.from({length: 40}, (_, i) => `the common word and rare${i}`)));
    const source = jsonl('audited.jsonl', texts(...Array.from({length: 40}, (_, i) => `the common word and rare${i}`)));
    const take = step('{text: text.replace(/rare1./, "plain")}');
    const {audit} = await written('audited', `reference: ${reference}\nsteps: [${take}, {filter: {measure: words, atLeast: 2}}]\n`, [
      source,
    ]);
    const retained = audit!.stages.map((stage) => stage['tail.retention']!.value);
    expect(retained[0]).toBeCloseTo(1, 12);
    expect(retained[1]).toBeLessThan(1);
    expect(retained[2]).toBe(retained[1]);
    expect(audit!.stages.map(({records}) => records)).toEqual([40, 40, 40]);
  });

  it('gives the same bytes with two workers, and the same records as Parquet', async () => {
    const many = jsonl('many.jsonl', texts(...Array.from({length: 300}, (_, i) => `record ${i % 100} of many`)));
    const cut = step('i % 3 ? {text: text.toUpperCase()} : {keep: true}');
    const recipe = `steps: [${cut}, duplicates]\nbudget: {records: 50}\n`;
    await written('one', recipe, [many]);
    await written('two', recipe, [many], {workers: 2, partBytes: 2000});
    const [{genloss: first}] = linesOf('one', 'data-00000.jsonl');
    expect(first.line).toBeGreaterThan(0);
    expect(digest(at('one'))).toBe(digest(at('two')));
    await written('table', `${recipe}output: {format: parquet}\n`, [many]);
    const table = await parquetReadObjects({file: await asyncBufferFromFile(join(at('table'), 'data-00000.parquet'))});
    const lines = linesOf('one', 'data-00000.jsonl');
    expect(table.map(({text, changed}) => ({text, ...(changed && {changed: JSON.parse(changed)})}))).toEqual(
      lines.map(({text, genloss: {changed}}) => ({text, ...(changed && {changed})})),
    );
  });

  it('whose answers are none is 65, with the record, and leaves nothing', async () => {
    const failed = await failureOf(() => written('broken', `steps: [${step('i === 2 ? {text: 4} : {text}')}]\n`, [data()]));
    expect(failed).toBeInstanceOf(DataError);
    expect(failed.message).toContain('its answer to record 3 ("four five") has a "text" that is not a string');
    expect(readdirSync(base)).not.toContain('broken');
  });

  it('is refused where text is put together of parts', async () => {
    const chats = jsonl('chats.jsonl', [{messages: [{role: 'user', content: 'hello'}]}]);
    const failed = await failureOf(() => written('chats', `steps: [${lower}]\n`, [chats], {read: {field: 'messages.content'}}));
    expect(failed).toBeInstanceOf(ConfigError);
    expect(failed.message).toContain('a field of its own, not in parts of messages.content');
  });
});
