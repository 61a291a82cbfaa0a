/** What a watch delivers, by its command: addresses and headers are secrets, and notes that cannot be written send nothing. */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import {channelsOf, deliver} from '../src/node/watch/delivery/deliver.ts';
import {type Behaviour, Receiver} from '../src/node/watch/delivery/receiver.test-input.ts';
import {ALARM} from '../src/node/watch/delivery/report.test-input.ts';
import {day, put, records, texts} from '../src/node/watch/series.test-input.ts';
import {temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {canMount} from './tools.ts';

const folder = temporaryFolder();
const file = join(folder, 'watch.yaml');

/** In days of a file each, of few words from day 8 on; the reference is a profile, so that no lab is run. */
async function watching(alerts: readonly object[], days = 16): Promise<void> {
  const lines = texts(80, 'reference').map((text) => `${JSON.stringify({text})}\n`);
  put(folder, 'reference.jsonl', lines.join(''));
  const made = await run(['profile', join(folder, 'reference.jsonl'), '-o', join(folder, 'human.profile'), '-q']);
  expect(made.code).toBe(0);
  for (let i = 0; i < days; i++) put(folder, `data/${day(i)}.jsonl`, records(day(i), texts(20, i, i < 8 ? {} : {vocabulary: 150})));
  const watch = {
    ...{title: 'told', reference: 'human.profile', data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}},
    ...{calibration: 6, falseAlarms: {periods: 100}, measures: ['tail.retention', 'distinct.1'], alerts},
  };
  put(folder, 'watch.yaml', JSON.stringify(watch));
}

const SECRETS = ['us3r', 'pa55word', 'p4th-token', 'qu3ry-token', 'h34der-token', 'fr4gment'];

/** Every way in which a secret could stand somewhere: as it is, encoded, or by a digest that no chance went into. */
const traces = (addresses: readonly string[]): string[] => [
  ...SECRETS,
  ...SECRETS.map((secret) => Buffer.from(secret).toString('base64').replace(/=+$/, '')),
  Buffer.from('us3r:pa55word').toString('base64'),
  ...addresses.flatMap((address) =>
    ['webhook ', 'alertmanager ', ''].map((kind) =>
      createHash('sha256')
        .update(kind + address)
        .digest('hex')
        .slice(0, 16),
    ),
  ),
];

it('says and writes no secret of an address or a header, whatever the other side does', {timeout: 120_000}, async () => {
  const [hook, manager] = [new Receiver(), new Receiver()];
  await hook.come();
  await manager.come();
  const addresses = [
    `http://us3r:pa55word@${hook.host}/p4th-token?key=qu3ry-token#fr4gment`,
    `http://us3r:pa55word@${manager.host}/p4th-token`,
    'http://us3r:pa55word@nobody.invalid/p4th-token?key=qu3ry-token',
  ];
  await watching([
    {webhook: addresses[0], headers: {'X-Token': {env: 'TOKEN'}}},
    {alertmanager: addresses[1]},
    {webhook: addresses[2]},
    {textfile: 'watch.prom'},
  ]);
  const state = (i: number): string => join(folder, 'states', String(i));
  const said: string[] = [];
  const call = async (flags: readonly string[], environment: Record<string, string> = {TOKEN: 'h34der-token'}): Promise<number> => {
    const {code, out, err} = await run(['watch', file, ...flags], {environment, terminal: flags.length === 2});
    said.push(out, err);
    return code;
  };
  const behaviours: Behaviour[] = ['takes', 500, 'redirects', 'closes'];
  await call(['--state', join(folder, 'read'), '--no-deliver', '-q']);
  for (const [i, behaviour] of behaviours.entries()) {
    cpSync(join(folder, 'read'), state(i), {recursive: true});
    hook.behaviour = behaviour;
    manager.behaviour = behaviour;
    expect(await call(['--state', state(i)])).toBe(1);
    expect(await call(['--state', state(i), '--json', ...(i === 1 ? ['--html', join(folder, 'page.html')] : [])])).toBe(1);
    expect(await call(['--state', state(i), '--acknowledge', '--silence', '7d', '-q'])).toBe(1);
    expect(await call(['--state', state(i), '--accept', day(15), '-q'])).toBe(2);
  }
  expect(hook.received[0].headers['x-token']).toBe('h34der-token');
  expect(said.join()).toContain('not delivered to webhook http://nobody.invalid');
  // what is refused
  expect(await call(['-q'], {})).toBe(64);
  expect(await call(['-q'], {TOKEN: 'h34der-token\nX: y'})).toBe(64);
  for (const alerts of [
    [{webhook: addresses[0]}, {webhook: addresses[0]}],
    [{webhook: addresses[0], headers: {Authorization: {env: 'TOKEN'}}}],
    [{webhook: addresses[0].replace('http', 'htp')}],
    [{webhook: addresses[0], headers: {Authorization: 'Bearer h34der-token'}}],
    [{webhok: addresses[0]}],
  ]) {
    put(folder, 'watch.yaml', JSON.stringify({...JSON.parse(readFileSync(file, 'utf8')), alerts}));
    expect(await call(['-q'])).toBe(64);
  }
  writeFileSync(file, `alerts: [{webhook: "${addresses[0]}}]`);
  expect(await call(['-q'])).toBe(64);

  const written = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((one) => one.isFile() && one.name !== 'watch.yaml');
  const delivered = written.filter(({parentPath}) => parentPath.endsWith('.delivery'));
  expect(delivered.map(({name}) => name)).toEqual(expect.arrayContaining(['key', 'marks.json', expect.stringMatching(/^webhook-/)]));
  const all = [...said, ...written.map(({parentPath, name}) => `${name} ${readFileSync(join(parentPath, name), 'latin1')}`)];
  for (const trace of traces(addresses))
    expect(all.filter((one) => one.includes(trace)).map((one) => [trace, one.slice(0, 80)])).toEqual([]);
});

const onlyRoot = needs(canMount(), 'leave to mount a small disk', 'a delivery on a full disk is not tested');
it('sends nothing where the disk is full of which it could not note that it was begun, and once when there is room', onlyRoot, async () => {
  const receiver = new Receiver();
  await receiver.come();
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
  try {
    const directory = join(disk, 'delivery');
    const definition = {alerts: [{webhook: `http://${receiver.host}/`}], period: {field: 'date', by: 'day' as const}};
    const call = (report = ALARM) =>
      deliver(report, channelsOf(definition, {directory, env: {}, resolve: (path) => path}), {directory, now: new Date()});
    const quiet = {...ALARM, status: 'quiet' as const, alarm: null};
    await call(quiet);
    const notes = () => readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]);
    const before = notes();
    try {
      writeFileSync(join(disk, 'full'), Buffer.alloc(1 << 20));
    } catch {
      // as far as it goes
    }
    await expect(call()).rejects.toMatchObject({code: 'output', message: expect.stringContaining('the disk is full')});
    expect([receiver.received, notes()]).toEqual([[], before]);
    rmSync(join(disk, 'full'));
    for (let i = 0; i < 2; i++) expect((await call()).warnings).toEqual([]);
    expect(receiver.received.map(({body}) => [body.status, body.again])).toEqual([['alarm', undefined]]);
  } finally {
    execFileSync('umount', [disk]);
  }
});
