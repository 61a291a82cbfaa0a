import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import {type NgramOptions, ngramModel} from './index.ts';

const trained = (texts: readonly Text[]) => texts.map((data) => ({data, source: 'human'}) as const);
const word = fc.constantFrom(...'aaabbbccdefgh');
const document = fc.array(word, {maxLength: 12}).map((words) => words.join(' '));
const text = fc.array(document, {maxLength: 6});
const options = fc.record({
  order: fc.integer({min: 1, max: 6}),
  unit: fc.constantFrom('word' as const, 'byte' as const, 'character' as const),
});

/** Fits to the first text, the first two, ...: each goes on from the last. */
function fittedInTurn(texts: readonly Text[], own: NgramOptions) {
  const model = ngramModel(own);
  let last = model.fit(trained(texts.slice(0, 1)));
  for (let k = 2; k <= texts.length; k++) last = model.fit(trained(texts.slice(0, k)), undefined, last);
  return last;
}

describe('a fit that goes on from another', () => {
  it('is byte by byte the fit to the whole, and draws and prices as it does', () => {
    fc.assert(
      fc.property(document, fc.array(text, {minLength: 1, maxLength: 4}), options, (first, more, own) => {
        const texts = [textOf([first]), ...more.map((documents) => textOf(documents))];
        const inTurn = fittedInTurn(texts, own);
        const whole = ngramModel(own).fit(trained(texts));
        expect(inTurn.save()).toEqual(whole.save());
        expect(inTurn.notes).toEqual(whole.notes);
        const asked = textOf(['a b c z', 'h g', '', first]);
        expect(inTurn.logProbability(asked)).toEqual(whole.logProbability(asked));
        if (whole.counts.types > 0) expect(inTurn.sample(20, Stream.root(1))).toEqual(whole.sample(20, Stream.root(1)));
      }),
      {numRuns: 300},
    );
  });

  it('does not read again what was counted', () => {
    const old = textOf(['a b c d', 'a b', 'c c c']);
    const added = textOf(['b c x', 'x y']);
    const whole = ngramModel({order: 3, unit: 'word'})
      .fit(trained([old, added]))
      .save();
    const model = ngramModel({order: 3, unit: 'word'});
    const last = model.fit(trained([old]));
    old.bytes.fill(0x7a);
    expect(model.fit(trained([old, added]), undefined, last).save()).toEqual(whole);
    expect(model.fit(trained([old, added])).save()).not.toEqual(whole);
  });

  it.each<[string, (old: Text, other: Text) => Text[]]>([
    ['other texts', (_, other) => [other]],
    ['equal texts that are others', (old, other) => [{...old}, other]],
    ['the same in another order', (old, other) => [other, old]],
    ['fewer', (old) => [old]],
  ])('counts all of %s', (_, choose) => {
    const [old, other] = [textOf(['a b c', 'b']), textOf(['c d', 'a b'])];
    const model = ngramModel({order: 3, unit: 'word'});
    const last = model.fit(trained([old, other]));
    const texts = choose(old, other);
    expect(model.fit(trained(texts), undefined, last).save()).toEqual(ngramModel({order: 3, unit: 'word'}).fit(trained(texts)).save());
  });

  it('takes nothing from a fit of another order or unit, or from one that was loaded', () => {
    const [old, added] = [textOf(['a b c', 'b']), textOf(['c d', 'a b'])];
    const model = ngramModel({order: 3, unit: 'word'});
    const whole = model.fit(trained([old, added])).save();
    const fits = [ngramModel({order: 2, unit: 'word'}), ngramModel({order: 3, unit: 'byte'})].map((one) => one.fit(trained([old])));
    for (const from of [...fits, model.load(model.fit(trained([old])).save())])
      expect(model.fit(trained([old, added]), undefined, from).save()).toEqual(whole);
  });
});
