import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {hostname, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {experimentOf} from '../../run/experiment.ts';
import {parseYaml} from '../../run/yaml-places.ts';
import {runExperiment} from '../run/run.ts';
import {viewApplication} from './application.ts';
import {Life} from './life.ts';
import {Runs} from './runs.ts';
import {rootsOf} from './serve-view.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-view-'));
const whole = join(folder, 'whole');
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const YAML = `title: A small one
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 10}
generations: 6
seeds: 5
arms: {replace: {workflow: replace}, accumulate: {workflow: accumulate}}
measures: [mean, variance]
`;

const loaded = (yaml = YAML) => experimentOf(parseYaml(yaml, 'small.yaml'), {name: 'small', base: folder});

beforeAll(async () => {
  await runExperiment(loaded(), {directory: whole, workers: 1, keepSamples: true});
});

/** A folder with copies of the whole run. */
function withRuns(name: string, ...runs: readonly string[]): string {
  const root = join(folder, name);
  mkdirSync(root);
  for (const run of runs) cpSync(whole, join(root, run), {recursive: true});
  return rootsOf([root])[0];
}

async function opened(root: string, cache?: string) {
  const runs = new Runs({roots: [root], cache});
  const application = await viewApplication(runs);
  const ask = async (path: string) => {
    const answer = await application.request(path);
    return {status: answer.status, type: answer.headers.get('content-type'), text: await answer.text()};
  };
  const list = async () => (await runs.list()).runs;
  return {runs, ask, list, one: async (place: string) => (await list()).find((run) => run.folder === place)};
}

const lockOf = (place: string, holder: object): void => writeFileSync(join(place, 'running.lock'), JSON.stringify(holder));
const ELSEWHERE = {pid: 1, started: '1', host: 'another.example', space: 'other'};

describe('the list', () => {
  it('has each run with what was asked for and what is there', async () => {
    const root = withRuns('list', 'a', 'deep/er/b');
    mkdirSync(join(root, 'empty'));
    writeFileSync(join(root, 'note.txt'), '');
    const {list} = await opened(root);
    expect((await list()).map(({id: _, changed: __, ...run}) => run).sort((a, b) => (a.folder < b.folder ? -1 : 1))).toEqual(
      ['a', 'deep/er/b'].map((place) => ({
        ...{title: 'A small one', status: 'done', done: 60, total: 60, folder: place, arms: 2, seeds: 5, generations: 6},
      })),
    );
  });

  it('has opaque names that are the same after a restart, with or without what was kept of the last visit', async () => {
    const root = withRuns('names', 'first-run', 'second-run');
    const cache = join(folder, 'cache-of-names');
    const ids = async (own?: string) => (await (await opened(root, own)).list()).map(({folder: place, id}) => [place, id]).sort();
    const first = await ids(cache);
    expect(await ids(cache)).toEqual(first);
    expect(await ids()).toEqual(first);
    for (const [place, id] of first) {
      expect(id).toMatch(/^[\w-]{20}$/);
      expect(id).not.toContain(place);
    }
    expect(readdirSync(join(cache, 'view'))).toHaveLength(1);
    expect(readdirSync(join(root, 'first-run')).sort()).toEqual(readdirSync(whole).sort());
  });

  it('sees what is new, what changed and what is gone, past what it has kept', async () => {
    const root = withRuns('changing', 'a', 'b');
    const cache = join(folder, 'cache-of-changing');
    await (await opened(root, cache)).list();
    rmSync(join(root, 'b'), {recursive: true});
    cpSync(whole, join(root, 'c'), {recursive: true});
    const lock = readFileSync(join(root, 'a', 'lock.json'), 'utf8');
    writeFileSync(join(root, 'a', 'lock.json'), lock.replace('"seeds": 5', '"seeds": 7'));
    const {list} = await opened(root, cache);
    expect((await list()).map(({folder: place, status, done, total}) => `${place} ${status} ${done}/${total}`).sort()).toEqual([
      'a stopped 60/84',
      'c done 60/60',
    ]);
  });

  it('takes no notice of what it has kept where that is broken', async () => {
    const root = withRuns('broken', 'a');
    const cache = join(folder, 'cache-of-broken');
    await (await opened(root, cache)).list();
    const [name] = readdirSync(join(cache, 'view'));
    for (const text of ['', '{', '[]', '{"format":1,"runs":{"x":1}}']) {
      writeFileSync(join(cache, 'view', name), text);
      expect(await (await opened(root, cache)).list()).toHaveLength(1);
    }
  });

  it('reads a run whose lock.json does not say yet how much was asked for', async () => {
    const root = withRuns('older', 'a');
    const {asked: _, ...lock} = JSON.parse(readFileSync(join(root, 'a', 'lock.json'), 'utf8')) as {asked: object};
    writeFileSync(join(root, 'a', 'lock.json'), JSON.stringify(lock));
    const {one} = await opened(root);
    expect(await one('a')).toMatchObject({status: 'done', done: 60, total: 60, seeds: 5, generations: 6, arms: 2});
  });

  it('takes no run for one that was asked for more than any experiment can be, and is not held up by it', async () => {
    const root = withRuns('huge', 'most', 'more', 'generations', 'twice');
    const change = (place: string, from: string, to: string) => {
      const path = join(root, place, 'lock.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    };
    change('most', '"seeds": 5', '"seeds": 10000000');
    change('more', '"seeds": 5', '"seeds": 1000000000');
    change('generations', '"generations": 6', '"generations": 1e9');
    change('twice', '"replace",', '"replace", "replace",');
    const {list} = await opened(root);
    expect((await list()).map(({folder: place, done, total}) => `${place} ${done}/${total}`).sort()).toEqual([
      'most 60/120000000',
      'twice 60/60',
    ]);
  });

  it('shows a run of as many generations and seeds as can be asked for, of which few are there, without delay', async () => {
    const root = withRuns('most-asked', 'a');
    for (const [name, mark] of [
      ['lock.json', '"'],
      ['experiment.yaml', ''],
    ] as const) {
      const path = join(root, 'a', name);
      const text = readFileSync(path, 'utf8').replace(`${mark}seeds${mark}: 5`, `${mark}seeds${mark}: 10000000`);
      writeFileSync(path, text.replace(`${mark}generations${mark}: 6`, `${mark}generations${mark}: 1000000`));
    }
    const {ask, one} = await opened(root);
    const {id} = (await one('a'))!;
    const {status, text} = await ask(`/api/runs/${id}/shown`);
    expect(status).toBe(200);
    expect(text.length).toBeLessThan(10e6);
    expect((await ask(`/api/runs/${id}/results.jsonl`)).text.split('\n').length).toBeGreaterThan(100);
  });
});

describe('the status', () => {
  it('of a run that was killed is stopped, of this machine at once', async () => {
    const root = withRuns('killed', 'a');
    rmSync(join(root, 'a', 'results.jsonl'));
    writeFileSync(join(root, 'a', 'lock.json'), readFileSync(join(root, 'a', 'lock.json'), 'utf8').replace('"seeds": 5', '"seeds": 6'));
    const {one} = await opened(root);
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const {takeLock} = await import('../run/lock.ts');
    const release = takeLock(join(root, 'a'));
    expect(JSON.parse(readFileSync(join(root, 'a', 'running.lock'), 'utf8'))).toMatchObject({pid: process.pid, started});
    await expect.poll(async () => (await one('a'))?.status, {timeout: 10_000}).toBe('running');
    const held = readFileSync(join(root, 'a', 'running.lock'), 'utf8');
    release();
    lockOf(join(root, 'a'), {...(JSON.parse(held) as object), started: '1'});
    await expect.poll(async () => (await one('a'))?.status, {timeout: 10_000}).toBe('stopped');
  });

  it('of a run of another machine follows the time of its lock, whatever the clocks say', () => {
    const root = withRuns('elsewhere', 'a');
    const place = join(root, 'a');
    lockOf(place, {...ELSEWHERE, host: `not-${hostname()}`});
    const touch = (seconds: number) => utimesSync(join(place, 'running.lock'), seconds, seconds);
    const life = new Life(place);
    const begin = Date.now();
    // its file system's clock is an hour behind
    touch(begin / 1000 - 3600);
    expect(life.isAlive(begin)).toBe(false);
    touch(begin / 1000 - 3595);
    expect(life.isAlive(begin + 5000)).toBe(true);
    touch(begin / 1000 - 3590);
    expect(life.isAlive(begin + 10_000)).toBe(true);
    expect(life.isAlive(begin + 69_000)).toBe(true);
    expect(life.isAlive(begin + 71_000)).toBe(false);
    rmSync(join(place, 'running.lock'));
    expect(life.isAlive(begin + 72_000)).toBe(false);
  });

  it('of a lock that is a link, a folder or nonsense is that of none', () => {
    const root = withRuns('odd-locks', 'a');
    const path = join(root, 'a', 'running.lock');
    writeFileSync(join(folder, 'a-lock'), JSON.stringify(ELSEWHERE));
    symlinkSync(join(folder, 'a-lock'), path);
    expect(new Life(join(root, 'a')).isAlive(Date.now())).toBe(false);
    rmSync(path);
    mkdirSync(path);
    expect(new Life(join(root, 'a')).isAlive(Date.now())).toBe(false);
    rmSync(path, {recursive: true});
    writeFileSync(path, 'null');
    expect(new Life(join(root, 'a')).isAlive(Date.now())).toBe(false);
  });
});

describe('judgements that a run waits for', () => {
  it('are of pairs whose generation is not trained, one of each annotator that is wanted', async () => {
    const root = withRuns('people', 'a', 'done');
    for (const place of ['a', 'done']) {
      const lock = JSON.parse(readFileSync(join(root, place, 'lock.json'), 'utf8')) as {
        asked: {seeds: number};
        arms: Record<string, {made: object}>;
      };
      lock.arms.replace.made = {...lock.arms.replace.made, feedback: {annotator: {kind: 'person', annotators: 2}}};
      if (place === 'a') lock.asked.seeds = 6;
      writeFileSync(join(root, place, 'lock.json'), JSON.stringify(lock));
      const asks = [
        {ask: 'trained', arm: 'replace', seed: 0, generation: 2},
        {ask: 'open', arm: 'replace', seed: 5, generation: 1},
        {ask: 'half', arm: 'replace', seed: 5, generation: 1},
        {ask: 'skipped', arm: 'replace', seed: 5, generation: 1},
        {ask: 'said', arm: 'accumulate', seed: 5, generation: 1},
        {ask: 'nobody', arm: 'none', seed: 5, generation: 1},
        {ask: 'recorded', arm: 'replace', seed: 5, generation: 1},
      ];
      writeFileSync(join(root, place, 'asks.jsonl'), asks.map((one) => `${JSON.stringify({...one, first: 'x', second: 'y'})}\n`).join(''));
      mkdirSync(join(root, place, 'recorded'));
      writeFileSync(
        join(root, place, 'recorded', 'j.jsonl'),
        ['ada', 'eve'].map((annotator) => `${JSON.stringify({ask: 'recorded', choice: 'first', annotator})}\n`).join(''),
      );
      const judgements = [
        {ask: 'half', choice: 'first', annotator: 'eve'},
        {ask: 'half', choice: 'second', annotator: 'eve'},
        {ask: 'half', choice: 'first', annotator: 'ada', again: true},
        {ask: 'skipped', choice: 'tie', annotator: 'eve'},
        {ask: 'skipped', choice: 'skip', annotator: 'eve'},
        {ask: 'said', choice: 'neither', annotator: 'eve'},
      ];
      writeFileSync(
        join(root, place, 'judgements.jsonl'),
        `${judgements.map((one) => `${JSON.stringify(one)}\n`).join('')}{"ask":"open","cho`,
      );
    }
    const {one} = await opened(root);
    expect((await one('a'))?.waits).toBe(2 + 1 + 2);
    expect((await one('done'))?.waits).toBeUndefined();
  });
});

describe('checks beside runs', () => {
  it('are told by what is in their files, in the order of time, past links and other documents', async () => {
    const root = withRuns('checks', 'a');
    const check = (verdict: string, value: number) =>
      JSON.stringify({
        verdict,
        checks: [{name: 'unseen', verdict, value, low: 0, high: 1, bound: {measure: 'unseen', atLeast: 0.1}}],
        candidate: {},
        reference: {},
      });
    mkdirSync(join(root, 'months'));
    for (const [name, text, time] of [
      ['months/june.json', check('fail', 0.05), 200],
      ['months/may.json', check('pass', 0.2), 100],
      ['other.json', '{"verdict":"pass"}', 1],
      ['broken.json', '{', 1],
    ] as const) {
      writeFileSync(join(root, name), text);
      utimesSync(join(root, name), time, time);
    }
    writeFileSync(join(folder, 'outside.json'), check('pass', 1));
    symlinkSync(join(folder, 'outside.json'), join(root, 'linked.json'));
    const {ask} = await opened(root);
    const gate = {name: 'unseen', low: 0, high: 1, atLeast: 0.1};
    expect(JSON.parse((await ask('/api/checks')).text)).toEqual({
      checks: [
        {file: 'months/may.json', changed: '1970-01-01T00:01:40.000Z', verdict: 'pass', gates: [{...gate, verdict: 'pass', value: 0.2}]},
        {file: 'months/june.json', changed: '1970-01-01T00:03:20.000Z', verdict: 'fail', gates: [{...gate, verdict: 'fail', value: 0.05}]},
      ],
    });
  });
});

describe('events', () => {
  it('tell of every unit that ends, and of a run that begins and ends', async () => {
    const root = withRuns('events');
    const {runs, list} = await opened(root);
    runs.start();
    const heard: {kind: string}[] = [];
    const tell = runs.listeners.tell.bind(runs.listeners);
    runs.listeners.tell = (event) => {
      heard.push(event);
      tell(event);
    };
    try {
      await list();
      const slow = YAML.replace('seeds: 5', 'seeds: 20000').replace('generations: 6', 'generations: 30');
      const abort = new AbortController();
      const going = runExperiment(loaded(slow), {directory: join(root, 'slow'), workers: 1, signal: abort.signal});
      await expect.poll(() => list().then(() => heard.filter(({kind}) => kind === 'unit').length), {timeout: 60_000}).toBeGreaterThan(2);
      abort.abort();
      await going;
      await expect.poll(async () => (await list())[0].status, {timeout: 10_000}).toBe('stopped');
      const told = heard.flatMap((event) => (event.kind === 'unit' ? [event as unknown as {arm: string; seeds: number[]}] : []));
      const names = new Set(told.map(({arm, seeds}) => `${arm} ${seeds.join('-')}`));
      expect(names.size).toBe(told.length);
      const stored = readdirSync(join(root, 'slow', 'lineages')).flatMap((arm) =>
        readdirSync(join(root, 'slow', 'lineages', arm)).map((name) => `${arm} ${name.split('.')[0]}`),
      );
      expect(stored.length).toBeGreaterThan(2);
      expect(stored.filter((name) => !names.has(name))).toEqual([]);
      rmSync(join(root, 'slow'), {recursive: true});
      await expect.poll(() => list().then(() => heard.at(-1)?.kind), {timeout: 10_000}).toBe('gone');
    } finally {
      runs.close();
    }
  });
});

describe('what a run shows', () => {
  it('is its files as they are', async () => {
    const root = withRuns('files', 'a');
    const {ask, one} = await opened(root);
    const {id} = (await one('a'))!;
    for (const name of ['results.jsonl', 'summary.json'])
      expect(await ask(`/api/runs/${id}/${name}`)).toMatchObject({status: 200, text: readFileSync(join(whole, name), 'utf8')});
    const part = await ask(`/api/runs/${id}/results.jsonl?measure=variance`);
    expect(part.text.split('\n').filter(Boolean)).toEqual(
      readFileSync(join(whole, 'results.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"measure":"variance"')),
    );
  });

  it('is what is stored where the files are not written yet, to the same bytes', async () => {
    const root = withRuns('stored', 'a');
    for (const name of ['results.jsonl', 'summary.json']) rmSync(join(root, 'a', name));
    const {ask, one} = await opened(root);
    const {id, status} = (await one('a'))!;
    expect(status).toBe('done');
    for (const name of ['results.jsonl', 'summary.json'])
      expect((await ask(`/api/runs/${id}/${name}`)).text).toBe(readFileSync(join(whole, name), 'utf8'));
  });

  it('is a report, and what was written, without any place of the machine', async () => {
    const root = withRuns('shown', 'a');
    const {ask, one} = await opened(root);
    const {id} = (await one('a'))!;
    const {text} = await ask(`/api/runs/${id}/shown`);
    expect(text).not.toContain(folder);
    const shown = JSON.parse(text) as {input: {title: string; arms: {name: string}[]}; keepsSamples: boolean; lacks?: string};
    expect(shown.input.title).toBe('A small one');
    expect(shown.input.arms.map(({name}) => name)).toEqual(['replace', 'accumulate']);
    expect(shown).toMatchObject({keepsSamples: true});
    expect(shown.lacks).toBeUndefined();
    const page = JSON.parse((await ask(`/api/runs/${id}/samples?arm=replace&seed=2&generation=3`)).text) as {
      records: string[];
      total: number;
    };
    expect(page).toMatchObject({total: 10, found: 10});
    expect(page.records.every((record) => /^\{"point":\[-?\d/.test(record))).toBe(true);
    expect(JSON.parse((await ask(`/api/runs/${id}/samples?arm=replace&seed=2&generation=3&find=no-such-thing`)).text)).toMatchObject({
      found: 0,
    });
    for (const query of ['arm=none&seed=0&generation=1', 'arm=replace&seed=99&generation=1', 'arm=..&seed=0&generation=1', ''])
      expect((await ask(`/api/runs/${id}/samples?${query}`)).status).toBe(404);
  });

  it('says of one that is not at its end what is there of what was asked for, of one reading', async () => {
    const root = withRuns('so-far', 'a');
    const lock = readFileSync(join(root, 'a', 'lock.json'), 'utf8');
    writeFileSync(join(root, 'a', 'lock.json'), lock.replace('"seeds": 5', '"seeds": 7'));
    const {ask, one} = await opened(root);
    const {id} = (await one('a'))!;
    expect(JSON.parse((await ask(`/api/runs/${id}/shown`)).text)).toMatchObject({
      run: {status: 'stopped', done: 60, total: 84},
      input: {soFar: {done: 60, total: 84}},
      lacks: 'it was stopped: 60 of 84 generations are there',
    });
  });

  it('shows what hides or turns letters, and cuts what is no name, wherever it stands', async () => {
    const [turned, long] = ['a\u202eb\u0007c', 'x'.repeat(5000)];
    const root = withRuns('hidden', 'a', `folder-${turned}`);
    const yaml = readFileSync(join(root, 'a', 'experiment.yaml'), 'utf8');
    writeFileSync(
      join(root, 'a', 'experiment.yaml'),
      yaml.replace('title: A small one', `title: "a\\u202Eb\\u0007c"\nshows: "${'\\u2066'}all"`),
    );
    const lock = JSON.parse(readFileSync(join(root, 'a', 'lock.json'), 'utf8')) as object;
    writeFileSync(join(root, 'a', 'lock.json'), JSON.stringify({...lock, title: `${turned} ${long}`}));
    const gate = (name: string) => ({name, verdict: 'pass', value: 1e308, low: -1e308, high: 1e308});
    const check = {verdict: 'pass', checks: [gate(turned), gate(long)], candidate: {}, reference: {}};
    writeFileSync(join(root, `check-${turned}.json`), JSON.stringify(check));
    const {ask, list, one} = await opened(root);
    const listed = await list();
    expect(listed.map(({folder: place}) => place).sort()).toEqual(['a', 'folder-a\ufffdb\ufffdc']);
    const {id, title} = (await one('a'))!;
    expect(title).toMatch(/^a\ufffdb\ufffdc x+…$/);
    expect(title).toHaveLength(300);
    const hidden = ['\u202e', '\u2066', '\u0007', '\\u202e', '\\u2066', '\\u0007'];
    const shown = await ask(`/api/runs/${id}/shown`);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('a\ufffdb\ufffdc');
    for (const one of hidden) expect(shown.text).not.toContain(one);
    const {text} = await ask('/api/checks');
    for (const one of hidden) expect(text).not.toContain(one);
    const {checks} = JSON.parse(text) as {checks: {file: string; gates: {name: string}[]}[]};
    expect(checks.map(({file}) => file)).toEqual(['check-a\ufffdb\ufffdc.json']);
    expect(checks[0].gates.map(({name}) => name.length)).toEqual([5, 300]);
  });

  it('of a folder that somebody sent is nothing that lies outside of it', async () => {
    const root = withRuns('sent', 'links', 'arms', 'units');
    const secret = join(folder, 'secret');
    cpSync(whole, secret, {recursive: true});
    for (const name of ['results.jsonl', 'summary.json'])
      writeFileSync(join(secret, name), readFileSync(join(secret, name), 'utf8').replaceAll('replace', 'secret-arm'));
    symlinkSync(secret, join(root, 'leads-out'));
    for (const name of ['results.jsonl', 'summary.json']) {
      rmSync(join(root, 'links', name));
      symlinkSync(join(secret, name), join(root, 'links', name));
    }
    // units of another place, by a link and by a name
    for (const name of ['results.jsonl', 'summary.json']) rmSync(join(root, 'units', name));
    renameSync(join(root, 'units', 'lineages'), join(folder, 'lineages-of-another'));
    symlinkSync(join(folder, 'lineages-of-another'), join(root, 'units', 'lineages'));
    const lock = readFileSync(join(root, 'arms', 'lock.json'), 'utf8');
    writeFileSync(join(root, 'arms', 'lock.json'), lock.replaceAll('"replace"', '"../../../secret/lineages/replace"'));
    const {ask, list} = await opened(root);
    const listed = await list();
    expect(listed.map(({folder: place}) => place).sort()).toEqual(['arms', 'links', 'units']);
    for (const {id, folder: place, done} of listed) {
      if (place === 'units') expect(done).toBe(0);
      for (const path of ['results.jsonl', 'summary.json', 'shown']) {
        const {text, status} = await ask(`/api/runs/${id}/${path}`);
        expect([200, 422]).toContain(status);
        expect(text).not.toContain('secret-arm');
        expect(text).not.toContain(folder);
      }
    }
    const own = listed.find(({folder: place}) => place === 'links')!;
    expect((await ask(`/api/runs/${own.id}/results.jsonl`)).text).toBe(readFileSync(join(whole, 'results.jsonl'), 'utf8'));
  });

  it('is said where it is damaged, or gone while it is looked at', async () => {
    const root = withRuns('damaged', 'a', 'b');
    for (const name of ['results.jsonl', 'summary.json']) rmSync(join(root, 'a', name));
    for (const arm of readdirSync(join(root, 'a', 'lineages')))
      for (const name of readdirSync(join(root, 'a', 'lineages', arm))) writeFileSync(join(root, 'a', 'lineages', arm, name), 'nonsense');
    const {ask, one} = await opened(root);
    const [a, b] = [(await one('a'))!, (await one('b'))!];
    const {status, text} = await ask(`/api/runs/${a.id}/shown`);
    expect(status).toBe(422);
    expect(text).toContain('damaged');
    expect(text).not.toContain(folder);
    rmSync(join(root, 'b'), {recursive: true});
    for (const path of ['results.jsonl', 'summary.json', 'shown', 'samples'])
      expect((await ask(`/api/runs/${b.id}/${path}`)).status).toBe(404);
    expect(existsSync(join(root, 'b'))).toBe(false);
  });

  it.each(['..', '%2e%2e', 'constructor', '__proto__', '', 'a', 'whole', '%00', '..%2fwhole'])(
    'is nothing by the name %j',
    async (name) => {
      const {ask, list} = await opened(rootsOf([folder])[0]);
      await list();
      for (const path of ['results.jsonl', 'summary.json', 'shown']) expect((await ask(`/api/runs/${name}/${path}`)).status).toBe(404);
    },
  );
});
