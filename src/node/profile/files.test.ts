import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {totalOf} from '../../guard/profile/profile.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {isProfileFile, profileOf, readProfile, writeProfile} from './files.ts';
import {makeProfile} from './make.ts';

const {at, put, jsonl} = testFolder();

const texts = (...list: readonly string[]) => list.map((text) => ({text}));
const first = jsonl('first.jsonl', texts('one two three', 'one two', 'four'));
const second = jsonl('second.jsonl', texts('five six', 'one'));

describe('a file of a profile', () => {
  it('is told from anything else that a source may be', async () => {
    writeProfile(at('first.profile'), (await makeProfile([first])).profile);
    mkdirSync(at('folder'));
    const kinds = ['first.profile', 'first.jsonl', 'folder', 'nowhere'].map((name) => isProfileFile(at(name)));
    expect(await Promise.all([...kinds, isProfileFile('-'), isProfileFile(put('empty', ''))])).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is read as it was written, and says where it is damaged', async () => {
    const {profile} = await makeProfile([first]);
    const bytes = writeProfile(at('read.profile'), profile);
    const written = readFileSync(at('read.profile'));
    expect(written.length).toBe(bytes);
    expect(encodeProfile(await readProfile(at('read.profile')))).toEqual(encodeProfile(profile));
    for (const [name, content] of [
      ['cut.profile', written.subarray(0, written.length - 1)],
      ['none.profile', Buffer.from('no profile')],
    ] as const) {
      const error = await failureOf(() => readProfile(put(name, content)));
      expect(error).toMatchObject({name: 'DataError', where: at(name)});
      expect(error.message.startsWith(`${at(name)}: `)).toBe(true);
    }
    expect(await failureOf(() => readProfile(at('nowhere')))).toMatchObject({
      name: 'DataError',
      where: at('nowhere'),
      next: 'Check the path.',
    });
  });
});

describe('a profile of sources', () => {
  it('counts documents and words, and what was passed over', async () => {
    const broken = put('broken.jsonl', '{"text":"one"}\n{\n{"text":" "}\n');
    const {profile, ...counts} = await profileOf([first, broken], {read: {maxBad: 1}});
    expect(counts).toMatchObject({records: 4, broken: 1, empty: 1});
    expect([totalOf(profile, 'documents'), totalOf(profile, 'words')]).toEqual([4, 3 + 2 + 1 + 1]);
  });

  it('is the same of data whole, of its profiles, and by any number of threads', async () => {
    const whole = encodeProfile((await profileOf([first, second], {})).profile);
    for (const [name, source] of [
      ['a.profile', first],
      ['b.profile', second],
    ] as const)
      writeProfile(at(name), (await profileOf([source], {})).profile);
    expect(encodeProfile((await profileOf([at('a.profile'), at('b.profile')], {})).profile)).toEqual(whole);
    expect(encodeProfile((await profileOf([first, second], {workers: 2})).profile)).toEqual(whole);
    const many = jsonl(
      'many.jsonl',
      Array.from({length: 300}, (_, i) => ({text: `text ${i}: ${`${i % 7} words of ${i} `.repeat(i)}`})),
    );
    const one = encodeProfile((await makeProfile([many])).profile);
    for (const workers of [2, 4]) expect(encodeProfile((await makeProfile([many], {workers, partBytes: 40_000})).profile)).toEqual(one);
  });

  it('counts fields, and dates by their period', async () => {
    const dated = jsonl('dated.jsonl', [
      {text: 'one two', at: '2024-03-01', by: 'a'},
      {text: 'three four', at: '2024-03-09', by: 'b'},
      {text: 'five six seven', at: 'unknown', by: 'a'},
    ]);
    const {profile} = await makeProfile([dated], {fields: ['at:month', 'by']});
    const words = (field: string) => {
      const sums: Record<string, number> = {};
      for (const {value, words: count} of profile.fields.get(field)!.entries) sums[value] = (sums[value] ?? 0) + count;
      return sums;
    };
    expect(words('at:month')).toEqual({'2024-03': 4, '(no date)': 3});
    expect(words('by')).toEqual({a: 5, b: 2});
    expect(await failureOf(() => makeProfile([dated], {fields: ['at:week']}))).toMatchObject({name: 'ConfigError'});
    expect(await failureOf(() => makeProfile([dated], {fields: ['of']}))).toMatchObject({
      name: 'DataError',
      message: expect.stringContaining('has no field "of"'),
    });
  });

  it('is not made of profiles and data at once, nor of profiles that were cut otherwise', async () => {
    writeProfile(at('tr.profile'), (await makeProfile([second], {language: 'tr'})).profile);
    writeProfile(at('plain.profile'), (await makeProfile([first])).profile);
    expect(await failureOf(() => profileOf([first, at('plain.profile')], {}))).toMatchObject({
      name: 'ConfigError',
      message: `${at('plain.profile')} is a profile and ${first} is data`,
    });
    const error = await failureOf(() => profileOf([at('plain.profile'), at('tr.profile')], {}));
    expect(error).toMatchObject({name: 'DataError', message: expect.stringContaining(`those of ${at('tr.profile')} with --language tr`)});
  });

  it('that nobody waits for any more is not made', async () => {
    expect(await failureOf(() => makeProfile([first], {signal: AbortSignal.abort(new Error('enough'))}))).toMatchObject({
      message: 'enough',
    });
    expect(existsSync(at('undefined'))).toBe(false);
  });
});
