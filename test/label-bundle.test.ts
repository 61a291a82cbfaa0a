/** Pairs that go to people on other machines, and judgements that come back from there. */
import {appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, root, temporaryFolder} from './command.ts';
import {askingRun, asksOf, goOn, judgementsOf, linesIn, textIn} from './label-desk.ts';

const folder = temporaryFolder();
const COMPARISONS = 12;
const {run} = askingRun(folder, {comparisons: COMPARISONS, generations: 3});

/** The run as it asks first, of its own. */
function freshRun(name: string): string {
  const copy = join(folder, name);
  cpSync(run, copy, {recursive: true});
  return copy;
}
const judgement = (ask: string, choice = 'first', more = {}) => `${JSON.stringify({ask, choice, annotator: 'ada', ...more})}\n`;

describe('genloss label --bundle', () => {
  const out = join(folder, 'page');

  it('writes the pairs that wait and the page, says who can read it, and how to take what is handed back', () => {
    const done = genloss(['label', run, '--bundle', out]);
    expect(done).toMatchObject({code: 0, out: expect.stringMatching(/^page {5}\S+index\.html, 12 pairs, [\d.]+ kB\n$/)});
    expect(done.err).toContain('whoever has this folder can read the texts of these pairs');
    expect(done.err).toContain(`genloss label ${run} --take FILE...`);
    expect(readdirSync(out).sort()).toEqual(['README.txt', 'asks.js', 'assets', 'index.html']);
    expect(readFileSync(join(out, 'README.txt'), 'utf8')).toContain('pairs of texts, which models and people wrote');
    expect(genloss(['label', run, '--bundle', out]).code).toBe(0);
    expect(readdirSync(join(out, 'assets'))).toHaveLength(2);
  });

  it('has nothing else in it: no place of the machine, no judgement, no pair that nobody waits for', () => {
    const own = freshRun('nothing-else');
    const [first, ...others] = asksOf(own);
    appendFileSync(join(own, 'judgements.jsonl'), judgement(first.ask, 'second', {annotator: 'somebody-else'}));
    expect(genloss(['label', own, '--bundle', join(folder, 'less')]).out).toContain('11 pairs');
    const asks = readFileSync(join(folder, 'less', 'asks.js'), 'utf8');
    expect(asks).not.toContain(first.ask);
    expect(others.every(({ask}) => asks.includes(ask))).toBe(true);
    for (const {parentPath, name} of readdirSync(join(folder, 'less'), {recursive: true, withFileTypes: true}).filter((entry) =>
      entry.isFile(),
    )) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      for (const held of [folder, root, 'somebody-else', '"judged"']) expect(text.includes(held), `${held} in ${name}`).toBe(false);
    }
    // for one person: what that person has not judged
    expect(genloss(['label', own, '--bundle', join(folder, 'ada'), '--annotator', 'ada']).out).toContain('11 pairs');
    appendFileSync(join(own, 'judgements.jsonl'), others.map(({ask}) => judgement(ask)).join(''));
    expect(genloss(['label', own, '--bundle', join(folder, 'none')])).toMatchObject({
      code: 65,
      err: expect.stringContaining('no pair waits'),
    });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('writes over nothing of anybody else, and goes with nothing that serves', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'mine.txt'), 'mine');
    expect(genloss(['label', run, '--bundle', other])).toMatchObject({code: 73, err: expect.stringContaining('not empty')});
    expect(readdirSync(other)).toEqual(['mine.txt']);
    for (const more of [['--port', '4748'], ['--address', 'localhost:1'], ['--run'], ['--device', 'cpu'], ['--take', 'a.jsonl']])
      expect(genloss(['label', run, '--bundle', join(folder, 'refused'), ...more])).toMatchObject({
        code: 64,
        err: expect.stringContaining(`it does not go with ${more[0]}`),
      });
    expect(genloss(['label', folder, '--bundle', join(folder, 'refused')])).toMatchObject({code: 65});
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});

describe('genloss label --take', () => {
  const own = freshRun('taken');
  const [x, y, z] = asksOf(own).map(({ask}) => ask);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = file('good.jsonl', judgement(x) + judgement(y, 'skip', {reported: true}) + judgement(y, 'undone') + judgement(y, 'undone'));

  it.each([
    [
      'a last line that is cut',
      () => file('cut.jsonl', judgement(x) + judgement(z).slice(0, -9)),
      [':2', 'not whole', 'handed back once more'],
    ],
    [
      'a line that is none',
      () => file('broken.jsonl', `${judgement(x)}{"ask": 7}\n${judgement(z)}`),
      [':2', 'not a judgement', 'Mend the line'],
    ],
    [
      'a pair of another run',
      () => file('strange.jsonl', `${judgement(x)}\n${judgement('f00')}`),
      [':3', 'ask f00', 'the run whose pairs'],
    ],
    ['nothing', () => file('empty.jsonl', '\n'), ['no judgement is in the file']],
    ['no file', () => join(folder, 'nowhere.jsonl'), ['no such file']],
  ])('takes nothing at all where one file has in it %s', (_, bad, words) => {
    const path = bad();
    const before = textIn(judgementsOf(own));
    const done = genloss(['label', own, '--take', good, path]);
    expect(done.code).toBe(65);
    for (const word of words) expect(done.err).toContain(word.startsWith(':') ? `${path}${word}` : word);
    expect(textIn(judgementsOf(own))).toBe(before);
  });

  it('takes every line as it stands, and none twice, however often a file comes', () => {
    const first = genloss(['label', own, '--take', good, good]);
    expect(first).toMatchObject({
      code: 0,
      out: `4 lines of ada taken, 0 there already: ${good}\n0 lines of ada taken, 4 there already: ${good}\n`,
    });
    expect(first.err).toContain(`11 judgements still wanted; it goes on with genloss run ${join(own, 'experiment.yaml')} --output ${own}`);
    expect(textIn(judgementsOf(own))).toBe(textIn(good));
    const more = file('more.jsonl', textIn(good) + judgement(y, 'undone') + judgement(y, 'second'));
    expect(genloss(['label', own, '--take', more]).out).toBe(`2 lines of ada taken, 4 there already: ${more}\n`);
    expect(textIn(judgementsOf(own))).toBe(textIn(more));
    expect(genloss(['label', own, '--take', good, more]).out).toMatch(/^0 lines.*\n0 lines/);
    expect(textIn(judgementsOf(own))).toBe(textIn(more));
    const rest = file(
      'rest.jsonl',
      asksOf(own)
        .map(({ask}) => judgement(ask, 'tie', {annotator: 'eve'}))
        .join('')
        .trimEnd(),
    );
    expect(genloss(['label', own, '--take', rest]).err).toContain('the run waits for nobody');
    expect(linesIn(judgementsOf(own))).toHaveLength(6 + COMPARISONS);
  });

  it('takes no line that says other than a generation was trained with', () => {
    expect(goOn(own).code).toBe(75);
    const before = textIn(judgementsOf(own));
    const changed = file('changed.jsonl', textIn(judgementsOf(own)) + judgement(x, 'second'));
    const done = genloss(['label', own, '--take', changed]);
    expect([done.code, textIn(judgementsOf(own))]).toEqual([65, before]);
    expect(done.err).toContain(
      `${changed}:${6 + COMPARISONS + 1}: ada says second of ask ${x}, and generation 1 of arm judged, seed 0 was trained with first`,
    );
    expect(done.err).toContain('take the line out');
    expect(goOn(own).code).toBe(75);
  });

  it('goes with nothing that serves, and files go with it alone', () => {
    for (const more of [['--port', '4748'], ['--address', 'localhost:1'], ['--run'], ['--device', 'cpu'], ['--annotator', 'ada']])
      expect(genloss(['label', own, '--take', good, ...more])).toMatchObject({
        code: 64,
        err: expect.stringContaining(`it does not go with ${more[0]}`),
      });
    expect(genloss(['label', own, '--take'])).toMatchObject({code: 64, err: expect.stringContaining('--take wants files')});
    expect(genloss(['label', own, good])).toMatchObject({code: 64, err: expect.stringContaining('--take')});
  });
});
