/** What a run directory holds, what it does not hold, and what comes out of it again. */
import {cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {zstdDecompressSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {run as genloss} from '../src/cli/effects.test-input.ts';
import {bytesBelow} from '../src/node/files.ts';
import {temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const filesOf = (run: string): string[] =>
  (readdirSync(at(run), {recursive: true}) as string[]).filter((name) => statSync(at(run, name)).isFile()).sort();
const texts = async (run: string, ...flags: string[]) => {
  const {code, out, err} = await genloss(['texts', at(run), ...flags]);
  expect([code, err.includes('again')]).toEqual([0, flags.includes('--again')]);
  return out;
};

const words = (from: number, count: number): string =>
  Array.from({length: count}, (_, i) => {
    const line = Array.from({length: 6 + (i % 5)}, (_word, j) => `w${((from + i) * (j + 3) * 7919) % 97}`);
    return line.join(' ');
  }).join('\n');

const EXPERIMENT = `title: A run of texts
data: {files: [data/corpus.txt], unit: line, holdout: 0.1, reserve: 0.2}
model: {kind: ngram, order: 2, unit: word}
sample: {size: same}
generations: 3
seeds: 2
arms:
  replace: {workflow: replace}
  fresh:
    workflow: accumulate
    enrichment: {count: 10, from: [{source: fresh, weight: 1}, {files: [data/more.txt], unit: line, weight: 1}]}
  several: {workflow: replace, population: {models: 2}}
measures: [tail.retention, origin]
`;

const worlds: Readonly<Record<string, string>> = {
  points: 'data: {world: gaussian, dimension: 2}\nmodel: {kind: gaussian}\nsample: {size: 7}\nmeasures: [variance]',
  categories: 'data: {world: categorical, categories: 9}\nmodel: {kind: categorical}\nsample: {size: 7}\nmeasures: [support]',
  rows: 'data: {world: regression, rows: 7, dimension: 2, noise: 1}\nmodel: {kind: regression}\nmeasures: [excessRisk]',
};

const ENDING = `title: t
data: {world: categorical, categories: 2}
model: {kind: categorical}
sample: {size: {from: 4, grow: 1.01}}
stop: {measure: support, atMost: 1}
generations: 90
seeds: 2
arms: {replace: {workflow: replace}, window: {workflow: {window: 2}}}
measures: [support]
`;

beforeAll(async () => {
  writeFileSync(at('ending.yaml'), ENDING);
  mkdirSync(at('data'));
  writeFileSync(at('data', 'corpus.txt'), words(1, 300));
  writeFileSync(at('data', 'more.txt'), words(500, 200));
  writeFileSync(at('texts.yaml'), EXPERIMENT.replace('data/more.txt', at('data', 'more.txt')));
  for (const [name, yaml] of Object.entries(worlds))
    writeFileSync(at(`${name}.yaml`), `title: t\n${yaml}\ngenerations: 3\nseeds: 2\narms: {only: {workflow: accumulate}}\n`);
  for (const name of ['texts', 'ending', ...Object.keys(worlds)]) {
    for (const keep of [[], ['--keep', 'samples']]) {
      const directory = keep.length > 0 ? `${name}-kept` : name;
      const {code, err} = await genloss(['run', at(`${name}.yaml`), '-o', at(directory), '--quiet', '--workers', '1', ...keep]);
      expect([code, err]).toEqual([0, '']);
    }
  }
}, 300_000);

describe('the text of a generation', () => {
  it('that is made again is the one that was kept, of every workflow and of populations', async () => {
    for (const arm of ['replace', 'fresh', 'several'])
      for (const lineage of ['0', '1'])
        for (const generation of ['0', '1', '3']) {
          const flags = ['--arm', arm, '--lineage', lineage, '--generation', generation];
          const kept = await genloss(['texts', at('texts-kept'), ...flags]);
          const again = await genloss(['texts', at('texts'), ...flags]);
          expect([kept.code, kept.err, again.code]).toEqual([0, '', 0]);
          expect(again.err.includes('roughly'), again.err).toBe(generation !== '0');
          expect(again.out).toBe(kept.out);
          const records = kept.out
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line));
          expect(records.length).toBeGreaterThan(50);
          const sources = [...new Set(records.map(({source}) => source))];
          expect(sources).toEqual(generation === '0' ? ['training'] : arm === 'several' ? ['model 1', 'model 2'] : [undefined]);
        }
  });

  it('differs between generations, lineages and arms', async () => {
    const one = await texts('texts-kept', '--arm', 'replace', '--generation', '2');
    for (const flags of [
      ['--arm', 'replace', '--generation', '3'],
      ['--arm', 'replace', '--generation', '2', '--lineage', '1'],
      ['--arm', 'fresh', '--generation', '2'],
    ])
      expect(await texts('texts-kept', ...flags)).not.toBe(one);
  });

  it('of people is what the corpus was dealt out to: training and holdout share no line and come from it', async () => {
    for (const name of ['texts', 'texts-kept']) {
      const linesOf = (out: string) =>
        out
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).text as string);
      const training = linesOf(await texts(name, '--arm', 'replace', '--generation', '0'));
      const holdout = linesOf(await texts(name, '--arm', 'replace', '--holdout'));
      expect([holdout.length, training.length]).toEqual([30, 210]);
      const corpus = readFileSync(at('data', 'corpus.txt'), 'utf8').split('\n');
      for (const line of [...training, ...holdout]) expect(corpus).toContain(line);
    }
  });

  it('is numbers where the world is one of numbers', async () => {
    const records: Readonly<Record<string, object>> = {
      points: {point: [expect.any(Number), expect.any(Number)]},
      categories: {outcome: expect.any(Number)},
      rows: {x: [expect.any(Number), expect.any(Number)], y: expect.any(Number)},
    };
    for (const [name, record] of Object.entries(records)) {
      const kept = await texts(`${name}-kept`, '--lineage', '1');
      const again = await genloss(['texts', at(name), '--lineage', '1']);
      expect(again.out).toBe(kept);
      const lines = kept.trimEnd().split('\n');
      expect(lines.length).toBe(7);
      for (const line of lines) expect(JSON.parse(line)).toEqual(record);
    }
  });

  it('goes into a file, whole', async () => {
    const {code, out} = await genloss(['texts', at('texts-kept'), '--arm', 'replace', '-o', at('out.jsonl')]);
    expect([code, out]).toEqual([0, '']);
    expect(readFileSync(at('out.jsonl'), 'utf8')).toBe(await texts('texts-kept', '--arm', 'replace'));
  });

  it('that is not there is refused with what there is', async () => {
    const said = async (...flags: string[]) => {
      const {code, err} = await genloss(['texts', at('texts-kept'), ...flags]);
      return `${code} ${err}`;
    };
    expect(await said()).toMatch(/^64 .*3 arms[\s\S]*replace, fresh, several/);
    expect(await said('--arm', 'replce')).toMatch(/^64 .*no arm "replce"; did you mean replace\?[\s\S]*replace, fresh, several/);
    expect(await said('--arm', 'replace', '--lineage', '2')).toMatch(/^64 .*no lineage 2[\s\S]*lineages 0 to 1/);
    expect(await said('--arm', 'replace', '--generation', '4')).toMatch(/^64 .*no generation 4[\s\S]*generations 0 to 3/);
    expect(await said('--arm', 'replace', '--generation', '1', '--holdout')).toMatch(/^64 .*held-out/);
    expect((await genloss(['texts', at('points'), '--holdout'])).code).toBe(64);
    expect((await genloss(['texts', folder])).code).toBe(65);
  });

  it('of a lineage that its stop ended is there up to its end, kept or made again, and refused after it', async () => {
    const rows = readFileSync(at('ending', 'results.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ends = rows.filter(({measure}) => measure === 'stoppedAt');
    expect(ends).toHaveLength(4);
    for (const {arm, seed, value: end} of ends) {
      expect(end).toBeLessThan(90);
      const of = async (run: string, ...flags: string[]) => genloss(['texts', at(run), '--arm', arm, '--lineage', `${seed}`, ...flags]);
      const [kept, again, last] = [await of('ending-kept'), await of('ending'), await of('ending', '--generation', `${end}`)];
      expect([kept.code, again.code, kept.out.trimEnd().split('\n').length]).toEqual([0, 0, Math.round(4 * 1.01 ** (end - 1))]);
      expect([again.out, last.out]).toEqual([kept.out, kept.out]);
      for (const run of ['ending-kept', 'ending']) {
        const after = await of(run, '--generation', `${end + 1}`);
        expect([after.code, after.out]).toEqual([64, '']);
        expect(after.err).toContain(`no generation ${end + 1}: the arm ${arm} with seed ${seed} ended at generation ${end}, by its stop`);
        expect(after.err).toContain(`give one of 1 to ${end}`);
      }
    }
  });

  it('is refused where the data changed since and it was not kept', async () => {
    cpSync(at('texts'), at('changed'), {recursive: true});
    const corpus = readFileSync(at('data', 'corpus.txt'));
    writeFileSync(at('data', 'corpus.txt'), `${corpus}\none line more`);
    const {code, err} = await genloss(['texts', at('changed'), '--arm', 'replace']);
    writeFileSync(at('data', 'corpus.txt'), corpus);
    expect([code, /data or genloss itself changed[\s\S]*--keep samples/.test(err)]).toEqual([64, true]);
  });
});

describe('kept samples', () => {
  it('are JSON lines in Zstandard, people and all generations of every lineage', () => {
    const names = filesOf('texts-kept').filter((name) => name.startsWith('samples/replace/'));
    const lines = names.flatMap((name) =>
      zstdDecompressSync(readFileSync(at('texts-kept', name)))
        .toString('utf8')
        .trimEnd()
        .split('\n'),
    );
    const found = new Set(
      lines.map((line) => JSON.parse(line)).map(({seed, generation, source = ''}) => `${seed} ${generation} ${source}`),
    );
    const wanted = [0, 1].flatMap((seed) => [`${seed} 0 training`, `${seed} 0 holdout`, ...[1, 2, 3].map((t) => `${seed} ${t} `)]);
    expect([...found].sort()).toEqual(wanted.sort());
  });

  it('change no result, and a run that goes on with them says which lineages lack them', async () => {
    for (const file of ['results.jsonl', 'summary.json'])
      expect(readFileSync(at('texts-kept', file))).toEqual(readFileSync(at('texts', file)));
    cpSync(at('texts'), at('late'), {recursive: true});
    const {code, err} = await genloss(['run', at('texts.yaml'), '-o', at('late'), '--quiet', '--keep', 'samples']);
    expect(code).toBe(0);
    expect(err).toContain('6 lineages were done before, and their samples were not kept');
  });
});

describe('a run directory', () => {
  it('holds no path of the machine', async () => {
    for (const name of ['texts', 'texts-kept', 'points']) {
      for (const file of filesOf(name)) {
        const raw = readFileSync(at(name, file));
        const text = (file.endsWith('.zst') ? zstdDecompressSync(raw) : raw).toString('latin1');
        for (const path of [folder, homedir(), process.cwd()]) expect(text.includes(path), `${file} has ${path}`).toBe(false);
      }
    }
    expect(readFileSync(at('texts', 'experiment.yaml'), 'utf8')).toContain('- ../data/corpus.txt');
    const {files} = JSON.parse(readFileSync(at('texts', 'lock.json'), 'utf8'));
    expect(files.map(({path, bytes}: {path: string; bytes: number}) => [path, bytes])).toEqual(
      ['corpus.txt', 'more.txt'].map((name) => [`../data/${name}`, statSync(at('data', name)).size]),
    );
  });

  it('goes on from its own experiment, with the experiment that made it, and from another place', async () => {
    const results = readFileSync(at('texts', 'results.jsonl'));
    for (const experiment of [at('texts.yaml'), at('texts', 'experiment.yaml')]) {
      rmSync(at('texts', 'results.jsonl'));
      const {code, out} = await genloss(['run', experiment, '-o', at('texts'), '--json']);
      expect([code, JSON.parse(out).reused]).toEqual([0, 6]);
      expect(readFileSync(at('texts', 'results.jsonl'))).toEqual(results);
    }
    cpSync(folder, `${folder}-moved`, {recursive: true});
    const moved = join(`${folder}-moved`, 'texts');
    const {code, out} = await genloss(['run', join(moved, 'experiment.yaml'), '-o', moved, '--json', '--generations', '4']);
    expect([code, JSON.parse(out).reused]).toEqual([0, 0]);
    rmSync(`${folder}-moved`, {recursive: true});
  });

  it('whose data is gone says which it was, and what to do', async () => {
    renameSync(at('data', 'corpus.txt'), at('data', 'elsewhere.txt'));
    for (const line of [
      ['texts', at('texts'), '--arm', 'replace'],
      ['run', at('texts', 'experiment.yaml'), '-o', at('texts')],
    ]) {
      const {code, err} = await genloss(line);
      expect(code).toBe(65);
      expect(err).toMatch(/not where its experiment\.yaml looks for it: \.\.\/data\/corpus\.txt \([\d.]+ kB, sha256 [0-9a-f]{16}…\)/);
      expect(err).toContain('put it there; say where it is, as an absolute PATH: genloss run');
      expect(err).toContain("or run the experiment's own file");
      const [, place] = /--set '(\S+)' -o NEW/.exec(err)!;
      const set = place.replace('PATH', at('data', 'elsewhere.txt'));
      const again = await genloss(['run', at('texts', 'experiment.yaml'), '--set', set, '-o', at('again'), '-q']);
      expect([again.code, again.err]).toEqual([0, '']);
      expect(readFileSync(at('again', 'results.jsonl'))).toEqual(readFileSync(at('texts', 'results.jsonl')));
      rmSync(at('again'), {recursive: true});
    }
    renameSync(at('data', 'elsewhere.txt'), at('data', 'corpus.txt'));
  });

  it('of an older format is refused with what to do', async () => {
    cpSync(at('points'), at('old'), {recursive: true});
    const lock = readFileSync(at('old', 'lock.json'), 'utf8');
    writeFileSync(at('old', 'lock.json'), lock.replace('"format": 2', '"format": 1'));
    const {code, err} = await genloss(['run', at('points.yaml'), '-o', at('old')]);
    expect(code).toBe(65);
    expect(err).toMatch(/format 1, this genloss reads 2[\s\S]*-o NEW_FOLDER/);
  });
});

describe('the store of a run', () => {
  const beside = (run: string): number =>
    bytesBelow(at(run)) - ['results.jsonl', 'summary.json', 'report.html'].reduce((sum, name) => sum + statSync(at(run, name)).size, 0);
  const go = async (run: string, experiment: string, ...more: string[]) => {
    const {code, err} = await genloss(['run', experiment, '-o', at(run), '--quiet', '--workers', '1', ...more]);
    expect([code, err]).toEqual([0, '']);
  };

  it('takes at most a fifth of results.jsonl, in a file an arm', async () => {
    await go('gaussian', 'gaussian', '--seeds', '60');
    expect(beside('gaussian')).toBeLessThan(statSync(at('gaussian', 'results.jsonl')).size / 5);
    expect(filesOf('gaussian').filter((name) => name.startsWith('lineages/'))).toHaveLength(3);
  });

  it('keeps no pool that is made again in seconds, and grows all the same to what one run would have been', async () => {
    const pool = at('pool.yaml');
    writeFileSync(
      pool,
      'title: t\ndata: {world: gaussian, dimension: 20}\nmodel: {kind: gaussian}\nsample: {size: 500}\ngenerations: 120\nseeds: 2\narms: {accumulate: {workflow: accumulate}}\nmeasures: [mean, variance]\n',
    );
    await go('pool', pool);
    expect(beside('pool')).toBeLessThan(statSync(at('pool', 'results.jsonl')).size / 5);
    await go('grown', pool, '--generations', '100', '--seeds', '1');
    await go('grown', pool);
    for (const name of ['results.jsonl', 'summary.json']) expect(readFileSync(at('grown', name))).toEqual(readFileSync(at('pool', name)));
    expect(filesOf('grown').filter((name) => name.startsWith('lineages/'))).toHaveLength(1);
  });
});
