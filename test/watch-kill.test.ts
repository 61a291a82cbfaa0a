/** `kill -9` at every moment of a call of watch: whatever was on the disk then, the next call leaves what one call would have. */
import {spawn} from 'node:child_process';
import {once as heard} from 'node:events';
import {appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import {Receiver} from '../src/node/watch/delivery/receiver.test-input.ts';
import {contentOf, day, put, records, texts} from '../src/node/watch/series.test-input.ts';
import type {WatchOptions} from '../src/node/watch/watch.ts';
import {root, temporaryFolder} from './command.ts';
import type {DiskMoment} from './disk-moments.ts';
import {needsPosix} from './needs.ts';
import {watchCall} from './watch-call.ts';

const folder = temporaryFolder();

type Options = Omit<WatchOptions, 'state'>;

/** A watch with a webhook, in a folder of its own. */
async function watching(name: string, keys: object) {
  const receiver = new Receiver();
  await receiver.come();
  const home = join(folder, name);
  const watch = {
    ...{title: name, reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}},
    ...{calibration: 4, falseAlarms: {periods: 20}, measures: ['tail.retention', 'distinct.1']},
    ...{alerts: [{webhook: `http://${receiver.host}/`}], ...keys},
  };
  reference(home, 'reference');
  return {home, receiver, file: put(home, 'watch.yaml', JSON.stringify(watch))};
}

const asRecords = (list: readonly string[]): string => list.map((text) => `${JSON.stringify({text})}\n`).join('');
const reference = (home: string, seed: string): string => put(home, 'reference.jsonl', asRecords(texts(60, seed)));

async function profileOf(home: string): Promise<void> {
  const {code} = await run(['profile', join(home, 'reference.jsonl'), '-o', join(home, 'reference.profile'), '-q']);
  expect(code).toBe(0);
}

/** Days of 12 texts from one on, of few words between days 5 and 9. */
const dayly = (from: number, to: number): [string, string][] =>
  Array.from({length: to - from}, (_, i) => {
    const at = from + i;
    return [day(at), records(day(at), texts(12, at, at >= 5 && at < 9 ? {vocabulary: 60} : {}))];
  });

interface Killing {
  readonly file: string;
  readonly receiver: Receiver;
  readonly home: string;
  readonly options: Options;
  /** What the webhook is told by one call. */
  readonly tells: readonly string[];
}

const STATE = 'state';
const inRun = ({home}: Killing): string => join(home, 'run');

/** The call in a process of its own, from what lies in `run`; copies it at every moment, or is killed at one. */
async function call(killing: Killing, environment: Record<string, string>): Promise<NodeJS.Signals | null> {
  const {file, options} = killing;
  const code = `const {watchCall} = await import(${JSON.stringify(join(root, 'test/watch-call.ts'))});
    await watchCall(${JSON.stringify(file)}, ${JSON.stringify({...options, state: join(inRun(killing), STATE)})});`;
  const child = spawn(process.execPath, ['--import', join(root, 'test/disk-moments.ts'), '--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {...process.env, DISK_FOLDER: inRun(killing), ...environment},
  });
  const [status, signal] = await heard(child, 'exit');
  if (signal === null) expect(status).toBe(0);
  return signal;
}

const said = ({receiver}: Killing) => receiver.received.map(({body}) => ({status: String(body.status), again: body.again === true}));
type Said = ReturnType<typeof said>;

/** The notes of the webhook: their names are by chance. */
function notesIn(run: string): string[] {
  const directory = join(run, `${STATE}.delivery`);
  const names = readdirSync(directory).filter((name) => name.startsWith('webhook-'));
  return names.map((name) => readFileSync(join(directory, name), 'utf8'));
}

/** Names in the folder of what is delivered. What a lock leaves that was killed while it was taken goes after a minute. */
const deliveryIn = (place: string): string[] =>
  readdirSync(join(place, `${STATE}.delivery`))
    .filter((name) => !name.startsWith('running.lock.'))
    .sort();

/** What lies there when a call has ended. */
const leftIn = (run: string) => [contentOf(join(run, STATE)), notesIn(run)];

/** Whether at a moment a post was answered, and that is not noted yet: the only ones after which it comes again. */
function isUnsure(moments: readonly DiskMoment[], i: number): boolean {
  const {posted} = moments[i];
  if (posted === 0) return false;
  const answered = moments.findIndex((one) => one.posted === posted);
  return !moments.slice(answered, i).some(({what}) => /^renameSync .*\.aside-[^/]*$/.test(what) && what.includes('.delivery/'));
}

/** Of moments that differ in nothing but what lies aside, and is removed. */
const ENOUGH = 1;

/** All moments of the call, after each of which, save the like of others, another one was made. */
async function killedEverywhere(killing: Killing): Promise<DiskMoment[]> {
  const {file, options, receiver, home, tells} = killing;
  const place = inRun(killing);
  const copies = join(home, 'copies');
  mkdirSync(copies);
  mkdirSync(place, {recursive: true});
  cpSync(place, join(home, 'before'), {recursive: true});
  receiver.received.length = 0;
  expect(await call(killing, {DISK_COPIES: copies})).toBe(null);
  const whole = leftIn(place);
  const told = said(killing);
  expect(told.map(({status}) => status)).toEqual(tells);
  const lines = readFileSync(join(copies, 'moments.jsonl'), 'utf8').trim().split('\n');
  const moments = lines.map((line) => JSON.parse(line) as DiskMoment);
  const like = new Map<string, number>();
  for (const [i, {number, what, posted}] of moments.entries()) {
    const at = `moment ${number}: ${what}`;
    const copy = join(copies, String(number));
    const inPlace = JSON.stringify([posted, Object.entries(contentOf(copy)).filter(([name]) => !/\.aside-(parts|\d)/.test(name))]);
    like.set(inPlace, (like.get(inPlace) ?? 0) + 1);
    if (like.get(inPlace)! > ENOUGH && !what.startsWith('renameSync')) continue;
    receiver.received.length = 0;
    await watchCall(file, {...options, state: join(copy, STATE)});
    expect(leftIn(copy), at).toEqual(whole);
    expect(deliveryIn(copy), at).toEqual(['key', expect.stringMatching(/^webhook-[0-9a-f]{24}\.json$/)]);
    expectTold([...told.slice(0, posted), ...said(killing)], {tells, isUnsure: isUnsure(moments, i), at});
    rmSync(copy, {recursive: true});
  }
  return moments;
}

/** That everything was told in order, and twice only what may have got lost on the way, with a word that it was. */
function expectTold(all: Said, {tells, isUnsure: twice, at}: {tells: readonly string[]; isUnsure: boolean; at: string}): void {
  const repeated = all.filter(({status}, i) => status === all[i - 1]?.status);
  expect(
    all.filter((one) => !repeated.includes(one)).map(({status}) => status),
    at,
  ).toEqual(tells);
  expect(
    repeated.map(({again}) => again),
    at,
  ).toEqual(twice ? [true] : []);
}

/** The first moment of that kind. */
const momentOf = (moments: readonly DiskMoment[], what: RegExp): number => {
  const found = moments.find((one) => what.test(one.what));
  expect(found, String(what)).toBeDefined();
  return found!.number;
};

const READS = /^writeSync .*\.profile$/;
const COMMITS = /^renameSync .*\/\.aside-pending\/history\.jsonl$/;
const TELLS = /^openSync .*alarms\.json$/;
const NOTES = /^posted$/;
const PHASES = [READS, COMMITS, TELLS, NOTES];

describe('a call of watch that is killed at any moment', needsPosix('kills are not tested'), () => {
  it('of its first reading, with slices and shares, is finished by the next', {timeout: 600_000}, async () => {
    const {home, file, receiver} = await watching('first', {slices: ['source'], synthetic: 'model.jsonl'});
    put(home, 'model.jsonl', asRecords(texts(60, 'model', {first: 1500, vocabulary: 400})));
    for (const [name, content] of dayly(0, 18)) put(home, `data/${name}.jsonl`, content);
    const killing = {home, file, receiver, options: {workers: 1}, tells: ['alarm', 'resolved']};
    const moments = await killedEverywhere(killing);
    // the copies are what kills leave
    const whole = leftIn(inRun(killing));
    for (const phase of PHASES) {
      rmSync(inRun(killing), {recursive: true});
      cpSync(join(home, 'before'), inRun(killing), {recursive: true});
      receiver.received.length = 0;
      expect(await call(killing, {DISK_KILL: String(momentOf(moments, phase))})).toBe('SIGKILL');
      expect(existsSync(join(inRun(killing), `${STATE}.delivery`, 'running.lock'))).toBe(true);
      await watchCall(file, {...killing.options, state: join(inRun(killing), STATE)});
      expect(leftIn(inRun(killing))).toEqual(whole);
      expectTold(said(killing), {tells: killing.tells, isUnsure: phase === NOTES, at: String(phase)});
    }
  });

  it('of what was appended, with profiles put aside, is finished by the next', {timeout: 600_000}, async () => {
    const {home, file, receiver} = await watching('grown', {period: {field: 'date', by: 'day'}, reference: 'reference.profile'});
    await profileOf(home);
    const options = {workers: 1, sizes: {block: 3000, held: 2500}};
    const path = put(
      home,
      'data/all.jsonl',
      dayly(0, 7)
        .map(([, content]) => content)
        .join(''),
    );
    await watchCall(file, {...options, state: join(home, 'run', STATE)});
    appendFileSync(
      path,
      dayly(7, 18)
        .map(([, content]) => content)
        .join(''),
    );
    const moments = await killedEverywhere({home, file, receiver, options, tells: ['alarm', 'resolved']});
    for (const phase of [/^writeFileSync .*\.aside-parts/, ...PHASES]) momentOf(moments, phase);
  });

  it('of another reference and a new calibration is finished by the next', {timeout: 600_000}, async () => {
    const {home, file, receiver} = await watching('accepted', {reference: 'reference.profile'});
    await profileOf(home);
    for (const [name, content] of dayly(0, 9)) put(home, `data/${name}.jsonl`, content);
    const {alarm} = await watchCall(file, {workers: 1, state: join(home, 'run', STATE)});
    expect(alarm).not.toBe(null);
    reference(home, 'other');
    await profileOf(home);
    const moments = await killedEverywhere({home, file, receiver, options: {workers: 1, accept: day(8)}, tells: ['resolved']});
    for (const phase of [/^renameSync .*\.aside-pending\/reference\.profile$/, COMMITS, TELLS, NOTES]) momentOf(moments, phase);
  });
});
