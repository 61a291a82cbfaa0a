import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {openExperiment} from './experiment.ts';
import {LONGEST_TEXT, refuseUnbounded} from './limits.ts';

function refused(text: string): ConfigError {
  try {
    openExperiment(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  throw new Error('it was taken');
}

describe('a text that a page is given', () => {
  it('is refused before it is parsed where it is long, deep or full of aliases, with its place', () => {
    expect(refused('a: 1\n'.repeat(LONGEST_TEXT / 4)).message).toContain('longer than 256 KiB');
    expect(refused(`a: 1\nb: ${'['.repeat(100_000)}`).problems).toEqual([
      {line: 2, column: 68, path: [], message: 'the text is nested more than 64 deep'},
    ]);
    expect(refused(`${'- '.repeat(50_000)}a`).message).toContain('deep');
    expect(
      refused(
        Array.from({length: 2000}, (_, i) => `${' '.repeat(i)}a:`)
          .join('\n')
          .slice(0, LONGEST_TEXT),
      ).message,
    ).toContain('deep');
    const bomb = ['a: &a [x, x]', ...Array.from({length: 20}, (_, i) => `b${i}: &b${i} [${'*a, '.repeat(9)}*a]`)].join('\n');
    expect(refused(bomb).message).toContain('aliases');
  });

  it('may be as deep as any experiment is', () => {
    expect(() => refuseUnbounded('arms: {a: {quality: {rules: [{filter: {measure: likelihood, band: [0.2, 0.8]}}]}}}')).not.toThrow();
    expect(() => refuseUnbounded('a: 2 * b # * all *\nc: "*"')).not.toThrow();
  });
});
