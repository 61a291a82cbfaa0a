import {describe, expect, it} from 'vitest';
import {foundAt, seeking, shownRecord} from './record-text.ts';

describe('a record as it is shown', () => {
  it('is its text, or its fields without the marks of JSON', () => {
    expect(shownRecord('{"text":"said \\"yes\\"\\nand left","source":"training"}\n')).toEqual({text: 'said "yes"\nand left'});
    expect(shownRecord('{"point":[1.5,-2]}')).toEqual({text: 'point: 1.5, -2'});
    expect(shownRecord('{"x":[1],"y":3,"name":"a"}')).toEqual({text: 'x: 1; y: 3; name: a'});
  });

  it.each(['null', '3', '"text"', '[1]', '{"text":', 'nonsense', ''])('is the line itself where that is no record: %s', (line) => {
    expect(shownRecord(line)).toEqual({text: line, isBroken: true});
  });

  it('turns and moves nothing around it', () => {
    const line = JSON.stringify({text: 'a\u202eb\u2066c\u0000d\r\ne\tf\u001b[2J\ud800'});
    expect(shownRecord(line).text).toBe('a\ufffdb\ufffdc\ufffdd\ne\tf\ufffd[2J\ufffd');
    expect(shownRecord('\u202enonsense').text).toBe('\ufffdnonsense');
  });
});

describe('a search', () => {
  const lines = ['{"text":"said \\"yes\\" twice"}', '{"text":"{braces} text"}', '{"source":"text","text":"plain"}', '{"point":[12,3]}'];
  const found = (words: string) => lines.flatMap((line, i) => (seeking(words)(line) ? [i] : []));

  it('goes through what is shown, never the JSON around it', () => {
    expect(found('said "yes"')).toEqual([0]);
    expect(found('text')).toEqual([1]);
    expect(found('{')).toEqual([1]);
    expect(found('"')).toEqual([0]);
    expect(found('source')).toEqual([]);
    expect(found('12, 3')).toEqual([3]);
    expect(found('')).toEqual([0, 1, 2, 3]);
  });

  it('takes letters whatever their case, each at its place', () => {
    expect(found('YES')).toEqual([0]);
    const text = '\u0130\u0130 Straße YES';
    expect(text.slice(foundAt('yes', text)!)).toBe('YES');
    expect(foundAt('STRASSE', text)).toBeUndefined();
    expect(foundAt('STRAßE', text)).toBe(3);
    expect(foundAt('ÄRGER', 'großer Ärger')).toBe(7);
    expect(foundAt('', text)).toBeUndefined();
  });
});
