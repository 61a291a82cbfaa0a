import fc from 'fast-check';
import {expect, it} from 'vitest';
import {textOf} from '../../core/text/documents.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {NgramTokenizer, tokenizeTraining, tokenLimit} from './tokens.ts';

const naive = (document: string) => document.split(/\p{White_Space}+/u).filter((word) => word !== '');

/** Words of every length around the eight bytes that are read at once, NUL and control bytes and other scripts among them. */
const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  'abc',
  'abcd',
  'abcde',
  'abcdefg',
  'abcdefgh',
  'abcdefghi',
  'a\0',
  '\0',
  '\u0001',
  'é',
  '語',
  '\u007f',
);
const gap = fc.constantFrom('', ' ', ' ', ' ', '  ', '\n', '\t', '\u00a0', '\u3000', '\u0085');
const documents = fc.array(
  fc.array(fc.tuple(piece, gap), {maxLength: 40}).map((pairs) => pairs.flat().join('')),
  {maxLength: 4},
);

it('gives the words that the regular expression gives, and numbers them in order of first appearance', () => {
  fc.assert(
    fc.property(documents, (lines) => {
      const vocabulary = new Vocabulary();
      const {tokens, starts, types} = tokenizeTraining([textOf(lines)], 'word', vocabulary);
      const known = [...new Set(lines.flatMap(naive))];
      expect(Array.from({length: types}, (_, id) => vocabulary.text(id))).toEqual(known);
      lines.forEach((line, d) => {
        const inside = Array.from(tokens.subarray(starts[d] + 1, starts[d + 1] - 1), (id) => known[id]);
        expect(inside).toEqual(naive(line));
        expect([tokens[starts[d]], tokens[starts[d + 1] - 1]]).toEqual([types + 2, types]);
      });
    }),
    {numRuns: 300},
  );
});

it('numbers other text by the same vocabulary, unknown words as V + 1', () => {
  fc.assert(
    fc.property(documents, documents, (lines, others) => {
      const vocabulary = new Vocabulary();
      const {types} = tokenizeTraining([textOf(lines)], 'word', vocabulary);
      const known = [...new Set(lines.flatMap(naive))];
      const tokenizer = new NgramTokenizer('word', vocabulary);
      const data = textOf(others);
      others.forEach((line, d) => {
        const into = new Int32Array(tokenLimit(data.offsets[d + 1] - data.offsets[d], 'word'));
        const length = tokenizer.document(data, d, into);
        const wanted = naive(line).map((word) => (known.includes(word) ? known.indexOf(word) : types + 1));
        expect(Array.from(into.subarray(0, length))).toEqual(wanted);
      });
      expect(vocabulary.size).toBe(types);
    }),
    {numRuns: 300},
  );
});
