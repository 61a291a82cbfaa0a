import {describe, expect, it} from 'vitest';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {readGates} from './gates-file.ts';

const {at, put} = testFolder();

describe('a file of gates', () => {
  it('is read as it stands', () => {
    const file = put('gates.yaml', 'gates:\n  - {measure: tail.retention, atLeast: 0.5}\n  - {name: mine, measure: unseen, atMost: 0.1}\n');
    expect(readGates(file)).toEqual([
      {measure: 'tail.retention', atLeast: 0.5},
      {name: 'mine', measure: 'unseen', atMost: 0.1},
    ]);
  });

  it.each([
    ['gates: []\n', ':1:8', 'a check without gates would pass anything'],
    ['gate: []\n', '', 'the file has no list of gates'],
    ['', '', 'the file has no list of gates'],
    ['- {measure: unseen, atMost: 1}\n', '', 'the file has no list of gates'],
    ['gates: 3\n', ':1:8', 'gates'],
    ['gates:\n  - {measure: tail.retentoin, atLeast: 0.5}\n', ':2:15', 'did you mean tail.retention?'],
    ['gates:\n  - {measure: unseen, atMots: 0.1}\n', ':2:23', 'unknown key "atMots"'],
    ['gates:\n  - {measure: unseen}\n', ':2:5', 'wants exactly one of atLeast and atMost'],
    ['gates:\n  - {measure: unseen, atMost: .nan}\n', ':2:31', 'atMost'],
    ['gates:\n  - {measure: unseen, atMost: 0.1}\n  - {measure: unseen, atMost: 0.2}\n', ':3:5', 'two gates called'],
    ['gates:\n  - {measure: words, band: "5", atMost: 9}\n', ':2:28', 'got "5", wanted one of the bands of words: 5%, 25%, 50%, 75%, 95%'],
    ['gates:\n  - {measure: entropy, band: x, atMost: 9}\n', ':2:30', 'entropy has no bands, got "x": leave band out'],
    ['gates:\n  - {measure: duplicates.near, band: x, atMost: 1}\n', ':2:38', 'duplicates.near has no bands'],
    ['gates:\n  - {measure: tail.mass, band: x, atMost: 1}\n', ':2:32', 'tail.mass has no bands'],
    ['gates:\n  - {measure: tail.retention, atLeast: 2}\n', ':2:40', 'atLeast'],
  ])('that is %j is refused with its place', async (text, place, said) => {
    const error = await failureOf(() => readGates(put('bad.yaml', text)));
    expect(error.name).toBe('ConfigError');
    const whole = `${error.where}\n${error.message}`;
    expect(whole).toContain(`bad.yaml${place}`);
    expect(whole).toContain(said);
  });

  it('may name a band that a measure has, and any of a measure whose bands are the data’s', () => {
    const bands = [
      ['words', '5%'],
      ['words', '95%'],
      ['tail.retention', '1'],
      ['calibration.halves', '1e-4 to 3e-4'],
    ];
    const lines = bands.map(([measure, band]) => `  - {measure: ${measure}, band: "${band}", atMost: 1}\n`);
    expect(readGates(put('bands.yaml', `gates:\n${lines.join('')}`))).toHaveLength(bands.length);
  });

  it('that is not there is said to be so', async () => {
    expect(await failureOf(() => readGates(at('nowhere.yaml')))).toMatchObject({name: 'ConfigError', next: 'Check --gates.'});
  });
});
