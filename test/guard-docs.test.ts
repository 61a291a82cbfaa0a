/** The numbers in the guard's pages are those of the code. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {NOVEL_RATIO} from '../src/guard/check/direct-measures.ts';
import {DOMAIN_BOUND} from '../src/guard/check/domain.ts';
import {DEFAULT_GATES} from '../src/guard/check/gates.ts';
import {CHECK_MEASURES} from '../src/guard/check/measures.ts';
import {SIZES} from '../src/guard/profile/profile.ts';
import {MOST_SENTENCES} from '../src/guard/share/draw-reference.ts';
import * as limits from '../src/guard/share/limits.ts';
import {PIECE, WHOLE_UP_TO} from '../src/guard/share/sentences.ts';
import {root} from './command.ts';

const page = (name: string): string => readFileSync(join(root, 'docs', name), 'utf8').replace(/\s+/g, ' ');
const rowsOf = (name: string): string[][] =>
  readFileSync(join(root, 'docs', name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const short = (x: number): string => `${x}`.replace(/^0\./, '.');
const factor = (x: number): string => (x === 1 ? '*e*' : `${x < 1 ? x.toFixed(2).slice(1) : x} *e*`);

describe('docs/check.md', () => {
  it('lists the default gates as they are', () => {
    const rows = rowsOf('check.md').filter(([, bound]) => bound?.includes('*e*'));
    expect(rows).toEqual(
      DEFAULT_GATES.map(({measure, side, factor: times, slack}) => [
        `\`${measure}\``,
        `${side === 'atLeast' ? 'at least' : 'at most'} ${factor(times)}${slack > 0 ? ` + ${short(slack)}` : ''}`,
      ]),
    );
  });

  it('names the bound of the domain and what novelty is', () => {
    expect(page('check.md')).toContain(`interval lies above ${short(DOMAIN_BOUND)}:`);
    expect(page('check.md')).toContain(`more than ${NOVEL_RATIO} times as often as the reference`);
  });

  it.each(CHECK_MEASURES.filter((measure) => !/^distinct\.[2-4]$/.test(measure)))('speaks of %s', (measure) => {
    expect(page('check.md')).toContain(`\`${measure}\``);
  });
});

describe('docs/profile-format.md', () => {
  it('lists how much of each kind is kept', () => {
    const rows = rowsOf('profile-format.md').map(([name, ...cells]) => [name, ...cells.map((cell) => Number(cell.replaceAll(',', '')))]);
    const kept = (name: string): (string | number)[] => rows.find(([own]) => own === name)!;
    const of = (pick: (size: (typeof SIZES)['small']) => number) => [SIZES.small, SIZES.medium, SIZES.large].map(pick);
    expect(kept('words').slice(1)).toEqual(of(({types}) => types[0]));
    for (let kind = 1; kind < 7; kind++)
      expect(kept('n-grams of each order 2 to 5, sentences, paragraphs').slice(1)).toEqual(of(({types}) => types[kind]));
    expect(kept('documents by hash').slice(1)).toEqual(of(({documents}) => documents));
    expect(kept('documents for near duplicates').slice(1)).toEqual(of(({near}) => near));
    expect(kept('documents for compression').slice(1)).toEqual(of(({compressed}) => compressed));
    expect(kept('values of each provenance field').slice(1)).toEqual(of(({values}) => values));
  });
});

describe('docs/share.md', () => {
  it.each([
    `fewer than ${limits.LEAST_REFERENCE_DOCUMENTS} documents or ${limits.LEAST_REFERENCE_SENTENCES} sentences`,
    `off by more than ${limits.TOO_ALIKE} on average`,
    `an AUC above ${limits.FOREIGN_AUC}`,
    `wider than ${limits.TOO_WIDE}`,
    `more than ${limits.MOST_LENGTH_RATIO} times as long or as short`,
    `about ${MOST_SENTENCES.toLocaleString('en')} sentences are learned from`,
    `more than ${WHOLE_UP_TO} sentences are cut into pieces of at most ${PIECE}`,
  ])('says "%s"', (words) => {
    expect(page('share.md')).toContain(words);
  });
});
