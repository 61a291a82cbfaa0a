import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {speeches} from '../../../test/documents.ts';
import {makeProfile} from '../../node/profile/make.ts';
import {check} from '../check/check.ts';
import {encodeProfile} from './encode.ts';
import {profileTexts} from './texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-texts-'));
afterAll(() => rmSync(folder, {recursive: true}));
const documents = await speeches({from: 2005});

const wellFormed = (text: string) => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

describe('profileTexts', () => {
  it.each(['small', 'medium'] as const)('makes the bytes that a file of the same records gives, %s', async (size) => {
    const odd = ['', ' \n\t', 'Ein Satz. 日本語の文です。', '\ufeffmarked', '\u00a0', ...documents, 'bro\ud800ken', documents[0]];
    const file = join(folder, 'texts.jsonl');
    writeFileSync(file, odd.map((text) => JSON.stringify({text: wellFormed(text)})).join('\n'));
    const {profile} = await makeProfile([file], {size});
    expect(Buffer.compare(encodeProfile(profileTexts(odd, {size})), encodeProfile(profile))).toBe(0);
  });

  it('takes any iterable, and what it gives can be checked', () => {
    const reference = profileTexts(new Set(documents));
    const generated = (function* () {
      for (const text of documents) yield text;
    })();
    const candidate = profileTexts(generated);
    expect(Buffer.compare(encodeProfile(candidate), encodeProfile(reference))).toBe(0);
    const report = check({reference, candidate, names: {reference: 'people', candidate: 'the same'}});
    expect(report.candidate).toMatchObject({name: 'the same', documents: documents.length});
  });

  it('folds the case of the language that is named', () => {
    const of = (language?: 'tr') => encodeProfile(profileTexts(['IŞIK ve ışık bir sözcüktür'], {language}));
    expect(Buffer.compare(of('tr'), of())).not.toBe(0);
  });

  it('refuses what is no list of strings', () => {
    expect(() => profileTexts('one text')).toThrow(/got one string/);
    expect(() => profileTexts(['a', 3 as unknown as string])).toThrow('text 2 is no string, got number');
    expect(() => profileTexts([null as unknown as string])).toThrow('got null');
  });
});
