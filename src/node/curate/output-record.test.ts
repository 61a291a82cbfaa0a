import {describe, expect, it} from 'vitest';
import {failureOf} from '../folder.test-input.ts';
import {OutputRecord} from './output-record.ts';

const record = (json: string | undefined, more: {weight?: number; human?: boolean} = {}, text = 'the text'): OutputRecord =>
  new OutputRecord(
    {number: 3, file: 'a "file".jsonl', line: 7, text: Buffer.from(text), ...(json !== undefined && {json: Buffer.from(json)})},
    'body',
    {words: 2, ...more},
  );
const FROM = '"genloss":{"file":"a \\"file\\".jsonl","line":7';

describe('a record as a line', () => {
  it.each([
    ['keeps the bytes of its object', '{"n": 1.50, "body":"the text"}', `{"n": 1.50, "body":"the text",${FROM}}}\n`],
    ['keeps what stands around it', ' {"body":"a } in it"}  ', ` {"body":"a } in it",${FROM}}}\n`],
    ['stands on one line', '{\r\n  "body": "a\\nb",\n\n  "n": [\n1]\n}', `{ "body": "a\\nb", "n": [ 1] ,${FROM}}}\n`],
    ['keeps an earlier provenance within', '{"genloss":{"line":1},"body":"b","n":2}', `{"body":"b","n":2,${FROM},"before":{"line":1}}}\n`],
    ['has no provenance before where only a value is called so', '{"body":"b","n":"genloss"}', `{"body":"b","n":"genloss",${FROM}}}\n`],
    ['is an object of its field where it was none', undefined, `{"body":"the text",${FROM}}}\n`],
  ])('%s', (_, json, line) => {
    expect(record(json).line().toString()).toBe(line);
  });

  it('says what it weighs, and that people wrote it', () => {
    expect(record('{"body":"b"}', {weight: 0.5}).line().toString()).toBe(`{"body":"b",${FROM},"weight":0.5}}\n`);
    expect(record(undefined, {human: true}).line().toString()).toBe(`{"body":"the text",${FROM},"source":"human"}}\n`);
    expect(record(undefined, {human: false}).provenance).toEqual({file: 'a "file".jsonl', line: 7});
  });

  it('is refused, with its place, where it must be read and is too deep', async () => {
    const deep = `{"genloss":${'['.repeat(1200)}${']'.repeat(1200)}}`;
    expect(await failureOf(() => record(deep).line())).toMatchObject({name: 'DataError', where: 'a "file".jsonl:7'});
    expect(record(deep.replace('genloss', 'deep')).line().toString()).toContain(FROM);
  });
});

describe('a record as a row', () => {
  it('has its text apart from its other fields, digits as they were', () => {
    expect(record('{"body":"b","n":1,"m":{"x":"y"}}', {}, 'b').row()).toMatchObject({text: 'b', fields: '{"n":1,"m":{"x":"y"}}'});
    expect(record('{"body":"b"}').row()).not.toHaveProperty('fields');
    expect(record(undefined).row()).toEqual({text: 'the text', provenance: {file: 'a "file".jsonl', line: 7}});
  });

  it('keeps a byte order mark in its text, as the line does', () => {
    expect(record(undefined, {}, '\ufeffa').row().text).toBe('\ufeffa');
  });
});
