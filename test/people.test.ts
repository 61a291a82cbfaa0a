/** People as annotators, from the command line: a run that asks, waits and goes on, whatever the order and the interruptions; what is told of them. */
import {appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {record} from '../scripts/people.ts';
import {Stream} from '../src/core/random/stream.ts';
import {readPreferences} from '../src/node/preference/files.ts';
import {genloss, root, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const WORDS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord'];

interface AskLine {
  readonly ask: string;
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly first: string;
  readonly second: string;
}

/** An experiment on lines of few words; `feedback` and fields of the annotator besides. */
function experiment(name: string, {feedback = '', person = '', seeds = 1, generations = 3} = {}): string {
  const stream = Stream.root('lines');
  const lines = Array.from({length: 400}, () => Array.from({length: 4 + stream.below(5)}, () => WORDS[stream.below(6)]).join(' '));
  writeFileSync(join(folder, 'lines.txt'), `${lines.join('\n')}\n`);
  const path = join(folder, `${name}.yaml`);
  const judged = `{kind: reweight, comparisons: 24${feedback}, annotator: {kind: person${person}}}`;
  writeFileSync(
    path,
    `title: ${name}\ndata: {files: [lines.txt], unit: line, holdout: 0.1}\nmodel: {kind: ngram, order: 2, unit: word}\nsample: {size: 600}\n` +
      `generations: ${generations}\nseeds: ${seeds}\narms:\n  plain: {workflow: replace}\n  judged: {workflow: replace, feedback: ${judged}}\nmeasures: [support, entropy]\n`,
  );
  return path;
}
const asksOf = (run: string): AskLine[] =>
  readFileSync(join(run, 'asks.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const likes = (text: string) => text.split(' ').filter((word) => word === 'ember').length;
const judgement = ({ask, first, second}: AskLine, annotator = 'ada', more = {}) =>
  `${JSON.stringify({ask, choice: likes(first) === likes(second) ? 'tie' : likes(first) > likes(second) ? 'first' : 'second', annotator, ...more})}\n`;
const tell = (run: string, lines: readonly string[]) => appendFileSync(join(run, 'judgements.jsonl'), lines.join(''));
const go = (file: string, run: string, ...more: string[]) => genloss(['run', file, '--out', run, '--quiet', ...more]);
const bytes = (run: string) => ['results.jsonl', 'summary.json'].map((name) => readFileSync(join(run, name), 'utf8'));

/** To its end, each round's asks answered in some order. */
function through(file: string, run: string, order = (lines: string[]) => lines): number {
  const told = new Set<string>();
  for (let round = 1; round < 30; round++) {
    const {code, err} = go(file, run);
    if (code === 0) return round;
    expect(code, err).toBe(75);
    const fresh = asksOf(run).filter(({ask}) => !told.has(ask));
    expect(fresh.length).toBeGreaterThan(0);
    for (const {ask} of fresh) told.add(ask);
    tell(run, order(fresh.map((ask) => judgement(ask))));
  }
  throw new Error('not at its end');
}

describe('a run that asks people', () => {
  it('does the rest, says how many it wants, ends with 75 and under --json with one line that says so', () => {
    const file = experiment('asks', {seeds: 2});
    const run = join(folder, 'asks');
    const {code, out, err} = go(file, run, '--json');
    const asks = asksOf(run);
    expect([code, out]).toEqual([75, '']);
    const {error} = JSON.parse(err.trim().split('\n').at(-1)!);
    expect(error).toMatchObject({code: 75, message: expect.stringContaining(`${asks.length} judgements are wanted`)});
    expect(error.next).toContain('genloss label');
    expect(new Set(asks.map(({arm, generation}) => `${arm} ${generation}`))).toEqual(new Set(['judged 1']));
    expect([...new Set(asks.map(({seed}) => seed))]).toEqual([0, 1]);
    expect(existsSync(join(run, 'lineages', 'plain'))).toBe(true);
    const before = readFileSync(join(run, 'asks.jsonl'));
    expect(go(file, run).code).toBe(75);
    expect(readFileSync(join(run, 'asks.jsonl'))).toEqual(before);
  });

  it('goes on to its end, to the same bytes in whatever order answers come, and asks nothing in the last generation', () => {
    const file = experiment('order');
    const [a, b] = [join(folder, 'order-a'), join(folder, 'order-b')];
    through(file, a);
    through(file, b, (lines) => [...lines.map((line) => line.replace(/"choice":"\w+"/, '"choice":"neither"')), ...lines.reverse()]);
    expect(bytes(b)).toEqual(bytes(a));
    expect(Math.max(...asksOf(a).map(({generation}) => generation))).toBe(2);
  });

  it('asks in rounds where it chooses its pairs', () => {
    const file = experiment('active', {feedback: ', pairs: active', generations: 2});
    writeFileSync(file, readFileSync(file, 'utf8').replace('comparisons: 24', 'comparisons: 4'));
    // a pair a round, and the call that ends it
    expect(through(file, join(folder, 'active'))).toBe(5);
  });

  it('takes more generations as a run that had them from the first, with what it was trained with', () => {
    const [short, long] = [experiment('short', {generations: 2}), join(folder, 'long.yaml')];
    const [run, whole] = [join(folder, 'longer'), join(folder, 'whole')];
    through(short, run);
    const late = asksOf(run).map((ask) => judgement(ask, 'eve').replace(/"choice":"\w+"/, '"choice":"first"'));
    tell(run, late);
    writeFileSync(long, readFileSync(short, 'utf8').replace('generations: 2', 'generations: 3'));
    const {err} = go(long, run);
    expect(err).toMatch(/judgements of eve came after generation 1/);
    through(long, whole);
    tell(
      run,
      asksOf(run)
        .filter(({generation}) => generation === 2)
        .map((ask) => judgement(ask)),
    );
    expect(go(long, run).code).toBe(0);
    expect(bytes(run)).toEqual(bytes(whole));
  });

  it('reads recorded judgements before its own, and never writes them; best-of is refused', () => {
    const run = join(folder, 'order-a');
    mkdirSync(join(folder, 'recorded'), {recursive: true});
    cpSync(join(run, 'judgements.jsonl'), join(folder, 'recorded', 'j.jsonl'));
    const file = experiment('order', {person: ', judgements: recorded/j.jsonl'});
    const again = join(folder, 'recorded-run');
    const {code, err} = go(file, again);
    expect([code, err]).toEqual([0, '']);
    expect(bytes(again)).toEqual(bytes(run));
    expect(existsSync(join(again, 'judgements.jsonl'))).toBe(false);
    expect(readFileSync(join(folder, 'recorded', 'j.jsonl'))).toEqual(readFileSync(join(run, 'judgements.jsonl')));
    // the directory holds what it was trained with, wherever it goes
    const moved = join(folder, 'moved-run');
    renameSync(again, moved);
    rmSync(join(folder, 'recorded', 'j.jsonl'));
    expect(genloss(['judgements', moved]).code).toBe(0);
    expect(go(join(moved, 'experiment.yaml'), moved)).toMatchObject({code: 0, err: ''});
    cpSync(join(moved, 'recorded', 'j.jsonl'), join(folder, 'recorded', 'j.jsonl'));
    const refused = go(file, join(folder, 'refused'), '--set', 'arms.judged.feedback={kind: best-of, annotator: {kind: person}}');
    expect([refused.code, refused.err]).toEqual([64, expect.stringMatching(/people judge pairs/)]);
  });

  it('is refused a judgement that changed after the training, and goes on when it is put back', () => {
    const run = join(folder, 'order-a');
    const file = experiment('order');
    const [first] = asksOf(run);
    const line = judgement(first);
    tell(run, [line.replace(/"choice":"\w+"/, '"choice":"undone"')]);
    const {code, err} = go(file, run);
    expect([code, err]).toEqual([65, expect.stringMatching(/the judgement of ada .* is taken back/)]);
    tell(run, [line]);
    expect(go(file, run).code).toBe(0);
  });
});

describe('what is told of people', () => {
  it('has one line a person, and gives judgements away as annotators and to trainers, which read them', async () => {
    const run = join(folder, 'order-a');
    const {annotators, agreement} = JSON.parse(genloss(['judgements', run, '--json']).out);
    expect(annotators).toMatchObject([{annotator: 'ada', judgements: asksOf(run).length}]);
    expect(agreement.reason).toBeTypeOf('string');
    const pairs = join(folder, 'pairs.jsonl');
    const like = genloss(['judgements', run, '--as-annotator', 'ada', '-o', pairs]);
    const annotator = JSON.parse(like.out);
    expect(annotator).toMatchObject({kind: 'file', file: pairs});
    const file = experiment('like');
    writeFileSync(file, readFileSync(file, 'utf8').replace('{kind: person}', JSON.stringify(annotator)));
    expect(go(file, join(folder, 'like')).code).toBe(0);
    for (const format of ['trl', 'argilla']) {
      const path = join(folder, `${format}.jsonl`);
      expect(genloss(['judgements', run, '--export', format, '-o', path]).code).toBe(0);
      const ofPairs = (await readPreferences(pairs)).preferences.map(({chosen, rejected}) => `${chosen}|${rejected}`);
      expect((await readPreferences(path)).preferences.map(({chosen, rejected}) => `${chosen}|${rejected}`)).toEqual(ofPairs);
    }
    expect(genloss(['judgements', run, '--as-annotator', 'bob']).code).toBe(64);
    expect(genloss(['judgements', folder]).code).toBe(65);
  });
});

it('the judgements that the experiment people ships with are those that its script gives: npm run people', async () => {
  expect(readFileSync(join(root, 'experiments', 'people.judgements.jsonl'), 'utf8')).toBe(await record(2));
}, 120_000);
