import {describe, expect, it} from 'vitest';
import {markdownText, visible} from './plain.ts';
import {plainJson, plainLine, plainText} from './terminal.ts';

const HOSTILE = [
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u009b31m',
  '\r\u202egnirts\u202c',
  '\u0000\u0008\u007f',
  '\u2066\u061c\ufeff',
  '\ud800',
];
const DANGEROUS = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

describe('text from outside', () => {
  it('moves no cursor and turns no text, on one line or on several', () => {
    for (const text of HOSTILE) {
      expect(visible(`a${text}b`)).not.toMatch(DANGEROUS);
      expect(plainLine(text)).not.toMatch(DANGEROUS);
      for (const line of plainText(`first\n${text}\nlast`).split('\n')) expect(line).not.toMatch(DANGEROUS);
      expect(markdownText(text)).not.toMatch(DANGEROUS);
    }
    expect(visible('m\n::error::x\u2028y')).toBe('m ::error::x y');
    expect(plainText('a\r\nb\n  c\td')).toBe('a\nb\n  c d');
  });

  it('is no command of a CI log', () => {
    expect(plainLine('m\n::error::injected')).toBe('m : :error: :injected');
    expect(plainText('x\n::error::injected\n  ::set-output name=a::b')).toBe('x\n: :error::injected\n  : :set-output name=a::b');
    expect(plainText('std::vector of [::1]')).toBe('std::vector of [::1]');
    for (const command of ['##[group]x', '##vso[task.setvariable variable=a]b', "##teamcity[message text='x']"])
      for (const plain of [plainLine, plainText]) expect(plain(`some ${command}`)).not.toMatch(/##\w*\[/);
    expect(plainText('## a heading [1]')).toBe('## a heading [1]');
  });

  it('means the same in JSON, which shows none of it', () => {
    const value = {text: HOSTILE.join(' ## ##[x] \u2028'), '##vso[key]': ['plain', 1]};
    const json = plainJson(JSON.stringify(value));
    expect(json).not.toMatch(DANGEROUS);
    expect(json).not.toMatch(/##\w*\[/);
    expect(JSON.parse(json)).toEqual(value);
    expect(plainJson('{"a":"plain ## text"}')).toBe('{"a":"plain ## text"}');
  });

  it('has no :: left over, however many stand in a row', () => {
    for (let n = 2; n < 9; n++) expect(plainLine(`x${':'.repeat(n)}error`)).not.toContain('::');
  });

  it('has no link in Markdown', () => {
    const shown = markdownText('see https://a.example/x, HTTP://b.example and WWW.c.example');
    expect(shown).not.toMatch(/https?:\/\/|www\./i);
    expect(shown).toBe('see https&#58;//a.example/x, HTTP&#58;//b.example and WWW&#46;c.example');
  });

  it('has no marks in Markdown', () => {
    expect(markdownText('# <script>x</script>\n*b* [l](u) @team')).toBe(
      '\\# &lt;script&gt;x&lt;/script&gt; \\*b\\* \\[l\\](u) @\u200bteam',
    );
  });
});
