/** The golden files, made anew and compared; `npm run golden` writes them. */
import {describe, expect, it} from 'vitest';
import {differenceOf, differences, leftOver} from '../scripts/golden/compare.ts';
import {goldenFiles} from '../scripts/golden/files.ts';

describe('golden files', () => {
  it('are what the code makes', async () => {
    const made = await goldenFiles();
    const told = differences(made).map(({file, what}) => `${file} ${what}`);
    if (told.length > 0) throw new Error(`make them again with \`npm run golden\`, and read the diff:\n\n${told.join('\n\n')}\n`);
    const [first, ...others] = made.keys();
    expect(leftOver(new Map(others.map((name) => [name, '']))), 'a file that nothing makes is found').toEqual([first]);
    expect(differences(new Map([...made, ['test/golden/new.txt', '']]))).toEqual([{file: 'test/golden/new.txt', what: 'is missing'}]);
  });
});

describe('a comparison', () => {
  const bytes = 'test/golden/results/gaussian/results.jsonl';
  const neural = 'test/golden/results/vae/results.jsonl';
  const row = (value: number, more: object = {}) =>
    `{"arm":"replace","seed":0,"value":1}\n${JSON.stringify({arm: 'replace', seed: 1, ...more, value})}\n`;

  it('shows the lines that differ, from a little before', () => {
    expect(differenceOf(bytes, row(0.5), row(0.5))).toBeUndefined();
    expect(differenceOf(bytes, row(0.5), row(0.5000001))).toBe(
      'differs from line 2:\n  - {"arm":"replace","seed":1,"value":0.5}\n  + {"arm":"replace","seed":1,"value":0.5000001}',
    );
    expect(differenceOf(bytes, 'a\nb\n', 'a\n')).toBe('differs from line 2:\n  - b\n  + \n  - ');
    const long = 'x'.repeat(1000);
    expect(differenceOf(bytes, `${long}a${long}`, `${long}b${long}`)).toMatch(
      /^differs from line 1:\n {2}- …x{60}ax{159}…\n {2}\+ …x{60}bx{159}…$/,
    );
  });

  it('bears what another processor rounds, of neural families alone, and no other shape', () => {
    expect(differenceOf(neural, row(0.5), row(0.50004))).toBeUndefined();
    expect(differenceOf(neural, row(0.5), row(0.5002))).toMatch('line 2');
    expect(differenceOf(neural, `${row(0.5)}${row(0.5)}`, `${row(0.50004)}${row(0.6)}`)).toMatch(
      /^differs from line 4:\n.*0\.5}\n.*0\.6}$/,
    );
    expect(differenceOf(neural, row(5), row(6))).toMatch('line 2');
    expect(differenceOf(neural, row(0.5), row(0.5, {band: '1'}))).toMatch('line 2');
    expect(differenceOf(neural, row(0.5), `${row(0.5)}${row(0.5)}`)).toMatch('line 3');
    expect(differenceOf(neural, row(0.5), row(0.5).replace('"arm":"replace"', '"arm":"other"'))).toMatch('line 1');
    expect(differenceOf(neural, row(0.5), row(0.5).replace('0.5', '"0.5"'))).toMatch('line 2');
  });
});
