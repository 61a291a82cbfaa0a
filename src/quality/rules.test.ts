import {describe, expect, it} from 'vitest';
import type {Data, Text} from '../core/data.ts';
import {ConfigError, DataError} from '../core/error.ts';
import {Stream} from '../core/random/stream.ts';
import {quantile} from '../core/stats/quantile.ts';
import {textOf} from '../core/text/documents.ts';
import {applyRules} from './chain.ts';
import type {CommandAnswer} from './command-rule.ts';
import {measureDocuments} from './document-measures.ts';
import {makeRules, type RuleContext, RuleReferences} from './rules.ts';
import {type CommandOptions, type RecipeStep, stepOf, stepSchema} from './steps.ts';
import {verifiedRows} from './verify.ts';

const documentsOf = ({bytes, offsets, count}: Text) =>
  Array.from({length: count}, (_, i) => new TextDecoder().decode(bytes.subarray(offsets[i], offsets[i + 1])));

/** Sentences of a small language; `words` are drawn with the chances of a Zipf law. */
function written(count: number, words: readonly string[], label: string): Text {
  const stream = Stream.root(label);
  const word = () => words[Math.floor(words.length ** stream.float()) - 1];
  return textOf(Array.from({length: count}, () => Array.from({length: 20 + stream.below(60)}, word).join(' ')));
}
const vocabulary = (from: number) => Array.from({length: 300}, (_, i) => `w${from + i}`);
const human = written(120, vocabulary(0), 'human');
const synthetic = written(80, vocabulary(150), 'synthetic');
const rules = (steps: readonly RecipeStep[], context: Partial<RuleContext> = {}) =>
  makeRules(steps, new RuleReferences({stream: Stream.root(1), ...context}));
const filter = (options: object): RecipeStep => stepSchema.parse({filter: options});

describe('document measures', () => {
  it('count words as the guard does, and 4-grams said before; short documents repeat nothing', () => {
    const text = textOf(["Don't stop: 3 caf\u00e9s!", 'a b c d a b c d a b c d', 'too short here', '']);
    expect([...measureDocuments('words', text)]).toEqual([4, 12, 3, 0]);
    expect([...measureDocuments('bytes', text)]).toEqual([21, 23, 14, 0]);
    const [first, repeats, ...short] = measureDocuments('repetition', text);
    expect([first, ...short]).toEqual([0, 0, 0]);
    expect(repeats).toBeCloseTo(1 - 4 / 9, 12);
  });

  it('are of each document alone', () => {
    const one = textOf(documentsOf(human).slice(7, 8));
    for (const name of ['words', 'repetition'] as const) expect(measureDocuments(name, human)[7]).toBe(measureDocuments(name, one)[0]);
  });
});

describe('rules', () => {
  it('run in order, each on what those before it kept, and say why', () => {
    const text = textOf(['a b', 'one two three', 'a b', 'one two three four five', 'one two three']);
    const seen: string[][] = [];
    const runCommand = ({run}: CommandOptions, data: Data): CommandAnswer[] => {
      const records = data as Text;
      expect(run).toEqual(['mine', '--fast']);
      seen.push(documentsOf(records));
      return documentsOf(records).map((document) => ({keep: !document.includes('four'), weight: document.length === 3 ? 0.25 : undefined}));
    };
    const steps: RecipeStep[] = [{dedupe: {kind: 'exact'}}, filter({measure: 'words', atLeast: 2}), {command: {run: ['mine', '--fast']}}];
    const {kept, droppedBy, reasons, weights} = applyRules(rules(steps, {runCommand}), text, Stream.root(1));
    expect([...kept]).toEqual([0, 1]);
    expect([...droppedBy]).toEqual([-1, -1, 0, 2, 0]);
    expect(Object.fromEntries(reasons)).toEqual({
      2: 'repeats record 1 of those that came here',
      3: 'mine said no',
      4: 'repeats record 2 of those that came here',
    });
    expect([...weights]).toEqual([0.25, 1, 1, 1, 1]);
    expect(seen).toEqual([['a b', 'one two three', 'one two three four five']]);
  });

  it('that tell duplicates remember earlier batches, and new ones begin anew', () => {
    const [rule] = rules([{dedupe: {kind: 'exact'}}]);
    expect([...rule.judge(textOf(['a', 'b'])).kept]).toEqual([1, 1]);
    const second = rule.judge(textOf(['c', 'b']));
    expect([...second.kept]).toEqual([1, 0]);
    expect([...second.repeats!]).toEqual([-1, 1]);
    expect([...rules([{dedupe: {kind: 'exact'}}])[0].judge(textOf(['b'])).kept]).toEqual([1]);
  });

  it('hold bounds and bands at once, and name the bound that decided', () => {
    const [rule] = rules([filter({measure: 'words', atLeast: 30, band: [0.1, 0.5]})], {human});
    const words = measureDocuments('words', human);
    const high = quantile(words, 0.5);
    const {kept, reason} = rule.judge(human);
    kept.forEach((stays, i) => {
      expect(stays === 1).toBe(words[i] >= Math.max(30, quantile(words, 0.1)) && words[i] <= high);
    });
    const long = words.indexOf(Math.max(...words));
    expect(reason(long)).toBe(`words ${words[long]}, at most ${Number(high.toPrecision(3))}`);
  });

  it('keep human text that no model saw at the rate of the band, and drop what is too unlikely or too likely', () => {
    const [rule] = rules([stepOf('likelihood-band')], {human});
    const more = written(400, vocabulary(0), 'more');
    const kept = rule.judge(more).kept.reduce((sum, x) => sum + x, 0) / 400;
    expect(kept).toBeGreaterThan(0.92);
    const stream = Stream.root('uniform');
    const unlikely = textOf(Array.from({length: 50}, () => Array.from({length: 60}, () => `w${150 + stream.below(150)}`).join(' ')));
    expect(rule.judge(unlikely).kept.reduce((sum, x) => sum + x, 0)).toBeLessThan(15);
    const gibberish = textOf(['zqxjkv '.repeat(50).trim(), Array.from({length: 40}, (_, i) => `q${i}zz${i * 7}xv`).join(' ')]);
    expect([...rule.judge(gibberish).kept]).toEqual([0, 0]);
    expect(rule.judge(gibberish).reason(0)).toContain('at most');
    const likely = textOf(['w0 '.repeat(50)]);
    expect(rule.judge(likely).kept[0]).toBe(0);
    expect(rule.judge(likely).reason(0)).toContain('at least');
  });

  it('tell synthetic text by both references, and weigh by (1 - p)^b', () => {
    const context = {human, synthetic};
    const [drops, weighs, squares] = rules(
      [stepOf('synthetic'), {weight: {measure: 'synthetic', power: 1}}, {weight: {measure: 'synthetic', power: 2}}],
      context,
    );
    const people = written(100, vocabulary(0), 'unseen people');
    const machine = written(100, vocabulary(150), 'unseen machine');
    expect(drops.judge(people).kept.reduce((sum, x) => sum + x, 0)).toBeGreaterThan(90);
    expect(drops.judge(machine).kept.reduce((sum, x) => sum + x, 0)).toBeLessThan(10);
    const once = weighs.judge(machine).weights!;
    squares.judge(machine).weights!.forEach((weight, i) => {
      expect(weight).toBeCloseTo(once[i] ** 2, 12);
    });
  });

  it('whose reference is missing or too small say what to give, before any record is looked at', () => {
    const error = (step: RecipeStep, context: Partial<RuleContext> = {}) => {
      try {
        rules([step], context);
      } catch (e) {
        return e as ConfigError;
      }
      throw new Error('no error');
    };
    for (const step of [filter({measure: 'words', band: [0, 0.9]}), filter({measure: 'likelihood', atMost: 3})]) {
      expect(error(step)).toBeInstanceOf(ConfigError);
      expect(error(step).next).toContain('text by people');
    }
    expect(error(stepOf('synthetic'), {human})).toBeInstanceOf(ConfigError);
    expect(error({weight: {measure: 'synthetic', power: 1}}, {synthetic}).next).toContain('text by the models');
    expect(error({command: {run: ['x']}}).message).toContain('programs cannot be started here');
    expect(error(stepOf('likelihood-band'), {human: textOf(['a', 'b', 'b'])})).toBeInstanceOf(DataError);
    expect(error(stepOf('likelihood-band'), {human: textOf(['a', 'b', 'b'])}).message).toContain('at least 10 different documents, got 2');
  });
});

describe('verification of labels', () => {
  it('keeps right and wrong ones with their chances', () => {
    const n = 40_000;
    const right = Uint8Array.from({length: n}, (_, i) => (i % 4 === 0 ? 0 : 1));
    const kept = verifiedRows(Stream.root('verify'), right, {right: 0.9, wrong: 0.2});
    const wrong = kept.filter((i) => right[i] === 0).length;
    const good = kept.length - wrong;
    expect(Math.abs(good - 0.9 * 0.75 * n)).toBeLessThan(4 * Math.sqrt(0.75 * n * 0.9 * 0.1));
    expect(Math.abs(wrong - 0.2 * 0.25 * n)).toBeLessThan(4 * Math.sqrt(0.25 * n * 0.2 * 0.8));
  });
});
