/** The tables against what the engine knows, where it knows the same version of Unicode. */
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {DIGIT, FIRST_SCRIPT, NEWLINE, SCRIPTS, SPACE} from './classes.ts';
import {toNfc} from './normal.ts';
import {classOf, isCased, isCaseIgnorable, lowerOf, UNICODE_VERSION} from './properties.ts';

/** The engine's: of another version it knows other code points. */
const assigned = /\p{Assigned}/u;
const codePoints = Array.from({length: 0x110000}, (_, at) => at).filter((at) => at < 0xd800 || at > 0xdfff);
const known = codePoints.filter((at) => assigned.test(String.fromCodePoint(at)));
const letters = known.map((at) => String.fromCodePoint(at)).filter((character) => /\p{L}/u.test(character));
const nfc = (text: string): string => String.fromCodePoint(...toNfc([...text].map((character) => character.codePointAt(0)!)));

/** Code points for which the two do not say the same. */
const differing = (ours: (at: number) => unknown, theirs: (character: string) => unknown): string[] =>
  known.filter((at) => ours(at) !== theirs(String.fromCodePoint(at))).map((at) => at.toString(16));

describe(`Unicode ${UNICODE_VERSION}`, () => {
  it('is a version that the engine knows, so that these tests can fail', () => {
    expect(known.length).toBeGreaterThan(290_000);
  });

  it('says as the engine what belongs to words, and what is white space', () => {
    expect(
      differing(
        (at) => classOf(at) >= DIGIT,
        (character) => /[\p{L}\p{M}\p{Nd}'\u2019]/u.test(character),
      ),
    ).toEqual([]);
    expect(
      differing(
        (at) => classOf(at) >= FIRST_SCRIPT,
        (character) => /\p{L}/u.test(character),
      ),
    ).toEqual([]);
    expect(
      differing(
        (at) => classOf(at) === SPACE || classOf(at) === NEWLINE,
        (character) => /\p{White_Space}/u.test(character),
      ),
    ).toEqual([]);
  });

  it.each(SCRIPTS.slice(0, -1))('says as the engine which letters are %s; one of several scripts is of one without spaces', (script) => {
    const own = new RegExp(`\\p{Script=${script}}`, 'u');
    const shared = new RegExp(`\\p{Script_Extensions=${script}}`, 'u');
    const said = known.filter((at) => classOf(at) === FIRST_SCRIPT + SCRIPTS.indexOf(script)).map((at) => String.fromCodePoint(at));
    expect(said.filter((character) => !shared.test(character))).toEqual([]);
    expect(said.filter((character) => own.test(character))).toEqual(letters.filter((character) => own.test(character)));
  });

  it('says as the engine what is lower case, cased, ignored by case', () => {
    const lower = (at: number) => (at === 0x130 ? 'i\u0307' : String.fromCodePoint(lowerOf(at)));
    expect(differing(lower, (character) => character.toLowerCase())).toEqual([]);
    expect(differing(isCased, (character) => /\p{Cased}/u.test(character))).toEqual([]);
    expect(differing(isCaseIgnorable, (character) => /\p{Case_Ignorable}/u.test(character))).toEqual([]);
  });

  it('normalizes as the engine: every code point, decomposed, and with marks behind it', () => {
    for (const at of known) {
      const one = String.fromCodePoint(at);
      for (const text of [one, one.normalize('NFD'), `a${one}`, `${one}\u0301`, `${one}\u0338\u0301`, `${one}\u0301\u0323`])
        if (nfc(text) !== text.normalize('NFC')) expect([at.toString(16), nfc(text)]).toEqual([at.toString(16), text.normalize('NFC')]);
    }
  });

  it('normalizes as the engine: many marks in a row', () => {
    const marks = `a${'\u0301\u0323\u0338'.repeat(30_000)}b`;
    const made = toNfc([...marks].map((character) => character.codePointAt(0)!));
    expect(made.length).toBe([...marks.normalize('NFC')].length);
    expect(made.map((one) => String.fromCodePoint(one)).join('')).toBe(marks.normalize('NFC'));
  });

  it('normalizes as the engine: any text', () => {
    const restless = known.filter((at) => (at >= 0x1100 && at < 0x1200 ? true : /\p{M}|[=<>\u00a8]/u.test(String.fromCodePoint(at))));
    const of = (from: readonly number[]) => fc.nat(from.length - 1).map((i) => String.fromCodePoint(from[i]));
    const character = fc.oneof(of(restless), of(known));
    fc.assert(
      fc.property(fc.array(character, {maxLength: 20}), (characters) => {
        const text = characters.join('');
        expect(nfc(text)).toBe(text.normalize('NFC'));
      }),
      {numRuns: 3000},
    );
  });

  it('leaves alone what stands for no code point', () => {
    expect(toNfc([0x65, -0x81, 0x301, -1])).toEqual([0x65, -0x81, 0x301, -1]);
  });
});
