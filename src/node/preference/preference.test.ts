import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import {DataError} from '../../core/error.ts';
import {readPreferences, recordedPairs, writePreferences} from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-preferences-'));
afterAll(() => rmSync(folder, {recursive: true}));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const user = (content: string) => ({role: 'user', content});
const assistant = (content: string) => ({role: 'assistant', content});
async function problemOf(path: string): Promise<DataError> {
  const error = await readPreferences(path).then(
    () => undefined,
    (e) => e,
  );
  expect(error).toBeInstanceOf(DataError);
  return error;
}

describe('preference files', () => {
  it('of TRL are read in all four forms: standard and conversational, with the prompt or without', async () => {
    const path = file(
      'trl.jsonl',
      lines(
        {prompt: 'The sky is', chosen: ' blue.', rejected: ' green.'},
        {chosen: 'The sky is blue.', rejected: 'The sky is green.'},
        {prompt: [user('What color?')], chosen: [assistant('Blue.')], rejected: [assistant('Green.')]},
        {chosen: [user('What color?'), assistant('Blue.')], rejected: [user('What color?'), assistant('Green.')]},
      ),
    );
    expect((await readPreferences(path)).preferences).toEqual([
      {prompt: 'The sky is', chosen: ' blue.', rejected: ' green.'},
      {prompt: 'The sky is', chosen: ' blue.', rejected: ' green.'},
      {prompt: 'What color?', chosen: 'Blue.', rejected: 'Green.'},
      {prompt: 'What color?', chosen: 'Blue.', rejected: 'Green.'},
    ]);
  });

  it('of HH-RLHF are split at the last turn of the assistant that both sides share', async () => {
    const start = '\n\nHuman: Who?\n\nAssistant: Me.\n\nHuman: Why?\n\nAssistant:';
    const other = '\n\nHuman: Who?\n\nAssistant: Me.\n\nHuman: Where?\n\nAssistant: There.';
    const path = file(
      'hh.jsonl',
      lines({chosen: `${start} Because.`, rejected: `${start} Be off.`}, {chosen: `${start} So.`, rejected: other}),
    );
    const {preferences} = await readPreferences(path);
    expect(preferences[0]).toEqual({prompt: start, chosen: ' Because.', rejected: ' Be off.'});
    expect(preferences[1].prompt).toBe('\n\nHuman: Who?\n\nAssistant:');
    expect(preferences[1].prompt + preferences[1].rejected).toBe(other);
  });

  it('of Argilla are read as ratings beside pairs, and a string prompt that the messages repeat is not kept twice', async () => {
    const path = file(
      'argilla.jsonl',
      lines(
        {instruction: 'Add.', chosen: '2', rejected: '3', chosen_rating: 5, rejected_rating: 1},
        {
          prompt: 'Add.',
          chosen: [user('Add.'), assistant('2')],
          rejected: [user('Add.'), assistant('3')],
          rating_chosen: 5,
          rating_rejected: 2,
        },
      ),
    );
    expect((await readPreferences(path)).preferences).toEqual(Array(2).fill({prompt: 'Add.', chosen: '2', rejected: '3'}));
  });

  it('of Argilla are read as rankings, each annotator by name, submitted answers alone, equal ranks left out', async () => {
    const fields = {prompt: 'P', a: 'A', b: 'B', c: 'C'};
    const path = file(
      'rankings.jsonl',
      lines(
        {...fields, preference: [{user_id: 'u1', status: 'submitted', value: {rank: [2, 1, 2], value: ['a', 'b', 'c']}}]},
        {...fields, preference: [{user_id: 'u2', status: 'discarded', value: {rank: [1, 2, 3], value: ['a', 'b', 'c']}}]},
        {id: '1', fields, responses: {preference: [{user_id: 'u3', value: ['c', 'a']}]}},
        {
          ...fields,
          'preference.responses': [
            ['b', 'a'],
            ['a', 'b'],
          ],
          'preference.responses.users': ['u4', 'u5'],
          'preference.responses.status': ['submitted', 'draft'],
        },
        {
          ...fields,
          preference: [
            {
              user_id: 'u6',
              status: 'submitted',
              value: [
                {rank: 1, value: 'a'},
                {rank: 2, value: 'c'},
              ],
            },
          ],
        },
      ),
    );
    expect((await readPreferences(path)).preferences).toEqual([
      {prompt: 'P', chosen: 'B', rejected: 'A', annotator: 'u1'},
      {prompt: 'P', chosen: 'B', rejected: 'C', annotator: 'u1'},
      {prompt: 'P', chosen: 'C', rejected: 'A', annotator: 'u3'},
      {prompt: 'P', chosen: 'B', rejected: 'A', annotator: 'u4'},
      {prompt: 'P', chosen: 'A', rejected: 'C', annotator: 'u6'},
    ]);
  });

  it('of distilabel are read as ratings of generations', async () => {
    const path = file('rated.jsonl', lines({instruction: 'P', generations: ['x', 'y', 'z'], ratings: [1, 5, null]}));
    expect((await readPreferences(path)).preferences).toEqual([{prompt: 'P', chosen: 'y', rejected: 'x'}]);
  });

  it('come back as they were written, compressed or as an array too', async () => {
    const preferences = [
      {prompt: '', chosen: 'one\ntwo', rejected: '"\u{1f600}"', annotator: 'me', time: '2025-01-01T00:00:00Z'},
      {prompt: 'p', chosen: ' same start a', rejected: ' same start b'},
    ];
    const path = join(folder, 'own.jsonl');
    writePreferences(path, preferences);
    const plain = await readPreferences(path);
    expect(plain).toEqual({preferences, equal: 0});
    expect(await readPreferences(file('own.jsonl.gz', gzipSync(readFileSync(path))))).toEqual(plain);
    expect(await readPreferences(file('own.json', JSON.stringify(preferences, null, 1)))).toEqual(plain);
    const {chosen, rejected} = recordedPairs(preferences);
    expect(new TextDecoder().decode(chosen.bytes.subarray(chosen.offsets[0], chosen.offsets[1]))).toBe('one\ntwo');
    expect(rejected.count).toBe(2);
  });

  it('with a side missing are refused with file, line, what is there and what is wanted', async () => {
    const path = file(
      'missing.jsonl',
      `${lines({prompt: 'p', chosen: 'c', rejected: 'r'})}\n${lines({prompt: 'p', chosen: 'c', text: 't'})}`,
    );
    const {message, next} = await problemOf(path);
    expect(message).toBe(`${path}:3 has no "rejected" (it has "prompt", "chosen", "text")`);
    expect(next).toContain('"prompt": "...", "chosen": "...", "rejected": "..."');
    expect((await problemOf(file('kind.jsonl', lines({chosen: 3, rejected: 'r'})))).message).toContain(
      'kind.jsonl:1 has a "chosen" that is neither',
    );
    expect((await problemOf(file('broken.jsonl', '{"chosen": "a"\n'))).message).toContain('broken.jsonl:1 is not JSON');
    expect((await problemOf(file('list.jsonl', '3\n'))).message).toContain('list.jsonl:1 is not a JSON object');
    expect((await problemOf(join(folder, 'nowhere.jsonl'))).message).toContain('nowhere.jsonl does not exist');
  });

  it('that hold nothing to learn from are refused, and equal sides are counted', async () => {
    const same = {prompt: 'p', chosen: 'x', rejected: 'x'};
    expect((await problemOf(file('same.jsonl', lines(same)))).message).toContain('no preferences, but 1 whose two sides are equal');
    expect((await problemOf(file('empty.jsonl', '\n'))).message).toContain('holds no preferences');
    expect((await readPreferences(file('some.jsonl', lines(same, {...same, rejected: 'y'})))).equal).toBe(1);
  });
});
