import {describe, expect, it} from 'vitest';
import {ConfigError} from '../core/error.ts';
import {annotatorName, MOST_OF_NAME} from './annotator-name.ts';

describe('the name of somebody who judges', () => {
  it('has no blanks around it, and is the same however it was typed', () => {
    expect(annotatorName('  Ada Lovelace\n')).toBe('Ada Lovelace');
    expect(annotatorName('Zoe\u0308')).toBe('Zo\u00eb');
    expect(annotatorName('\u674e\u56db \ud83d\ude00')).toBe('\u674e\u56db \ud83d\ude00');
    expect(annotatorName('A\u00addam \u1112\u1161\u11ab')).toBe('Adam \ud55c');
    expect(annotatorName('x'.repeat(MOST_OF_NAME))).toHaveLength(MOST_OF_NAME);
    expect(annotatorName('\ud83d\ude00'.repeat(MOST_OF_NAME))).toHaveLength(2 * MOST_OF_NAME);
  });

  it.each([
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['\u00ad', 'empty'],
    ['x'.repeat(MOST_OF_NAME + 1), 'has 101 characters, and at most 100'],
    ['a\nb', 'cannot be seen'],
    ['a\u001b[31mb', 'cannot be seen'],
    ['a\u2028b', 'cannot be seen'],
    ['a\u202eb', 'cannot be seen'],
    ['a\ud800', 'cannot be seen'],
  ])('is none of %j', (given, problem) => {
    expect(() => annotatorName(given)).toThrow(problem);
    try {
      annotatorName(given, {where: '--annotator'});
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({where: '--annotator', next: expect.stringContaining('1 to 100 characters')});
      for (const hidden of ['\u001b', '\n', '\u202e', '\u2028']) expect((error as Error).message).not.toContain(hidden);
    }
  });
});
