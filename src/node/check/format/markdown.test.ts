import {describe, expect, it} from 'vitest';
import {failing, hostile, otherDomain, passing, reports} from './demo.test-input.ts';
import {code, formatMarkdown, prose} from './markdown.ts';

/** The cells of a row as GitHub splits it: at pipes that no backslash stands before. */
const cells = (row: string): string[] => row.split(/(?<!\\)\|/).slice(1, -1);

describe('markdown', () => {
  it('has a heading with the verdict, a sentence and a table with every gate', () => {
    const text = formatMarkdown(failing);
    expect(text).toMatch(/^## \u274c genloss check: fail\n\ntail\.retention and tail\.retention\\\[1\\\] lie below/);
    expect(text).toContain('4 of 7 gates hold, 2 fail, 1 is inconclusive.');
    for (const {name} of failing.checks) expect(text).toMatch(new RegExp(`\\| \`${name.replace(/[.[\]]/g, '\\$&')}\` \\|`));
    expect(text).toContain('- `head.inflation`: The interval holds the bound 1.05');
    expect(text).toContain('<details><summary>calibration.halves by band</summary>\n\n| band');
    expect(text).toContain('<details><summary>Words lost: whereupon,');
    expect(formatMarkdown(passing)).toMatch(/^## \u2705 genloss check: pass/);
    expect(formatMarkdown(otherDomain)).toContain('defendant, plaintiff');
  });

  it('keeps its tables whole and closes what it opens, whatever names and words hold', () => {
    for (const [name, report] of reports) {
      const text = formatMarkdown(report);
      let columns = 0;
      for (const line of text.split('\n')) {
        if (!line.startsWith('|')) columns = 0;
        else if (columns === 0) columns = cells(line).length;
        else expect(cells(line).length, `${name}: ${line}`).toBe(columns);
      }
      expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
    }
  });

  it('lets no HTML, mention, heading or link through', () => {
    const outsideCode = formatMarkdown(hostile).replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, (span) => (span.includes('\n') ? span : ''));
    expect(outsideCode).not.toMatch(/<script|@all|^# /m);
    expect(prose('[a](http://b) <img src=x> *b* # @me `c` | ~d~ &lt;')).toBe(
      '\\[a\\](http&#58;//b) &lt;img src=x&gt; \\*b\\* \\# @\u200bme \\`c\\` \\| \\~d\\~ &amp;lt;',
    );
  });

  it('fences a name that holds backticks', () => {
    expect(code('plain|pipe')).toBe('`plain|pipe`');
    expect(code('a`b``c')).toBe('```a`b``c```');
    expect(code('`')).toBe('`` ` ``');
    expect(code(' ')).toBe('` `');
  });

  it('stays below the length of a comment however many words there are', () => {
    const many = Array.from({length: 10_000}, (_, i) => ({word: `word${i}`, reference: 1, candidate: 0}));
    const text = formatMarkdown({...failing, lost: many, gained: many, warnings: many.map(({word}) => word)});
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain('and 9980 more');
  });
});
